"""Due moments and days that hang on a year without a notice say so, to everybody, and only those."""

from datetime import date, datetime

import pytest

from models.ground.messages import day, moment
from models.ground.subjects import Subject
from models.register.rules import Kind
from models.time import clocks
from models.time.moments import CST
from tests.handlers.visits import story
from tests.handlers.visits.story import at
from tests.notices import announced, notice
from tests.town import WORDS, Said, Town, to

WINDOW = datetime(2027, 1, 12, 14, 30, tzinfo=CST)  # a Tuesday


def january(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=CST)


async def requested(town: Town, asked: datetime, window: datetime = WINDOW, kind: Kind = Kind.ROUTINE) -> list[Said]:
    town.clock.moment = asked
    return await story.perform(town, "王工", story.request_for(kind, start=window))


async def asked(town: Town, when: datetime, window: datetime = WINDOW, kind: Kind = Kind.ROUTINE) -> list[Said]:
    said = await requested(town, when, window, kind)
    return await town.presses("李局", to(said, "李局")[0].button("批准"))


async def provisional(town: Town) -> dict[str, int | None]:
    """The running clocks of the visit, and the years they wait for."""
    running = await town.look(lambda session: clocks.running(session, Subject("visit", 1)))
    return {clock.kind.value: clock.provisional for clock in running}


def due_of(said: list[Said], who: str, key: str) -> object:
    return next(one for one in said if one.who == who and one.key == key).message.fields["due"]


async def test_a_request_of_late_december_says_which_of_its_moments_are_provisional(town: Town) -> None:
    said = await requested(town, at(31, 9))
    assert due_of(said, "王工", "request-sent") == moment(january(4, 17, 30), provisional=True)
    assert "期限：1月4日（周一）17:30（暂定）" in to(said, "王工")[0].text
    question = to(said, "李局")[0].text
    assert "要在1月6日（周三）17:30（暂定）前批准" in question
    assert "那一年的放假安排还没有公布，工作日是暂定的。" in question
    assert await provisional(town) == {"approval": 2027, "lead_time": 2027}


async def test_what_is_over_before_new_year_is_certain(town: Town) -> None:
    said = await requested(town, at(28, 9))
    assert due_of(said, "王工", "request-sent") == moment(at(29, 17, 30))
    assert await provisional(town) == {"approval": None, "lead_time": 2027}


async def test_a_moment_counted_back_from_january_is_provisional_though_it_lies_in_december(town: Town) -> None:
    """Asked on Monday 28 for Tuesday 5: by the statutory days the lead time is gone on Tuesday 29, by a notice not."""
    said = await requested(town, at(28, 9), january(5, 14, 30))
    assert "要在12月29日（周二）17:30（暂定）前批准" in to(said, "李局")[0].text
    assert (await provisional(town))["lead_time"] == 2027


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-CN", "请在1月4日（周一）17:30（暂定）前答复。"), ("en", "by Mon 4 Jan, 17:30 (provisional)")],
)
async def test_the_enterprise_reads_a_provisional_due_moment_in_its_language(
    town: Town, language: str, words: str
) -> None:
    said = await asked(town, at(30, 9))
    question = next(one for one in said if one.key == "enterprise-asked" and one.who == "赵总")
    assert words in WORDS.text(language, "enterprise-asked", question.message.fields)
    assert due_of(said, "王工", "request-approved") == moment(january(4, 17, 30), provisional=True)
    assert await provisional(town) == {"reply": 2027}


async def test_a_reply_due_in_december_to_a_window_in_january_is_certain(town: Town) -> None:
    said = await asked(town, at(28, 9))
    assert due_of(said, "赵总", "enterprise-asked") == moment(at(30, 17, 30))
    assert await provisional(town) == {"reply": None}


async def test_reminders_and_lists_mark_it_too(town: Town) -> None:
    await asked(town, at(30, 9))
    said = await town.waits_until(january(4, 15, 30))
    assert "请在1月4日（周一）17:30（暂定）前答复" in next(one.text for one in said if one.key == "reminder-reply")
    assert "1月4日（周一）17:30（暂定）" in to(await town.says("赵总", "/waiting"), "赵总")[0].text


async def test_another_day_and_its_answer_are_marked(town: Town) -> None:
    await asked(town, at(30, 9))
    said = await story.postpones(town, january(14, 9))
    assert due_of(said, "王工", "day-proposed") == moment(at(31, 17, 30))
    town.clock.moment = at(31, 9)
    said = await story.counters(town, january(15, 9))
    assert due_of(said, "赵总", "day-countered") == moment(january(5, 17, 30), provisional=True)
    assert await provisional(town) == {"answer": 2027}


async def test_an_objection_over_new_year_is_marked(town: Town) -> None:
    await asked(town, at(31, 9))
    said = await story.declines(town)
    assert due_of(said, "何督查", "visit-objected") == moment(january(4, 17, 30), provisional=True)
    assert await provisional(town) == {"objection": 2027}


async def test_days_offered_beyond_new_year_are_marked_and_can_be_pressed(town: Town) -> None:
    town.clock.moment = at(30, 9)
    await town.says("王工", "/visit")
    await town.says("王工", "1")
    said = await town.says("王工", "雁北")
    labels = [label for label, _ in said[-1].buttons]
    assert "1月6日（周三，暂定）" in labels
    assert "最早可约1月6日（周三，暂定）。" in said[-1].text
    pressed = await town.presses("王工", said[-1].button("1月6日"))
    assert pressed[-1].message.fields["question"]["fields"]["day"] == day(date(2027, 1, 6))


async def test_a_day_that_lapsed_requests_are_sent_to_is_marked(town: Town) -> None:
    await requested(town, at(28, 9), january(5, 14, 30))
    said = await town.waits_until(at(29, 17, 30))
    lapsed = next(one for one in said if one.key == "visit-lapsed")
    assert lapsed.message.fields["next"] == day(date(2027, 1, 5), provisional=True)


async def test_once_the_year_is_announced_nothing_is_marked(town: Town) -> None:
    await announced(town.database, notice(), at(29, 9))
    said = await asked(town, at(30, 9))
    assert due_of(said, "赵总", "enterprise-asked") == moment(january(4, 17, 30))
    assert await provisional(town) == {"reply": None}
    assert not [one for one in said if "暂定" in one.text]


async def test_a_notice_counts_from_the_next_turn_on_in_a_service_that_runs(town: Town) -> None:
    """The calendar is kept in memory with the register."""
    town.clock.moment = at(30, 9)
    await town.says("王工", "/visit")
    await town.says("王工", "1")
    before = await town.says("王工", "雁北")
    await announced(town.database, notice(off="01-04"), at(30, 9))
    after = await town.says("王工", "昨天")
    assert "1月6日（周三，暂定）" in [label for label, _ in before[-1].buttons]
    assert [label for label, _ in after[-1].buttons][:2] == ["1月7日（周四）", "1月8日（周五）"]
