"""A year's notice arrives: whatever waits for it is counted again once, and whoever's time changes hears of it."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries.commands import AskInquiry
from handlers.ratings.commands import AppealRating, NoteContact, RateVisit
from handlers.timekeeping import _not_too_soon
from handlers.turn import Step
from handlers.visits.commands import NoteOutcome, Promised
from models.ground.ledger import ledger
from models.ground.subjects import Subject
from models.ground.tenures import CLOCKS
from models.inquiries.inquiries import Holding
from models.ratings.ratings import Level, Line, Rating
from models.register.rules import Kind
from models.time import clocks, failing_clocks
from models.time.clocks import Clock, ClockKind
from models.time.durations import WorkingDays
from models.time.workdays import Calendar
from models.visits.states import How, Side, State
from models.visits.visits import Outcome
from tests.handlers.visits import story
from tests.handlers.visits.story import at
from tests.handlers.visits.test_provisional import WINDOW, asked, january, provisional, requested
from tests.notices import announced, corrected, notice
from tests.town import Said, Town, tenure_of, to

LATER = notice(off="01-04")  # the Monday is off: whatever was due on it is due on Tuesday
SOONER = notice(worked="01-03")  # the Sunday is worked


async def running(town: Town, subject: str = "visit:1") -> dict[ClockKind, Clock]:
    found = await town.look(lambda session: clocks.running(session, Subject.read(subject)))
    return {clock.kind: clock for clock in found}


async def recounts(town: Town) -> int:
    """How often a clock was counted again, by the ledger."""
    query = select(ledger.c.id).where(ledger.c.verb == "recount")
    return len(await town.look(lambda session: session.execute(query).all()))


def heard(said: list[Said]) -> dict[str, int]:
    """Who heard how often that something is due at another moment."""
    found: dict[str, int] = {}
    for one in said:
        if one.key == "due-recounted":
            found[one.who] = found.get(one.who, 0) + 1
    return found


async def test_a_reply_is_due_later_when_the_notice_says_so_and_both_sides_hear_it_once(town: Town) -> None:
    await asked(town, at(30, 9))
    assert (await running(town))[ClockKind.REPLY].due_at == january(4, 17, 30)
    await announced(town.database, LATER, at(31, 10))
    said = await town.waits_until(at(31, 10))
    assert heard(said) == {"赵总": 1, "钱副总": 1, "王工": 1}
    told = to(said, "赵总")[0]
    assert told.text.splitlines()[:2] == [
        "答复期限改为1月5日（周二）17:30",
        "2027年放假安排已公布，工作日有变化；原来是1月4日（周一）17:30。",
    ]
    clock = (await running(town))[ClockKind.REPLY]
    assert (clock.due_at, clock.provisional) == (january(5, 17, 30), None)
    assert clock.reminders == (at(31, 12), january(5, 15, 30))
    assert heard(await town.waits_until(at(31, 11))) == {}
    await town.waits_until(january(5, 17, 29))
    assert (await town.visit()).state is State.ASKED
    await town.waits_until(january(5, 17, 30))
    visit = await town.visit()
    assert (visit.state, visit.how, visit.agreed_at) == (State.AGREED, How.SILENCE, january(5, 17, 30))
    assert await recounts(town) == 1


async def test_the_enterprise_can_answer_by_the_button_of_the_notice(town: Town) -> None:
    await asked(town, at(30, 9))
    await announced(town.database, LATER, at(31, 10))
    said = await town.waits_until(at(31, 10))
    await town.presses("赵总", to(said, "赵总")[0].button("同意"))
    assert (await town.visit()).state is State.AGREED


async def test_a_reply_is_due_sooner_when_a_sunday_is_worked(town: Town) -> None:
    await asked(town, at(30, 9))
    await announced(town.database, SOONER, at(31, 10))
    assert heard(await town.waits_until(at(31, 10))) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert (await running(town))[ClockKind.REPLY].due_at == january(3, 17, 30)


async def test_who_is_not_affected_hears_nothing_and_waits_no_more(town: Town) -> None:
    await asked(town, at(30, 9))
    before = (await running(town))[ClockKind.REPLY]
    await announced(town.database, notice(), at(31, 10))
    assert await town.waits_until(at(31, 10)) == []
    after = (await running(town))[ClockKind.REPLY]
    assert (after.due_at, after.reminders, after.provisional) == (before.due_at, before.reminders, None)


async def test_clocks_of_this_year_are_left_alone(town: Town) -> None:
    await asked(town, at(28, 9))
    await announced(town.database, LATER, at(28, 10))
    await town.waits_until(at(28, 10))
    assert await recounts(town) == 0


async def test_a_notice_that_came_before_is_not_news_to_whatever_starts_after_it(town: Town) -> None:
    await announced(town.database, LATER, at(29, 9))
    await asked(town, at(30, 9))
    assert await town.waits_until(at(30, 10)) == []
    assert (await running(town))[ClockKind.REPLY].due_at == january(5, 17, 30)
    assert await recounts(town) == 0


async def test_a_notice_that_is_put_right_later_moves_nothing_that_was_counted_with_it(town: Town) -> None:
    await asked(town, at(30, 9))
    await announced(town.database, LATER, at(31, 10))
    await town.waits_until(at(31, 10))
    await announced(town.database, SOONER, at(31, 11))
    assert await town.waits_until(at(31, 11)) == []
    assert (await running(town))[ClockKind.REPLY].due_at == january(5, 17, 30)


async def test_a_correction_of_the_city_alone_recounts_nothing(town: Town) -> None:
    await asked(town, at(30, 9))
    await corrected(town.database, {date(2027, 1, 4): False})
    assert await town.waits_until(at(31, 10)) == []
    assert await provisional(town) == {"reply": 2027}


async def test_the_head_hears_of_both_his_moments(town: Town) -> None:
    await requested(town, at(31, 9), WINDOW)
    await announced(town.database, LATER, at(31, 10))
    said = await town.waits_until(at(31, 10))
    assert heard(said) == {"李局": 1}, "the lead time is counted back from the window and stays"
    assert "审批期限改为1月5日（周二）17:30" in to(said, "李局")[0].text
    assert await provisional(town) == {"approval": None, "lead_time": None}


async def test_the_side_whose_turn_it_is_hears_and_of_the_enterprises_time_the_official_too(town: Town) -> None:
    await asked(town, at(30, 9))
    town.clock.moment = at(31, 9)
    await story.postpones(town, january(14, 9))
    town.clock.moment = at(31, 9, 30)
    await story.counters(town, january(15, 9))
    await announced(town.database, LATER, at(31, 10))
    assert heard(await town.waits_until(at(31, 10))) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert (await running(town))[ClockKind.ANSWER].due_at == january(6, 17, 30)


async def test_the_official_alone_hears_of_his_own_time(town: Town) -> None:
    await asked(town, at(30, 9))
    town.clock.moment = at(31, 9)
    await story.postpones(town, january(14, 9))
    await announced(town.database, LATER, at(31, 10))
    assert heard(await town.waits_until(at(31, 10))) == {"王工": 1}


async def test_the_supervisor_hears_of_an_objection(town: Town) -> None:
    await asked(town, at(31, 9))
    await story.declines(town)
    await announced(town.database, LATER, at(31, 10))
    assert heard(await town.waits_until(at(31, 10))) == {"何督查": 1}


async def left(town: Town, when: datetime) -> list[Said]:
    """王工, who came alone on New Year's Eve, leaves."""
    town.clock.moment = at(25, 9)
    said = await story.perform(town, "王工", story.request_for(Kind.SURVEY, ("王工",), at(31, 14, 30)))
    said = await town.presses("李局", to(said, "李局")[0].button("批准"))
    await town.presses("赵总", to(said, "赵总")[0].button("同意"))
    town.clock.moment = at(31, 14, 30)
    said = await town.scans("王工", await town.sign())
    town.clock.moment = when
    return await town.presses("王工", to(said, "王工")[0].button("离企"))


