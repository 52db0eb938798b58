"""What follows when nobody acts: reminders at their time, and the rule where the time is up."""

import time
from datetime import datetime, timedelta

from sqlalchemy import select

from models.ground.messages import Act, FileReference, Incoming
from models.ground.subjects import Subject
from models.post import inbox
from models.post.inbox import StoredFile
from models.register.rules import Kind
from models.time import clocks, failing_clocks
from models.time.clocks import ClockKind
from models.time.moments import CST
from models.visits.states import How, State
from tests.handlers.visits import story
from tests.handlers.visits.story import START, at, friday
from tests.town import Said, Town, to


def monday(hour: int, minute: int = 0) -> datetime:
    """A moment of 30 November 2026."""
    return datetime(2026, 11, 30, hour, minute, tzinfo=CST)


async def reminders(town: Town, key: str, until: datetime) -> list[datetime]:
    """When somebody was reminded, watched every half hour."""
    found = []
    while town.clock.moment < until:
        if heard(await town.waits_until(town.clock.moment + timedelta(minutes=30)), key):
            found.append(town.clock.moment)
    return found


async def running(town: Town) -> dict[str, datetime]:
    """When each running clock is due."""
    table = clocks.clocks
    query = select(table.c.kind, table.c.due_at).where(table.c.state == "open")
    rows = await town.look(lambda session: session.execute(query).all())
    return {row.kind: row.due_at for row in rows}


def heard(said: list[Said], key: str) -> set[str]:
    """Who was told something."""
    return {one.who for one in said if one.key == key and not one.edit}


async def test_a_request_that_lapses_before_its_head_is_due_has_one_clock_and_he_is_reminded_of_it(town: Town) -> None:
    await story.requested(town)
    assert await running(town) == {ClockKind.LEAD_TIME: friday(17, 30)}
    assert await reminders(town, "reminder-approval", friday(17)) == [friday(15, 30)]  # noon is too close to it


async def test_a_head_who_is_late_is_told_and_so_is_the_official_and_the_request_stands(town: Town) -> None:
    await story.perform(town, "王工", story.request_for(start=at(10, 14, 30)))
    assert await running(town) == {ClockKind.APPROVAL: monday(17, 30), ClockKind.LEAD_TIME: at(4, 17, 30)}
    said = await town.waits_until(monday(17, 30))
    assert heard(said, "approval-overdue") == {"李局"}
    assert heard(said, "approval-overdue-told") == {"王工"}
    assert (await town.visit()).state is State.REQUESTED
    await town.presses("李局", to(said, "李局")[0].button("批准"))
    assert (await town.visit()).state is State.ASKED


async def test_a_request_nobody_decides_lapses_when_its_lead_time_is_gone(town: Town) -> None:
    await story.requested(town)
    said = await town.waits_until(friday(17, 30))
    visit = await town.visit()
    assert visit.state is State.LAPSED
    assert heard(said, "visit-lapsed") == {"王工", "周科", "李局", "赵总", "钱副总"}
    assert await running(town) == {}


async def test_silence_accepts_a_routine_visit_and_the_passes_go_out(town: Town) -> None:
    await story.asked(town)
    assert (await running(town)) == {ClockKind.REPLY: at(1, 17, 30)}
    said = await town.waits_until(at(1, 17, 30))
    visit = await town.visit()
    assert (visit.state, visit.how, visit.agreed_at) == (State.AGREED, How.SILENCE, at(1, 17, 30))
    assert heard(said, "visit-agreed") >= {"王工", "李局", "赵总", "钱副总"}
    assert heard(said, "pass-yours") == {"王工", "周科"}
    assert "逾期未答复" in to(said, "赵总")[0].text
    assert set(await running(town)) == {ClockKind.WINDOW}


async def test_silence_ends_a_survey(town: Town) -> None:
    await story.asked(town, Kind.SURVEY)
    said = await town.waits_until(at(1, 17, 30))
    assert (await town.visit()).state is State.LAPSED
    assert heard(said, "visit-lapsed-by-silence") == {"王工", "周科", "李局", "赵总", "钱副总"}
    assert await running(town) == {}


async def test_silence_does_not_count_until_the_question_has_arrived(town: Town) -> None:
    town.reached = False
    await story.asked(town)
    assert await running(town) == {}
    await town.waits_until(at(2, 17, 30))
    assert (await town.visit()).state is State.ASKED


async def test_owner_and_deputy_are_reminded_at_half_time_and_two_working_hours_before(town: Town) -> None:
    await story.asked(town)
    assert await reminders(town, "reminder-reply", at(1, 17)) == [monday(12), at(1, 15, 30)]


async def test_of_reminders_that_were_slept_through_one_is_sent(town: Town) -> None:
    await story.asked(town)
    said = await town.waits_until(at(1, 16))
    assert [one.who for one in said if one.key == "reminder-reply"] == ["赵总", "钱副总"]


async def test_an_answer_stops_the_clock(town: Town) -> None:
    await story.agreed(town)
    assert set(await running(town)) == {ClockKind.WINDOW}
    assert await town.waits_until(at(2, 17, 30)) == []


