"""The morning's digest: who is told what, in which order and words, when, and what is then not said alone."""

import asyncio
import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries.commands import AnswerInquiry, AskExtension, AskHelp, AskInquiry, NoteInquiry, OfferTransfer
from handlers.ratings.commands import NoteContact
from handlers.talking.buttons import OneTap, read_button
from handlers.visits.commands import NoteOutcome, Promised
from models.ground.subjects import Subject
from models.register.people import Appointment, Department, Person, Role
from models.register.rules import Kind
from models.time import clocks, failing_clocks
from models.time.clocks import ClockKind
from models.time.moments import CST
from models.visits.states import Side
from models.visits.visits import Outcome
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, change_row, friday, perform
from tests.town import Said, Town, to

ENVIRONMENT, EMERGENCIES = 1, 2  # the departments of the demo
GROUP = "wrOgQhDgAAMYQiS5ol9G7gK9JVAgAAAA"


def monday(hour: int, minute: int = 0) -> datetime:
    """A moment of 30 November 2026, the first working day after the story begins."""
    return datetime(2026, 11, 30, hour, minute, tzinfo=CST)


async def opened(town: Town) -> None:
    """The service has started on Friday at nine, when the morning was over."""
    await town.opens()


async def asks(town: Town, words: str = "排污许可证怎么延续？", department: int = ENVIRONMENT) -> None:
    """赵总 asks a department."""
    await perform(town, "赵总", AskInquiry(words=words, files=(), department=department))


async def accepts(town: Town, inquiry: int = 1) -> None:
    """周科 accepts an inquiry."""
    await town.presses("周科", f"1.q_accept.q{inquiry}.1")


async def several_things(town: Town) -> None:
    """What is due on Monday: an inquiry, a request, a day on the table, a complaint to be placed."""
    await opened(town)
    await story.moving(town)
    await asks(town)
    await perform(town, "赵总", AskInquiry(words="办事拖拉", files=(), accused=EMERGENCIES))
    await perform(town, "王工", story.request_for(Kind.SURVEY, start=at(9, 14, 30)))


def digests(said: list[Said]) -> dict[str, Said]:
    """The digests among what was said, one a person."""
    found = [one for one in said if one.key == "digest"]
    assert len({one.who for one in found}) == len(found)
    return {one.who: one for one in found}


async def speaks(town: Town, locale: str) -> None:
    """Everybody reads this language."""

    def put(session: Session) -> None:
        for person in session.scalars(select(Person)):
            person.locale = locale
        session.flush()

    await town.database.run(put)


async def appoint(town: Town, who: str, role: Role, **where: int) -> None:
    """Somebody gets another role."""

    def put(session: Session) -> None:
        session.add(Appointment(person_id=NUMBERS[who], role=role, **where))
        session.flush()

    await town.database.run(put)


async def names_a_group(town: Town, number: int = ENVIRONMENT) -> None:
    """A department has a group."""
    await change_row(town, Department, number, group_chat=GROUP)


MORNING = {
    "zh-CN": {
        "王工": "今天要办1件\n1. 17:30前 答复改期 雁北示例机械有限公司",
        "李局": "今天要办2件\n1. 17:30前 受理 环1号 雁北示例机械有限公司\n2. 17:30前 审批 雁北示例机械有限公司",
        "周科": "今天要办1件\n1. 17:30前 受理 环1号 雁北示例机械有限公司",
        "何督查": "今天要办1件\n1. 17:30前 指定单位 督1号【保密】",
    },
    "en": {
        "王工": "To do today: 1\n1. Other day, by 17:30: 雁北示例机械有限公司",
        "李局": (
            "To do today: 2\n1. Accept, by 17:30: 环 1, 雁北示例机械有限公司\n"
            "2. Approval, by 17:30: 雁北示例机械有限公司"
        ),
        "周科": "To do today: 1\n1. Accept, by 17:30: 环 1, 雁北示例机械有限公司",
        "何督查": "To do today: 1\n1. Designate, by 17:30: confidential 督 1",
    },
}


@pytest.mark.parametrize("locale", MORNING)
async def test_each_gets_one_message_of_what_is_due_from_him(town: Town, locale: str) -> None:
    await several_things(town)
    await speaks(town, locale)
    assert digests(await town.waits_until(monday(8, 29))) == {}
    said = digests(await town.waits_until(monday(8, 30)))
    assert {who: one.text for who, one in said.items()} == MORNING[locale]
    assert digests(await town.waits_until(monday(17))) == {}