async def test_a_sheet_closes_with_its_clock(town: Town) -> None:
    """Left after office hours on 31 December: received on the next working day, whichever that is."""
    said = await left(town, at(31, 19))
    assert "1月11日（周一，暂定）" in to(said, "赵总")[-1].text
    await announced(town.database, LATER, at(31, 20))
    assert heard(await town.waits_until(at(31, 20))) == {"赵总": 1, "钱副总": 1}
    closes = await town.look(lambda session: session.scalar(select(Rating.closes_at)))
    assert closes == january(13, 0)
    assert (await running(town))[ClockKind.RATING].due_at == closes


async def test_the_supervisor_and_then_the_department_hear_of_their_time_for_a_bad_rating(town: Town) -> None:
    await left(town, at(31, 15))
    line = Line(part_id=None, level=Level.DISSATISFIED)
    said = await story.perform(town, "赵总", RateVisit(visit=1, lines=(line,)))
    assert "1月4日（周一）17:30（暂定）" in to(said, "何督查")[0].text
    assert "1月4日（周一）17:30（暂定）" in to(said, "赵总")[-1].text
    await announced(town.database, LATER, at(31, 15, 10))
    said = await town.waits_until(at(31, 15, 10))
    assert heard(said) == {"何督查": 1}
    assert "联系评价人的期限改为1月5日（周二）17:30" in to(said, "何督查")[0].text


