"""Free days: nothing at the enterprise, nothing of a visitor, a working day."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.visits.free_days import HOLDING, free_days, taken_days, visits_between
from models.visits.states import State
from models.visits.visits import load
from tests.handlers.visits import story
from tests.handlers.visits.story import CALENDAR, NUMBERS
from tests.town import Town

DAY = date(2026, 12, 3)
WEEK = (DAY - timedelta(days=3), DAY + timedelta(days=3))
WANG, SUN = NUMBERS["王工"], NUMBERS["孙工"]


@pytest.mark.parametrize(
    ("enterprise", "people", "taken"),
    [(1, (), {DAY}), (1, (SUN,), {DAY}), (2, (WANG, SUN), {DAY}), (2, (SUN,), set()), (2, (), set())],
)
async def test_a_day_is_taken_at_the_enterprise_and_for_every_visitor(
    town: Town, enterprise: int, people: tuple[int, ...], taken: set[date]
) -> None:
    await story.requested(town)
    assert await town.look(lambda session: taken_days(session, enterprise, people, *WEEK)) == taken


async def test_a_day_is_taken_while_the_visit_may_still_happen(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> set[State]:
        visit = load(session, 1)
        assert visit is not None
        holding = set()
        for state in State:
            visit.state = state
            session.flush()
            assert bool(visits_between(session, 1, *WEEK)) is bool(taken_days(session, 1, (), *WEEK))
            if taken_days(session, 1, (), *WEEK):
                holding.add(state)
        return holding

    assert await town.database.run(look) == HOLDING
    assert {
        State.REQUESTED,
        State.ASKED,
        State.MOVING,
        State.OBJECTED,
        State.AGREED,
        State.UNDER_WAY,
    } == HOLDING


async def test_a_visit_does_not_stand_in_its_own_way(town: Town) -> None:
    await story.requested(town)
    assert await town.look(lambda session: taken_days(session, 1, (WANG,), *WEEK, but=1)) == set()


async def test_both_ends_of_the_span_count(town: Town) -> None:
    await story.requested(town)
    one = timedelta(days=1)
    for since, until, found in ((DAY, DAY, 1), (DAY - one, DAY - one, 0), (DAY + one, DAY + one, 0)):
        assert len(await town.look(partial(visits_between, enterprise_id=1, since=since, until=until))) == found
        taken = partial(taken_days, enterprise_id=1, people=(), since=since, until=until)
        assert len(await town.look(taken)) == found


@settings(max_examples=50, deadline=None)
@given(
    taken=st.sets(st.dates(date(2026, 12, 1), date(2027, 1, 31))),
    earliest=st.dates(date(2026, 12, 1), date(2027, 1, 31)),
    length=st.integers(-3, 40),
    count=st.integers(0, 5),
)
def test_free_days_are_the_first_working_days_that_are_not_taken(
    taken: set[date], earliest: date, length: int, count: int
) -> None:
    latest = earliest + timedelta(days=length)
    found = free_days(taken, earliest, latest, CALENDAR, count)
    span = [earliest + timedelta(days=offset) for offset in range(max(length + 1, 0))]
    assert found == [day for day in span if CALENDAR.is_working_day(day) and day not in taken][:count]