async def test_every_line_is_a_button_that_opens_it_with_what_can_be_done(town: Town) -> None:
    await several_things(town)
    said = digests(await town.waits_until(monday(8, 30)))
    assert [label for label, _ in said["李局"].buttons] == ["1. 受理", "2. 审批"]
    ((method, card),) = said["李局"].calls
    assert (method, len(card["template_card"]["button_list"])) == ("message/send", 2)
    (inquiry,) = await town.presses("李局", said["李局"].button("1."))
    accept = read_button(inquiry.button("受理"))
    assert isinstance(accept, OneTap)
    assert (inquiry.key, accept.verb, accept.kind) == ("inquiry-shown", "q_accept", "q")
    (request,) = await town.presses("李局", said["李局"].button("2."))
    assert (request.key, [label for label, _ in request.buttons]) == ("visit-shown", ["批准", "不批准"])
    (moving,) = await town.presses("王工", said["王工"].button("1."))
    assert [label for label, _ in moving.buttons] == ["接受", "另提一天", "撤回"]
    (placing,) = await town.presses("何督查", said["何督查"].button("1."))
    assert [label for label, _ in placing.buttons] == ["指定单位"]


async def test_whoever_may_not_see_a_visit_is_refused_the_button(town: Town) -> None:
    await several_things(town)
    said = digests(await town.waits_until(monday(8, 30)))
    assert story.refusal_of(await town.presses("孙工", said["王工"].button("1."))) == "not-yours"


async def test_what_is_overdue_comes_first_and_every_working_day_until_it_is_done(town: Town) -> None:
    await opened(town)
    await asks(town)
    await accepts(town)  # a first word is due on Tuesday
    await town.waits_until(at(1, 10))
    await asks(town)  # to be accepted by Wednesday
    said = digests(await town.waits_until(at(2, 8, 30)))
    assert said["周科"].text == (
        "今天要办2件，其中1件已逾期\n1. 逾期1天 首次回复 环1号 雁北示例机械有限公司\n"
        "2. 17:30前 受理 环2号 雁北示例机械有限公司"
    )
    assert said["何督查"].text == "今天要办1件，其中1件已逾期\n1. 逾期1天 首次回复 环1号 市生态环境局"
    assert digests(await town.waits_until(at(3, 8, 30)))["李局"].text.split("\n")[1].startswith("1. 逾期2天 首次回复")
    await perform(town, "周科", NoteInquiry(inquiry=1, words="正在办", shown=True))
    assert "何督查" not in digests(await town.waits_until(at(4, 8, 30)))


async def test_an_official_is_told_of_his_visit_its_outcome_and_his_promises(town: Town) -> None:
    await opened(town)
    await story.agreed(town, Kind.SURVEY, ("王工",))
    said = digests(await town.waits_until(at(3, 8, 30)))
    assert {who: one.text for who, one in said.items()} == {"王工": "今天要办1件\n1. 14:30 入企 雁北示例机械有限公司"}
    town.clock.moment = at(3, 14, 20)
    here = await town.scans("王工", await town.sign())
    town.clock.moment = at(3, 15, 30)
    await town.presses("王工", to(here, "王工")[0].button("离企"))
    said = digests(await town.waits_until(at(4, 8, 30)))
    assert said["王工"].text == "今天要办1件\n1. 还没记 走访结果 雁北示例机械有限公司"
    (shown,) = await town.presses("王工", said["王工"].button("1."))
    assert [label for label, _ in shown.buttons] == ["记录结果"]
    promised = Promised(side=Side.OFFICIAL, words="寄送办事指南", until=date(2026, 12, 8))
    command = NoteOutcome(visit=1, outcome=Outcome.NOTHING_FOUND, words="", promises=(promised,))
    await perform(town, "王工", command)
    assert digests(await town.waits_until(at(7, 8, 30))) == {}
    said = digests(await town.waits_until(at(8, 8, 30)))
    assert said["王工"].text == "今天要办1件\n1. 24:00前 兑现承诺 雁北示例机械有限公司"
    assert digests(await town.waits_until(at(9, 8, 30))) == {}


