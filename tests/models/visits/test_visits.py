"""The transitions of a visit, compared with the table of the rules written out by hand, and the one door to them."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.machine import LARGEST_ID
from models.ground.refusals import Overtaken, Refusal
from models.register.people import Person
from models.time.moments import CST
from models.visits.states import PartState, State
from models.visits.visits import (
    TRANSITIONS,
    Verb,
    Visit,
    change,
    load,
    seen,
    standing,
    visitor_of_id,
    visitors,
)
from tests.handlers.visits import story
from tests.town import Town

# From states.md, line by line: from, verb, to. Where a line says "the last" or "the only", what happens for the
# others stands here too: the visit stays under way.
RULES = {
    "requested": {
        "approve": {"asked", "agreed"},
        "reject": {"rejected"},
        "merge": {"merged"},
        "withdraw": {"withdrawn"},
        "lead_time_gone": {"lapsed"},
    },
    "asked": {
        "agree": {"agreed"},
        "decline": {"declined", "objected"},
        "postpone": {"moving"},
        "silence": {"agreed", "lapsed"},
        "paper": {"agreed"},
        "withdraw": {"withdrawn"},
        "revoke": {"revoked"},
    },
    "moving": {
        "accept": {"agreed"},
        "counter": {"moving"},
        "withdraw": {"withdrawn"},
        "silence": {"agreed", "lapsed"},
        "revoke": {"revoked"},
    },
    "objected": {
        "uphold": {"declined"},
        "silence": {"declined"},
        "overrule": {"agreed", "moving"},
        "withdraw": {"withdrawn"},
    },
    "agreed": {
        "check_in": {"under_way"},
        "postpone": {"moving"},
        "narrow": {"agreed"},
        "widen": {"requested"},
        "window_ends": {"no_show"},
        "withdraw": {"withdrawn"},
        "revoke": {"revoked"},
    },
    "under_way": {
        "check_in": {"under_way"},
        "check_out": {"ended", "under_way"},
        "midnight": {"ended"},
        "take_back": {"agreed", "under_way"},
        "revoke": {"ended"},
    },
    "ended": {},
    "rejected": {},
    "declined": {},
    "lapsed": {},
    "withdrawn": {},
    "revoked": {},
    "no_show": {},
    "merged": {},
}


def test_the_transitions_are_those_of_the_rules_and_no_others() -> None:
    coded = {
        state.value: {verb.value: {to.value for to in ends} for verb, ends in steps.items()}
        for state, steps in TRANSITIONS.items()
    }
    assert coded == RULES


def test_every_state_and_every_verb_of_the_code_stands_in_the_rules() -> None:
    assert {state.value for state in State} == RULES.keys()
    assert {verb.value for verb in Verb} == {verb for steps in RULES.values() for verb in steps}


async def test_the_door_opens_for_legal_steps_and_for_nothing_else(town: Town) -> None:
    """Every state, every verb, every state it could lead to: 4,116 steps."""
    await story.requested(town)
    assert await town.database.run(_try_every_step) == sum(len(to) for steps in RULES.values() for to in steps.values())


def _try_every_step(session: Session) -> int:
    visit = session.scalars(select(Visit)).one()
    people = session.scalars(select(Person)).all()  # kept in the session, so that a refusal's name costs no query
    legal = 0
    for state in State:
        visit.state = state
        session.flush()
        for verb in Verb:
            for to in State:
                if to.value in RULES[state.value].get(verb.value, set()):
                    _opens(session, visit, verb, to)
                    legal += 1
                    visit.state = state
                    session.flush()
                else:
                    _stays_shut(session, visit, verb, to)
    assert len(people) == 9
    return legal


def _opens(session: Session, visit: Visit, verb: Verb, to: State) -> None:
    revision = visit.revision
    change(session, visit, verb, to, by=2, reason="因为")
    assert (visit.state, visit.revision, visit.changed_by, visit.reason) == (to, revision + 1, 2, "因为")


def _stays_shut(session: Session, visit: Visit, verb: Verb, to: State) -> None:
    before = (visit.state, visit.revision, visit.changed_by)
    with pytest.raises(Refusal) as refused:
        change(session, visit, verb, to, by=4)
    assert refused.value.code == "visit-not-now"
    assert refused.value.fields["state"] == visit.state.value
    assert (visit.state, visit.revision, visit.changed_by) == before


async def test_whoever_read_an_older_revision_is_told_who_was_first_and_what_holds(town: Town) -> None:
    await story.asked(town)
    visit = await town.visit()

    def too_late(session: Session) -> dict[str, Any]:
        mine = load(session, visit.id)
        assert mine is not None
        session.expunge(mine)  # another process has the same visit in its hands
        theirs = load(session, visit.id)
        assert theirs is not None
        change(session, theirs, Verb.AGREE, State.AGREED, by=5)
        session.expunge(theirs)
        session.add(mine)
        with pytest.raises(Overtaken) as refused:
            change(session, mine, Verb.WITHDRAW, State.WITHDRAWN, by=1)
        assert mine.state is State.AGREED
        return refused.value.fields

    assert await town.database.run(too_late) == {
        "visit": visit.number,
        "state": "agreed",
        "who": "钱副总",
        "enterprise": 1,
    }


async def test_a_press_on_an_older_screen_is_told_what_holds_now(town: Town) -> None:
    await story.asked(town)

    def press(session: Session) -> None:
        visit = session.scalars(select(Visit)).one()
        seen(session, visit, visit.revision)
        with pytest.raises(Overtaken) as refused:
            seen(session, visit, visit.revision - 1)
        assert refused.value.fields == {"visit": visit.number, "state": "asked", "who": "李局", "enterprise": None}

    await town.database.run(press)


async def test_what_time_did_is_nobodys_doing(town: Town) -> None:
    await story.requested(town)

    def lapse(session: Session) -> dict[str, Any]:
        visit = session.scalars(select(Visit)).one()
        change(session, visit, Verb.LEAD_TIME_GONE, State.LAPSED, by=None)
        return standing(session, visit)

    assert (await town.database.run(lapse))["who"] == ""


async def test_people_of_a_rejected_or_dropped_part_come_no_more(town: Town) -> None:
    await story.requested(town)

    def drop(session: Session) -> dict[str, list[str]]:
        visit = session.scalars(select(Visit)).one()
        found = {}
        for state in PartState:
            visit.parts[0].state = state
            found[state.value] = [visitor.person.name for visitor in visitors(visit)]
        return found

    assert await town.database.run(drop) == {
        "requested": ["王工", "周科"],
        "approved": ["王工", "周科"],
        "rejected": [],
        "dropped": [],
    }


async def test_a_number_no_row_can_have_finds_nothing_on_either_database(database: Database) -> None:
    def look(session: Session) -> list[object]:
        found: list[object] = []
        for number in (0, 1, LARGEST_ID, LARGEST_ID + 1, 999_999_999_999_999):
            found += [load(session, number), load(session, number, hold=True), visitor_of_id(session, number)]
        return found

    assert await database.run(look) == [None] * 15


async def test_somebody_taken_off_the_list_is_no_visitor_any_more(town: Town) -> None:
    await story.agreed(town)

    def off(session: Session) -> tuple[object, object]:
        visit = session.scalars(select(Visit)).one()
        named = visit.parts[0].visitors[1]
        before = visitor_of_id(session, named.id)
        named.removed_at = story.START.astimezone(CST)
        session.flush()
        return before is named, visitor_of_id(session, named.id)

    assert await town.database.run(off) == (True, None)


async def test_the_people_of_the_demo_have_the_numbers_the_tests_use(town: Town) -> None:
    names = await town.look(lambda session: {p.name: p.id for p in session.scalars(select(Person))})
    assert names == story.NUMBERS