async def test_who_agreed_that_the_department_is_told_hears_that_it_is_on_another_morning(town: Town) -> None:
    await left(town, at(31, 15))
    await story.perform(town, "赵总", RateVisit(visit=1, lines=(Line(part_id=None, level=Level.DISSATISFIED),)))
    said = await story.perform(town, "何督查", NoteContact(follow_up=1, words="已电话联系"))
    said = await town.presses("赵总", story.last(said, "赵总").button("同意告知"))
    assert "1月4日（周一）08:30（暂定）" in story.last(said, "赵总").text
    await announced(town.database, LATER, at(31, 15, 10))
    said = await town.waits_until(at(31, 15, 10))
    assert heard(said) == {"赵总": 1}
    assert "告知部门的时间改为1月5日（周二）08:30" in to(said, "赵总")[0].text


@pytest.mark.parametrize("appealed", [False, True])
async def test_who_puts_a_bad_rating_right_or_decides_the_appeal_hears_of_it(town: Town, *, appealed: bool) -> None:
    await left(town, at(30, 15))
    await story.perform(town, "赵总", RateVisit(visit=1, lines=(Line(part_id=None, level=Level.DISSATISFIED),)))
    said = await story.perform(town, "何督查", NoteContact(follow_up=1, words="已电话联系"))
    await town.presses("赵总", story.last(said, "赵总").button("同意告知"))
    said = await town.waits_until(at(31, 8, 30))
    assert "1月8日（周五）17:30（暂定）" in to(said, "李局")[0].text
    if appealed:
        said = await story.perform(town, "李局", AppealRating(follow_up=1, reason="已提前告知"))
        assert "1月8日（周五）17:30（暂定）" in to(said, "何督查")[0].text
    await announced(town.database, LATER, at(31, 15, 10))
    said = await town.waits_until(at(31, 15, 10))
    assert heard(said) == ({"何督查": 1} if appealed else {"王工": 1, "李局": 1})
    assert "改为1月11日（周一）17:30" in said[0].text


async def test_a_desk_hears_of_its_time_for_an_inquiry_and_the_book_has_it_too(town: Town) -> None:
    town.clock.moment = at(31, 9)
    said = await story.perform(town, "赵总", AskInquiry(words="排污许可证怎么延续？", files=(), department=1))
    assert "1月4日（周一）17:30（暂定）" in to(said, "周科")[0].text
    assert "1月4日（周一）17:30（暂定）" in to(said, "赵总")[-1].text
    await announced(town.database, LATER, at(31, 10))
    said = await town.waits_until(at(31, 10))
    told = [one for one in said if one.key == "inquiry-due-recounted"]
    assert [one.who for one in told] == ["周科"]
    assert told[0].text.splitlines()[0] == "受理期限改为1月5日（周二）17:30"
    assert (await running(town, "inquiry:1"))[ClockKind.ACCEPT].due_at == january(5, 17, 30)
    assert await town.look(lambda session: session.scalar(select(Holding.accept_due))) == january(5, 17, 30)
    await town.waits_until(january(5, 17, 30))
    found = await running(town, "inquiry:1")
    assert found[ClockKind.FIRST_REPLY].due_at == january(7, 17, 30), "deemed accepted, by the notice's days"
    assert {clock.provisional for clock in found.values()} == {None}