async def test_an_objection_an_offer_help_and_an_extension_are_told_to_whom_they_wait_for(town: Town) -> None:
    await opened(town)
    await story.objected(town)
    await asks(town)
    await accepts(town)
    await perform(town, "周科", AskHelp(inquiry=1, department=EMERGENCIES, words="核实储存", until=date(2026, 11, 30)))
    await perform(town, "周科", AskExtension(inquiry=1, until=date(2026, 12, 10), reason="要现场核查"))
    await asks(town)
    await accepts(town, 2)
    await perform(town, "周科", OfferTransfer(inquiry=2, revision=2, department=EMERGENCIES, reason="储存归贵局"))
    said = digests(await town.waits_until(monday(8, 30)))
    lines = {who: one.text.split("\n")[1:] for who, one in said.items()}
    assert lines["何督查"] == ["1. 17:30前 裁定异议 雁北示例机械有限公司"]
    assert lines["孙工"] == [
        "1. 17:30前 协办回复 环1号 雁北示例机械有限公司",
        "2. 17:30前 接不接办 环2号 雁北示例机械有限公司",
    ]
    assert lines["李局"][0] == "1. 17:30前 批延期 环1号 雁北示例机械有限公司"
    (shown,) = await town.presses("李局", said["李局"].button("1."))
    assert [label for label, _ in shown.buttons] == ["同意延期", "不同意延期"]


async def test_what_follows_a_bad_rating_is_told_to_those_alone_who_have_to_act(town: Town) -> None:
    await opened(town)
    await story.rated_badly(town)  # on Thursday afternoon
    await appoint(town, "周科", Role.SUPERVISOR, region_id=1)  # but he belongs to the department
    said = digests(await town.waits_until(at(4, 8, 30)))
    assert said["何督查"].text == "今天要办1件\n1. 17:30前 联系企业 雁北示例机械有限公司"
    assert "周科" not in said
    assert "李局" not in said
    (begun,) = await town.presses("何督查", said["何督查"].button("1."))
    assert begun.key != "refused"
    await perform(town, "何督查", NoteContact(follow_up=1, words="等了一上午"))
    await town.presses("赵总", "1.rating_consent.f1.0")
    said = digests(await town.waits_until(at(7, 8, 30)))
    assert "何督查" not in said
    for person in ("李局", "王工"):
        assert "12月14日（周一）前 整改 雁北示例机械有限公司" in said[person].text, (
            "the rater agreed: their next digest tells it"
        )
    assert "李局" not in digests(await town.waits_until(at(8, 8, 30)))
    said = digests(await town.waits_until(at(14, 8, 30)))
    assert "1. 17:30前 整改 雁北示例机械有限公司" in said["李局"].text
    assert "整改" in said["王工"].text
    said = digests(await town.waits_until(at(15, 8, 30)))
    assert "1. 逾期1天 整改 雁北示例机械有限公司" in said["李局"].text


async def test_who_has_several_roles_gets_one_message_and_each_thing_once(town: Town) -> None:
    await several_things(town)
    await appoint(town, "李局", Role.DESK, department_id=ENVIRONMENT)
    await appoint(town, "李局", Role.SUPERVISOR, region_id=1)
    await appoint(town, "李局", Role.OFFICIAL, department_id=ENVIRONMENT)
    said = digests(await town.waits_until(monday(8, 30)))
    assert said["李局"].text.split("\n")[0] == "今天要办3件"


async def test_a_complaint_in_confidence_is_in_nobody_s_digest_whom_it_is_about(town: Town) -> None:
    await several_things(town)
    await appoint(town, "孙工", Role.SUPERVISOR, region_id=1)
    assert "孙工" not in digests(await town.waits_until(monday(8, 30)))


async def test_what_has_no_room_is_a_button_away(town: Town) -> None:
    await opened(town)
    for _ in range(8):
        await asks(town)
    said = digests(await town.waits_until(monday(8, 30)))["周科"]
    assert said.text.split("\n")[0] == "今天要办8件"
    assert [label for label, _ in said.buttons][-2:] == ["5. 受理", "还有3件"]
    ((_, card),) = said.calls
    assert len(card["template_card"]["button_list"]) == 6
    (others,) = await town.presses("周科", said.button("还有"))
    assert [line[:2] for line in others.text.split("\n")[1:]] == ["6.", "7.", "8."]
    assert [label for label, _ in others.buttons] == ["6. 受理", "7. 受理", "8. 受理"]


async def test_when_all_is_done_meanwhile_the_button_says_so(town: Town) -> None:
    await opened(town)
    for _ in range(6):
        await asks(town)
    said = digests(await town.waits_until(monday(8, 30)))["周科"]
    for inquiry in range(1, 7):
        await accepts(town, inquiry)
        await perform(town, "周科", AnswerInquiry(inquiry=inquiry, words="网上申请。", files=()))
    (told,) = await town.presses("周科", said.button("还有"))
    assert told.key == "digest-nothing"


