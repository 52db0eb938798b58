"""The sweep: each clock once, whoever sweeps; our own outages give time back."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.digest.items import Todo
from handlers.terms import TERMS, Term, undeclared
from jobs.deadlines import Deadlines
from models.ground import ledger, outages, tenures
from models.ground.messages import Class
from models.ground.subjects import Subject
from models.ground.tenures import CLOCKS
from models.post.outbox_table import Row
from models.register.rules import Kind
from models.time import clocks, failing_clocks
from models.time.clocks import ClockKind
from models.time.moments import CST
from models.visits.states import How, State
from tests.handlers.visits import story
from tests.handlers.visits.story import at
from tests.town import Town, tenure_of, to

DUE = at(1, 17, 30)  # of the reply to a question asked on Friday at nine


def row(about: str | None, of: int | None = None) -> Row:
    """A row of the outbox as a courier has it."""
    return Row(
        id=1, channel="telegram", account="7001", urgency=Class.NOTICE.value, effect="send", about=about, of=of, body={}
    )


async def due_of_reply(town: Town) -> datetime | None:
    """When the reply is due, if its clock runs."""
    running = await town.look(lambda session: clocks.running(session, Subject("visit", 1)))
    return next((clock.due_at for clock in running if clock.kind is ClockKind.REPLY), None)


async def test_the_reply_clock_starts_when_the_question_arrives_and_only_once(town: Town) -> None:
    town.reached = False
    await story.asked(town)
    for about, of in ((None, None), ("visit.1.approval", None), ("visit.1.reply", 7), ("visit.x.reply", None)):
        await town.database.run(partial(town.deadlines.heard, row=row(about, of)))
    assert await due_of_reply(town) is None
    town.clock.moment = datetime(2026, 11, 30, 9, tzinfo=CST)
    await town.database.run(lambda session: town.deadlines.heard(session, row("visit.1.reply")))
    town.clock.moment = at(1, 9)
    await town.database.run(lambda session: town.deadlines.heard(session, row("visit.1.reply")))
    assert await due_of_reply(town) == at(2, 17, 30)


async def test_a_question_that_arrives_when_it_was_answered_starts_nothing(town: Town) -> None:
    town.reached = False
    await story.asked(town, Kind.SURVEY)
    await story.declines(town)
    await town.database.run(lambda session: town.deadlines.heard(session, row("visit.1.reply")))
    assert await due_of_reply(town) is None


async def test_two_who_sweep_at_once_pass_a_clock_once(town: Town) -> None:
    await story.asked(town)
    town.clock.moment = DUE
    await asyncio.gather(*(town.deadlines._next() for _ in range(4)))
    visit = await town.visit()
    assert (visit.state, visit.how) == (State.AGREED, How.SILENCE)
    agreed = [one for one in await town.news() if one.key == "visit-agreed" and one.who == "赵总"]
    assert len(agreed) == 1


async def test_who_does_not_hold_the_sweep_leaves_it_to_who_does(town: Town) -> None:
    await story.asked(town)
    await tenure_of(town.database, CLOCKS, "another")
    await town.waits_until(DUE)
    assert (await town.visit()).state is State.ASKED


def many(number: int, now: datetime) -> Callable[[Session], None]:
    """So many clocks that are due."""

    def start(session: Session) -> None:
        for each in range(number):
            clocks.start(session, ClockKind.RATING, Subject("visit", each), now, now)

    return start


async def test_a_long_sweep_goes_on_and_is_no_outage(town: Town) -> None:
    """Each look at the wall clock finds a second gone: what was slept through takes longer than an outage."""
    wall = count(1_000_000)
    town.deadlines.wall = lambda: float(next(wall))
    await town.database.run(many(200, town.clock.now()))
    await town.deadlines.tick()
    assert await town.look(clocks.next_moment) is None
    assert next(wall) > 1_000_000 + outages.OUTAGE
    assert not await town.look(lambda session: session.execute(select(outages.outages)).all())


class TakenOver:
    """While the first clock acts, which takes a minute, another becomes the one that sweeps."""

    def __init__(self) -> None:
        self.posts = 0

    def wall(self) -> float:
        """Seconds since 1970."""
        return 60.0 if self.posts else 0.0

    def post(self, session: Session, _said: object, _now: datetime, _incoming: object) -> list[Row]:
        """What a clock has said."""
        self.posts += 1
        tenures.begin(session, CLOCKS, "another", 50.0)
        return []

    def hand_over(self, _rows: list[Row]) -> None:
        """Nothing was said."""


async def test_a_sweep_ends_where_another_has_taken_over(town: Town) -> None:
    now, slow, tenure = town.clock.now(), TakenOver(), town.deadlines.tenure
    await town.database.run(many(9, now))
    await Deadlines(town.database, slow, story.RULES_IN_FORCE, tenure, lambda: now, slow.wall).tick()
    assert slow.posts == 1
    assert len(await town.look(lambda session: clocks.due(session, now, 0.0, 99))) == 8


EVERY = {*ClockKind.declared()}


def kinds(wanted: Callable[[Term], object]) -> set[ClockKind]:
    """The clocks of which it is true."""
    return {kind for kind, term in TERMS.items() if wanted(term)}


def test_every_kind_of_clock_has_something_to_do() -> None:
    assert kinds(lambda term: term.act is not undeclared) == EVERY
    by_the_clock = {ClockKind.WINDOW, ClockKind.TEAM, ClockKind.MIDNIGHT, ClockKind.HELP}  # no working day is counted
    by_the_clock |= {ClockKind.DIGEST, ClockKind.DIGEST_ROUND, ClockKind.DIGEST_OF}
    stays = {ClockKind.LISTENER}  # what it opens is a way out for a visit nobody hears of; nobody was promised its day
    counted = kinds(lambda term: term.count)
    assert counted == EVERY - by_the_clock - stays
    retold = kinds(lambda term: term.retell is not undeclared)
    assert retold == counted - {ClockKind.PROMISE}, "its day was named by people"


def test_whoever_has_to_answer_in_time_is_reminded() -> None:
    assert kinds(lambda term: term.answered) <= kinds(lambda term: term.remind is not undeclared)
    assert kinds(lambda term: term.answered) <= kinds(lambda term: term.keeper)


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.kind)
def test_what_waits_for_an_office_says_in_the_digest_what_there_is_to_do(term: Term) -> None:
    assert not term.by_digest or term.line in Todo.declared()
    assert term.line in {"", *Todo.declared()}


async def test_an_outage_in_the_last_two_working_hours_gives_two_more_once_and_a_reminder(town: Town) -> None:
    await story.asked(town)
    wall = 1_000_000.0
    town.deadlines.wall = lambda: wall
    await town.waits_until(at(1, 16))
    wall += 3 * 3600  # and nobody was there until seven in the evening
    said = await town.waits_until(at(1, 19))
    assert [one.who for one in said if one.key == "reminder-reply"] == ["赵总", "钱副总"]
    assert await due_of_reply(town) == at(2, 10, 30)
    assert (await town.visit()).state is State.ASKED
    wall += 60
    await town.waits_until(at(2, 10, 30))
    assert (await town.visit()).agreed_at == at(2, 10, 30)


async def test_who_acts_right_after_an_outage_has_been_given_the_time_too(town: Town) -> None:
    """The service notes when it wakes, before it hears anybody and before the first sweep."""
    said = await story.asked(town)
    wall = 1_000_000.0
    town.deadlines.wall = lambda: wall
    await town.waits_until(at(1, 16))
    town.clock.moment = at(1, 19)
    await town.database.run(lambda session: outages.beat(session, at(1, 19), wall + 3 * 3600))
    await town.presses("赵总", to(said, "赵总")[0].button("同意"))
    visit = await town.visit()
    assert (visit.state, visit.how) == (State.AGREED, How.AGREED)


async def test_more_time_that_is_over_when_it_is_noticed_reminds_nobody(town: Town) -> None:
    await story.asked(town)
    wall = 1_000_000.0
    town.deadlines.wall = lambda: wall
    await town.waits_until(at(1, 16))
    await town.database.run(lambda session: outages.beat(session, at(1, 19), wall + 3 * 3600))
    wall += 3 * 3600 + 60
    said = await town.waits_until(at(2, 11))
    assert not [one for one in said if one.key == "reminder-reply"]
    assert (await town.visit()).agreed_at == at(2, 10, 30)


async def test_what_was_slept_through_comes_in_the_order_of_time_whoever_was_to_be_reminded_first(town: Town) -> None:
    """The reminder of one comes before the end of the other, and its own end after."""
    now = town.clock.now()

    def start(session: Session) -> None:
        reminded = now + timedelta(hours=1)
        clocks.start(session, ClockKind.RATING, Subject("visit", 1), now, now + timedelta(hours=3), [reminded])
        clocks.start(session, ClockKind.RATING, Subject("visit", 2), now, now + timedelta(hours=2))

    await town.database.run(start)
    await town.waits_until(now + timedelta(hours=4))
    entries = select(ledger.ledger.c.subject).where(ledger.ledger.c.verb == "rating_closed").order_by("id")
    assert await town.look(lambda session: list(session.scalars(entries))) == ["visit:2", "visit:1"]


async def test_whoever_acts_after_a_long_sleep_meets_all_that_has_followed_meanwhile(town: Town) -> None:
    """Nobody answered, so the visit stood; nobody came to it, so it is over: both before the first sweep."""
    said = await story.asked(town)
    town.clock.moment = at(3, 20)
    (told,) = await town.presses("赵总", to(said, "赵总")[0].button("同意"))
    assert told.message.fields["why"]["fields"]["state"] == "no_show"


async def test_an_outage_before_the_last_two_working_hours_changes_nothing(town: Town) -> None:
    await story.asked(town)
    wall = 1_000_000.0
    town.deadlines.wall = lambda: wall
    await town.waits_until(at(1, 9))
    wall += 3 * 3600
    await town.waits_until(at(1, 12))
    wall += 60
    await town.waits_until(DUE)
    assert (await town.visit()).agreed_at == DUE


async def test_a_clock_that_fails_again_and_again_is_tried_ever_less_often(town: Town) -> None:
    """A promise that isn't there can remind nobody."""
    now = town.clock.now()
    await town.database.run(
        lambda session: clocks.start(
            session, ClockKind.PROMISE, Subject("promise", 99), now, now + timedelta(days=9), [now]
        )
    )
    start, tried = 1_000_000.0, []
    for second in (0, 4, 5, 64, 65, 664, 665):
        town.deadlines.wall = lambda: start + second  # noqa: B023 - used before the next one
        before = await town.look(lambda session: clocks.running(session, Subject("promise", 99)))
        await town.deadlines.tick()
        after = await town.look(lambda session: clocks.running(session, Subject("promise", 99)))
        if after != before:
            tried.append(second)
    assert tried == [0, 5, 65, 665]
    assert await town.look(failing_clocks.failing) == 1