async def test_an_answer_due_on_a_day_that_turns_out_to_be_off_is_due_on_the_next(town: Town) -> None:
    """Accepted on Monday 28 December: seven days end on Monday 4 January."""
    town.clock.moment = at(28, 9)
    said = await story.perform(town, "赵总", AskInquiry(words="排污许可证怎么延续？", files=(), department=1))
    await town.presses("周科", to(said, "周科")[0].button("受理"))
    before = await running(town, "inquiry:1")
    assert (before[ClockKind.RESOLVE].due_at, before[ClockKind.RESOLVE].provisional) == (january(4, 17, 30), 2027)
    assert before[ClockKind.FIRST_REPLY].provisional is None
    await announced(town.database, LATER, at(31, 10))
    said = await town.waits_until(at(31, 10))
    assert [one.who for one in said if one.key == "inquiry-due-recounted"] == ["周科"]
    assert (await running(town, "inquiry:1"))[ClockKind.RESOLVE].due_at == january(5, 17, 30)
    assert await town.look(lambda session: session.scalar(select(Holding.resolve_due))) == january(5, 17, 30)


async def test_a_promise_keeps_its_day_and_is_reminded_of_on_a_day_that_is_worked(town: Town) -> None:
    await story.ended(town)
    town.clock.moment = at(4, 9)
    promised = Promised(side=Side.ENTERPRISE, words="补齐标识", until=date(2027, 1, 5))
    await story.perform(
        town, "王工", NoteOutcome(visit=1, outcome=Outcome.PUT_RIGHT, words="标识不全", promises=(promised,))
    )
    before = (await running(town, "promise:1"))[ClockKind.PROMISE]
    assert (before.reminders, before.provisional) == ((january(4, 8, 30),), 2027)
    await announced(town.database, LATER, at(20, 10))
    assert heard(await town.waits_until(at(20, 10))) == {}
    after = (await running(town, "promise:1"))[ClockKind.PROMISE]
    assert (after.reminders, after.due_at, after.provisional) == ((at(31, 8, 30),), before.due_at, None)
    said = await town.waits_until(at(31, 8, 30))
    assert {one.who for one in said if one.key == "reminder-promise"} == {"赵总", "钱副总"}


async def test_a_clock_that_is_due_before_the_sweep_has_come_to_it_is_counted_again_first(town: Town) -> None:
    """The notice came while nobody swept: silence doesn't count on a day off."""
    await asked(town, at(30, 9))
    await announced(town.database, LATER, january(4, 17))
    said = await town.waits_until(january(4, 17, 30))
    assert heard(said) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert (await town.visit()).state is State.ASKED


async def test_who_answers_on_a_day_the_notice_has_given_him_is_in_time_though_nobody_has_swept(town: Town) -> None:
    said = await asked(town, at(30, 9), kind=Kind.SURVEY)
    button = to(said, "赵总")[0].button("同意")
    await announced(town.database, LATER, january(4, 17))
    town.clock.moment = january(5, 9)
    await town.presses("赵总", button)
    visit = await town.visit()
    assert (visit.state, visit.how) == (State.AGREED, How.AGREED)


async def test_who_is_too_late_by_the_notice_too_is_too_late(town: Town) -> None:
    said = await asked(town, at(30, 9), kind=Kind.SURVEY)
    button = to(said, "赵总")[0].button("同意")
    await announced(town.database, LATER, january(4, 17))
    town.clock.moment = january(5, 17, 30)
    assert to(await town.presses("赵总", button), "赵总")[-1].key == "refused"
    said = await town.waits_until(january(5, 17, 30))
    assert heard(said) == {}, "what follows is told, and no moment that is over"
    assert (await town.visit()).state is State.LAPSED
    assert await recounts(town) == 1


async def test_nobody_loses_the_hours_before_a_due_moment_by_a_late_notice(town: Town) -> None:
    """On Monday at ten it comes out that Sunday was a working day: the reply would have been due already."""
    await asked(town, at(30, 9))
    await announced(town.database, SOONER, january(4, 10))
    said = await town.waits_until(january(4, 10))
    assert (await running(town))[ClockKind.REPLY].due_at == january(4, 12)
    assert heard(said) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert (await town.visit()).state is State.ASKED


async def test_a_reminder_that_is_due_with_the_notice_is_still_sent(town: Town) -> None:
    await asked(town, at(30, 9))
    reminder = (await running(town))[ClockKind.REPLY].reminders[0]
    await announced(town.database, notice(), reminder)
    said = await town.waits_until(reminder)
    assert [one.who for one in said if one.key == "reminder-reply"] == ["赵总", "钱副总"]