async def test_where_nothing_is_due_nobody_hears_anything(town: Town) -> None:
    await opened(town)
    await names_a_group(town)
    assert await town.waits_until(monday(8, 30)) == []


async def test_on_a_day_off_nobody_is_told_and_on_the_next_working_day_everybody(town: Town) -> None:
    await opened(town)
    await asks(town)
    await accepts(town)
    await town.waits_until(at(4, 18))
    for day in (5, 6):  # Saturday and Sunday
        assert digests(await town.waits_until(at(day, 8, 30))) == {}
        assert digests(await town.waits_until(at(day, 23))) == {}
    assert set(digests(await town.waits_until(at(7, 8, 30)))) == {"李局", "周科", "何督查"}


@pytest.mark.parametrize(
    "woken",
    [at(7, 8, 30), at(7, 10), at(9, 16), datetime(2027, 1, 4, 9, tzinfo=CST)],
    ids=["at once", "late", "days", "holiday"],
)
async def test_after_a_sleep_there_is_exactly_one_digest_with_what_holds_now(town: Town, woken: datetime) -> None:
    await opened(town)
    await asks(town)
    await accepts(town)
    await town.waits_until(at(4, 18))
    said = await town.waits_until(woken)
    assert set(digests(said)) == {"李局", "周科", "何督查"}
    assert digests(await town.waits_until(woken + timedelta(hours=1))) == {}


async def test_who_wakes_on_a_day_off_waits_for_the_next_working_day(town: Town) -> None:
    await opened(town)
    await asks(town)
    await accepts(town)
    await town.waits_until(at(3, 18))
    assert digests(await town.waits_until(at(5, 12))) == {}
    assert digests(await town.waits_until(at(7, 8, 29))) == {}
    assert set(digests(await town.waits_until(at(7, 8, 30)))) == {"李局", "周科", "何督查"}


async def test_two_who_start_and_sweep_at_once_tell_everybody_once(town: Town) -> None:
    await asyncio.gather(*(town.opens() for _ in range(4)))
    await asks(town)
    town.clock.moment = monday(8, 30)
    for _ in range(4):
        await asyncio.gather(*(town.deadlines._next() for _ in range(4)))
    await town.deadlines.tick()
    assert set(digests(await town.news())) == {"李局", "周科"}
    running = await town.look(lambda session: clocks.running(session, Subject("digest", 0)))
    assert [clock.kind for clock in running] == [ClockKind.DIGEST]


async def test_a_service_that_starts_before_the_morning_tells_the_same_day(town: Town) -> None:
    await asks(town)
    town.clock.moment = monday(7)
    await town.opens()
    await town.opens()
    assert set(digests(await town.waits_until(monday(8, 30)))) == {"李局", "周科"}


async def test_of_many_everybody_is_told_though_they_are_gone_through_some_at_a_time(town: Town) -> None:
    await opened(town)
    await asks(town)

    def hire(session: Session) -> None:
        for number in range(45):
            person = Person(name=f"新人{number}")
            session.add(person)
            session.flush()
            session.add(Appointment(person_id=person.id, role=Role.DESK, department_id=ENVIRONMENT))
        session.flush()

    await town.database.run(hire)
    town.clock.moment = monday(8, 30)
    await town.deadlines.tick()
    assert await town.look(failing_clocks.failing) == 0
    left = await town.look(lambda session: [clocks.running(session, Subject("person", number)) for number in range(99)])
    assert not any(left)
    assert set(digests(await town.news())) == {"李局", "周科"}, "the new ones have no account"


async def test_who_is_suspended_gets_none_and_one_that_fails_keeps_nobody_from_his(town: Town) -> None:
    await opened(town)
    await asks(town)
    await change_row(town, Person, NUMBERS["李局"], suspended_at=town.clock.moment)
    now = town.clock.moment
    await town.database.run(
        lambda session: clocks.start(session, ClockKind.DIGEST_OF, Subject("person", 9999), now, monday(8, 30))
    )
    assert set(digests(await town.waits_until(monday(8, 30)))) == {"周科"}
    assert await town.look(failing_clocks.failing) == 1


# Reminders at half time


def heard(said: list[Said], key: str) -> list[str]:
    """Who heard it, edits of earlier messages left out."""
    return [one.who for one in said if one.key == key and not one.edit]


async def test_a_half_time_before_noon_is_said_by_the_digest_alone(town: Town) -> None:
    """An inquiry of Friday at nine has half of its time behind it on Monday at 8:45."""
    await opened(town)
    await asks(town)
    assert "周科" in digests(await town.waits_until(monday(8, 30)))
    assert heard(await town.waits_until(monday(15, 29)), "reminder-accept") == []
    assert heard(await town.waits_until(monday(15, 30)), "reminder-accept") == ["周科"]