async def test_who_answers_when_the_time_is_up_is_too_late_even_if_nobody_has_noticed_yet(town: Town) -> None:
    said = await story.asked(town, Kind.SURVEY)
    button = to(said, "赵总")[0].button("同意")
    town.clock.moment = at(1, 17, 30)
    answer = to(await town.presses("赵总", button), "赵总")
    assert answer[-1].key == "refused"
    await town.waits_until(at(1, 17, 30))
    assert (await town.visit()).state is State.LAPSED


async def test_who_answers_a_moment_before_is_in_time(town: Town) -> None:
    said = await story.asked(town, Kind.SURVEY)
    button = to(said, "赵总")[0].button("同意")
    town.clock.moment = at(1, 17, 30) - timedelta(seconds=1)
    await town.presses("赵总", button)
    await town.waits_until(at(1, 17, 30))
    assert (await town.visit()).state is State.AGREED


async def test_nobody_comes_and_it_is_a_no_show_when_the_pass_has_ended(town: Town) -> None:
    await story.agreed(town)
    end = START + timedelta(hours=3)  # the window's two hours and one more
    assert await town.waits_until(end - timedelta(seconds=1)) == []
    said = await town.waits_until(end)
    assert (await town.visit()).state is State.NO_SHOW
    assert heard(said, "visit-no-show") >= {"王工", "周科", "李局", "赵总", "钱副总"}


async def test_however_late_the_sweep_everything_happens_in_the_order_of_time(town: Town) -> None:
    """Silence accepts, nobody comes: both as of their moments, though Fuma slept for a week."""
    await story.asked(town)
    said = await town.waits_until(at(11, 9))
    visit = await town.visit()
    assert (visit.state, visit.agreed_at) == (State.NO_SHOW, at(1, 17, 30))
    keys = [one.key for one in to(said, "赵总") if not one.edit]
    assert keys.index("visit-agreed") < keys.index("visit-no-show")
    assert "reminder-reply" not in keys


async def test_whoever_forgets_to_check_out_is_checked_out_at_midnight_marked(town: Town) -> None:
    await story.agreed(town)
    town.clock.moment = START
    await town.scans("王工", await town.sign())
    assert set(await running(town)) == {ClockKind.TEAM, ClockKind.MIDNIGHT}
    said = await town.waits_until(at(4, 0))
    visit = await town.visit()
    assert (visit.state, visit.marked, visit.ended_at) == (State.ENDED, "midnight", at(4, 0))
    assert heard(said, "left-at-midnight") == {"王工"}
    assert heard(said, "visit-left") == {"赵总", "钱副总"}


async def test_an_event_that_was_stored_in_time_comes_before_the_clock(town: Town) -> None:
    """A photo of 赵总 is still being fetched when the time is up: it may be his answer."""
    await story.asked(town)
    town.clock.moment = at(1, 17)
    channel, account = town.accounts["赵总"]
    photo = Incoming(channel=channel, event="photo", account=account, act=Act.FILE, file=FileReference(id="f"))
    await town.turns.receive(photo)
    await town.waits_until(at(1, 17, 30))
    assert (await town.visit()).state is State.ASKED
    waiting = (await town.look(lambda session: inbox.waiting_for_file(session, 1)))[0]
    file = StoredFile(digest="", mime="", size=0, name="", problem="file-unavailable")
    await town.database.run(lambda session: inbox.complete(session, waiting.id, file))
    await town.turns.handle_next(waiting.lane)
    town.deadlines.wall = lambda: time.time() + 2
    await town.waits_until(at(1, 17, 31))
    assert (await town.visit()).agreed_at == at(1, 17, 30)


async def test_a_clock_that_fails_steps_aside_for_the_others_and_is_tried_again(town: Town) -> None:
    await story.asked(town)
    await town.database.run(
        lambda session: clocks.start(
            session, ClockKind.PROMISE, Subject("promise", 99), town.clock.now(), friday(10), [friday(9, 30)]
        )
    )
    said = await town.waits_until(friday(9, 30))
    assert said == []
    assert await town.look(failing_clocks.failing) == 1
    assert heard(await town.waits_until(monday(12)), "reminder-reply") == {"赵总", "钱副总"}


async def test_an_objection_nobody_decides_is_upheld(town: Town) -> None:
    await story.objected(town)
    said = await town.waits_until(monday(17, 30))
    assert (await town.visit()).state is State.DECLINED
    assert heard(said, "objection-upheld-by-silence") == {"王工", "李局", "赵总", "钱副总", "何督查"}


async def test_the_officials_silence_accepts_the_enterprises_day(town: Town) -> None:
    await story.moving(town)
    said = await town.waits_until(monday(17, 30))
    visit = await town.visit()
    assert (visit.state, visit.how, visit.starts_at) == (State.AGREED, How.SILENCE, story.MONDAY)
    assert heard(said, "visit-moved-by-silence") >= {"王工", "李局", "赵总", "钱副总"}