async def test_two_who_count_what_stays_as_it_is_have_counted_it_once(town: Town) -> None:
    await asked(town, at(30, 9))
    await announced(town.database, notice(), at(31, 10))
    town.clock.moment = at(31, 10)
    (clock,) = (await running(town)).values()
    due, left = clock.due_at, clock.reminders

    async def count() -> bool:
        return await town.database.run(lambda session: clocks.recount(session, clock, due, left, provisional=None))

    assert sorted(await asyncio.gather(*(count() for _ in range(4)))) == [False, False, False, True]


async def test_two_who_sweep_at_once_tell_it_once(town: Town) -> None:
    await asked(town, at(30, 9))
    await announced(town.database, LATER, at(31, 10))
    town.clock.moment = at(31, 10)
    await asyncio.gather(*(town.deadlines._next() for _ in range(4)))
    assert heard(await town.news()) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert await recounts(town) == 1


async def test_many_are_counted_one_after_another_and_one_that_fails_holds_up_nobody(town: Town) -> None:
    await asked(town, at(30, 9))

    def lost(session: Session) -> None:  # promises that aren't there can't be counted
        for number in (98, 99):
            clocks.start(
                session, ClockKind.PROMISE, Subject("promise", number), at(30, 9), january(8, 0), provisional=2027
            )

    await town.database.run(lost)
    await announced(town.database, LATER, at(31, 10))
    assert heard(await town.waits_until(at(31, 10))) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert await town.look(failing_clocks.failing) == 2
    assert heard(await town.waits_until(at(31, 11))) == {}


async def test_whoever_takes_the_sweep_over_goes_on_where_it_was_left(town: Town) -> None:
    await asked(town, at(30, 9))
    await announced(town.database, LATER, at(31, 10))
    town.clock.moment = at(31, 10)
    await tenure_of(town.database, CLOCKS, "another")
    assert await town.waits_until(at(31, 10)) == []
    town.deadlines.tenure = await tenure_of(town.database, CLOCKS, "town")
    assert heard(await town.waits_until(at(31, 10))) == {"赵总": 1, "钱副总": 1, "王工": 1}
    assert await recounts(town) == 1


async def test_a_clock_our_outage_has_extended_is_not_moved_again(town: Town) -> None:
    await asked(town, at(30, 9))
    wall = 1_000_000.0
    town.deadlines.wall = lambda: wall
    await town.waits_until(january(4, 16))
    wall += 3 * 3600
    await town.waits_until(january(4, 19))
    due = (await running(town))[ClockKind.REPLY].due_at
    assert due == january(5, 10, 30)
    await announced(town.database, SOONER, january(4, 19))
    wall += 1
    await town.waits_until(january(4, 19, 30))
    assert (await running(town))[ClockKind.REPLY].due_at == due


moments = st.integers(0, 31 * 24 * 60).map(lambda minutes: at(20, 0) + timedelta(minutes=minutes))


@given(started=moments, waited=st.timedeltas(timedelta(0), timedelta(days=5)), worked=st.booleans(), off=st.booleans())
def test_no_recount_takes_the_last_working_hours_from_anybody(
    started: datetime, waited: timedelta, worked: bool, off: bool
) -> None:
    overrides = {date(2027, 1, 3): worked, date(2027, 1, 4): not off}
    after = Calendar(story.RULES_IN_FORCE.office_hours, overrides=overrides, announced=frozenset({2027}))
    due = story.CALENDAR.add_working_days(started, WorkingDays(2))
    now = min(started + waited, due - timedelta(seconds=1))
    clock = Clock(
        id=1,
        kind=ClockKind.REPLY,
        subject=Subject("visit", 1),
        started_at=started,
        due_at=due,
        reminders=(),
        next_at=due,
        failures=0,
        extended=False,
        paused_at=None,
        provisional=2027,
    )
    with Session() as session:
        step = Step(session=session, now=now, rules=story.RULES_IN_FORCE, calendar=after)
        moved = _not_too_soon(step, clock, after.add_working_days(started, WorkingDays(2)))
    assert moved > now
    assert moved >= due or after.working_time_between(now, moved) >= timedelta(hours=2)