async def test_a_half_time_in_days_is_in_the_digest_of_its_morning_only(town: Town) -> None:
    """Accepted on Friday and due the Friday after: half of it is over on Monday, when a first reply isn't due yet."""
    await opened(town)
    await asks(town)
    await accepts(town)
    await perform(town, "周科", NoteInquiry(inquiry=1, words="正在办", shown=True))
    said = await town.waits_until(monday(8, 30))
    assert digests(said)["周科"].text == "今天要办1件\n1. 12月4日（周五）前 答复 环1号 雁北示例机械有限公司"
    assert heard(said, "reminder-resolve") == []
    assert digests(await town.waits_until(at(1, 8, 30))) == {}


async def test_a_half_time_that_was_slept_through_is_in_the_next_digest(town: Town) -> None:
    await opened(town)
    await asks(town)
    await accepts(town)
    await perform(town, "周科", NoteInquiry(inquiry=1, words="正在办", shown=True))
    await town.waits_until(friday(18))
    assert "周科" in digests(await town.waits_until(at(1, 8, 30)))


async def test_a_half_time_after_noon_is_said_alone(town: Town) -> None:
    """Accepted on Friday at half past two, half of the time to the first reply is over on Monday at four."""
    await opened(town)
    town.clock.moment = friday(14, 30)
    await asks(town)
    await accepts(town)
    assert heard(await town.waits_until(monday(15, 59)), "reminder-first-reply") == []
    assert heard(await town.waits_until(monday(16)), "reminder-first-reply") == ["周科"]


async def test_half_times_of_heads_and_supervisors_before_noon_are_in_their_digests(town: Town) -> None:
    await several_things(town)
    assert {"李局", "何督查", "王工"} <= set(digests(await town.waits_until(monday(8, 30))))
    said = await town.waits_until(monday(12))
    assert [one.key for one in said if one.key.startswith("reminder-")] == []


async def test_the_enterprise_gets_no_digest_so_its_reminders_come_at_their_own_time(town: Town) -> None:
    await opened(town)
    await story.asked(town)
    await town.waits_until(monday(11, 59))
    said = await town.waits_until(monday(12))
    assert heard(said, "reminder-reply") == ["赵总", "钱副总"]


# The department's group


async def test_a_department_s_group_hears_how_many_and_nobody_s_name(town: Town) -> None:
    await opened(town)
    await names_a_group(town)
    await asks(town)
    await accepts(town)
    await town.waits_until(at(1, 10))
    await asks(town)
    said = [one for one in await town.waits_until(at(2, 8, 30)) if one.key == "digest-group"]
    (line,) = said
    assert (line.who, line.text) == (f"#{GROUP}", "今日到期1件、逾期1件，请打开赋码办理")
    body = {"chatid": GROUP, "msgtype": "text", "text": {"content": line.text}}
    assert line.calls == [("appchat/send", body)]
    assert not any(name in line.text for name in (*NUMBERS, "雁北"))


@pytest.mark.parametrize(
    ("locale", "until", "text"),
    [
        ("zh-CN", monday(8, 30), "今日到期1件，请打开赋码办理"),
        ("zh-CN", at(3, 8, 30), "逾期1件，请打开赋码办理"),
    ],
)
async def test_a_group_is_told_only_of_what_there_is(town: Town, locale: str, until: datetime, text: str) -> None:
    await opened(town)
    await names_a_group(town)
    await asks(town)
    if until > monday(9):
        await accepts(town)
    said = await town.waits_until(until)
    assert [one.text for one in said if one.key == "digest-group"] == [text]


async def test_a_department_that_was_merged_away_has_no_group_any_more(town: Town) -> None:
    await opened(town)
    await names_a_group(town)
    await asks(town)
    await change_row(town, Department, ENVIRONMENT, ended_at=town.clock.moment)
    said = await town.waits_until(monday(8, 30))
    assert [one for one in said if one.key == "digest-group"] == []


# The server's zone


@pytest.fixture(params=["America/New_York", "UTC"])
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The server stands somewhere else."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("zone")
async def test_it_is_half_past_eight_in_china_wherever_the_server_stands(town: Town) -> None:
    await several_things(town)
    assert digests(await town.waits_until(monday(8, 29))) == {}
    said = digests(await town.waits_until(monday(8, 30)))
    assert {who: one.text for who, one in said.items()} == MORNING["zh-CN"]
