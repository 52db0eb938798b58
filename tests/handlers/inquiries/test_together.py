"""Inquiries of several departments, several askers and several rounds: whose duty it is, who hears of it, and what
whoever asked sees.
"""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries.commands import (
    AskHelp,
    Contribute,
    GiveInput,
    LinkInquiry,
    NoteInquiry,
    OfferTransfer,
    ReleaseAnswer,
    ReopenInquiry,
    UseAnswer,
)
from models.ground.ledger import ledger
from models.ground.refusals import Refusal
from models.inquiries.inquiries import Inquiry, InquiryState, ReleasedAnswer
from models.register.people import Role
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import ANSWER, EMERGENCY, ENVIRONMENT, heard, inquiry_of, newest, running
from tests.handlers.visits import story
from tests.handlers.visits.story import at, friday
from tests.handlers.visits.test_silence import monday
from tests.town import Said, Town, to


async def press(town: Town, who: str, verb: str, number: int = 1) -> list[Said]:
    """Somebody presses a button of the inquiry as it is now."""
    return await town.presses(who, f"1.{verb}.q{number}.{(await inquiry_of(town, number)).revision}")


async def shown(town: Town, who: str, number: int = 1) -> str:
    """What somebody sees of an inquiry."""
    (said,) = await press(town, who, "q_show", number)
    return said.text


# Whose it is


async def test_whom_each_way_of_an_inquiry_tells(town: Town) -> None:
    """The last row of "who is told": the desk of the department, the asker, the supervisor when placing."""
    desk, asker = ["inquiry-told-desk"], ["inquiry-told-asker"]
    assert story.told(await inquiry_story.asked(town)) == {"周科": ["inquiry-to-accept"], "赵总": asker}
    said = await inquiry_story.returned(town)
    assert story.told(said) == {"周科": ["inquiry-passed-on"], "孙工": desk, "赵总": asker}
    said = await inquiry_story.returned(town, ENVIRONMENT, "孙工")
    assert story.told(said) == {"孙工": ["inquiry-passed-on"], "周科": desk, "赵总": asker}
    said = await inquiry_story.returned(town)
    told = {"周科": ["inquiry-passed-on"], "何督查": ["inquiry-told-supervisor"], "赵总": asker}
    assert story.told(said) == told


async def test_the_third_passing_brings_it_before_the_supervisor_and_each_reason_is_on_record(town: Town) -> None:
    await inquiry_story.placing(town)
    inquiry = await newest(town)
    assert (inquiry.state, inquiry.passings, inquiry.department_id) == (InquiryState.PLACING, 3, None)
    assert await running(town) == {"designation": monday(17, 30)}
    text = await shown(town, "赵总")
    assert "市生态环境局退回，交督查指定\n「不属于本部门职责」" in text
    assert "由谁答复：市生态环境局" in text, "whoever got it first answers until another has accepted"


async def test_each_department_that_gets_it_has_a_working_day_of_its_own(town: Town) -> None:
    await inquiry_story.asked(town)
    await town.waits_until(monday(16))
    await inquiry_story.returned(town)
    assert await running(town) == {"accept": at(1, 17, 30)}


async def test_the_first_receiver_answers_to_the_asker_until_another_has_accepted(town: Town) -> None:
    await inquiry_story.asked(town)
    said = await inquiry_story.returned(town)
    assert (await newest(town)).answerable_id == ENVIRONMENT
    assert "由谁答复您：市生态环境局" in to(said, "赵总")[-1].text
    assert "市应急管理局" in await shown(town, "周科"), "it still sees what becomes of it"
    said = await press(town, "孙工", "q_accept")
    assert heard(said, "inquiry-no-longer-answerable") == {"周科"}
    assert (await newest(town)).answerable_id == EMERGENCY
    (refused,) = await press(town, "周科", "q_show")
    assert story.refusal_of([refused]) == "not-yours"


async def test_a_department_that_takes_over_has_the_time_that_is_left(town: Town) -> None:
    said = await inquiry_story.offered(town)
    assert story.told(said) == {
        "孙工": ["inquiry-offered"],
        "周科": ["inquiry-told-desk"],
        "赵总": ["inquiry-told-asker"],
    }
    before = await running(town)
    town.clock.moment = monday(10)
    said = await town.presses("孙工", to(said, "孙工")[0].button("接办"))
    assert heard(said, "inquiry-no-longer-answerable") == {"周科"}
    assert heard(said, "inquiry-told-asker") == {"赵总"}
    assert heard(said, "inquiry-told-desk") == {"孙工"}
    inquiry = await newest(town)
    assert (inquiry.department_id, inquiry.answerable_id, inquiry.passings) == (EMERGENCY, EMERGENCY, 1)
    del before["transfer"]
    assert await running(town) == before, "neither clock is set again"
    left, taken = inquiry.holdings
    assert (left.until, taken.since, taken.accepted_at) == (monday(10), monday(10), monday(10))
    assert (taken.reply_due, taken.resolve_due) == (left.reply_due, left.resolve_due)


async def test_one_that_is_declined_stays(town: Town) -> None:
    said = await inquiry_story.offered(town)
    said = await town.presses("孙工", to(said, "孙工")[0].button("不接办"))
    told = {"孙工": ["inquiry-left"], "周科": ["inquiry-told-desk"], "赵总": ["inquiry-told-asker"]}
    assert story.told(said) == told
    inquiry = await newest(town)
    assert (inquiry.department_id, inquiry.offered_to, inquiry.passings) == (ENVIRONMENT, None, 0)
    assert "transfer" not in await running(town)


async def test_after_three_passings_it_is_offered_to_nobody(town: Town) -> None:
    await inquiry_story.asked(town)
    await inquiry_story.returned(town)
    await inquiry_story.returned(town, ENVIRONMENT, "孙工")
    await press(town, "周科", "q_accept")
    said = await inquiry_story.offers(town)
    await town.presses("孙工", to(said, "孙工")[0].button("接办"))
    assert (await newest(town)).passings == 3
    revision = (await newest(town)).revision
    offer = OfferTransfer(inquiry=1, revision=revision, department=ENVIRONMENT, reason="不是")
    with pytest.raises(Refusal, match="inquiry-passed-too-often"):
        await story.perform(town, "孙工", offer)


async def test_the_third_reopening_tells_the_supervisor(town: Town) -> None:
    await inquiry_story.answered(town)
    for count in (1, 2, 3):
        said = await story.perform(town, "赵总", ReopenInquiry(inquiry=1, words="没有办"))
        assert heard(said, "inquiry-told-desk") == {"周科"}
        assert heard(said, "inquiry-reopened-often") == ({"何督查"} if count == 3 else set()), count
        await inquiry_story.answers(town)
    assert (await newest(town)).reopenings == 3


# One answer, many notices


async def test_linked_inquiries_get_one_answer_and_each_asker_a_notice(town: Town) -> None:
    await inquiry_story.accepted(town)
    for _ in range(2):
        await inquiry_story.accepted(town)
        number = (await newest(town)).id
        await story.perform(town, "周科", LinkInquiry(inquiry=number, main=1))
    said = await inquiry_story.answers(town, number=1)
    assert story.told(said) == {"赵总": ["inquiry-told-asker"] * 3, "周科": ["inquiry-told-desk"]}
    rows = await town.look(lambda s: [(each.state.value, each.answer) for each in s.scalars(select(Inquiry))])
    assert rows == [("answered", ANSWER)] * 3
    assert [await running(town, number) for number in (1, 2, 3)] == [{"marking": at(8, 0)}] * 3


async def test_what_was_due_by_then_is_overdue_for_each_of_the_linked(town: Town) -> None:
    """The answer comes after a sleep, before any clock was swept."""
    await inquiry_story.accepted(town)
    await inquiry_story.accepted(town)
    await story.perform(town, "周科", LinkInquiry(inquiry=2, main=1))
    town.clock.moment = at(7, 9)
    await inquiry_story.answers(town, number=1)
    for number in (1, 2):
        assert "resolve-overdue" in await inquiry_story.happened(town, number), number


@pytest.mark.parametrize("way", ["withdrawn", "taken over", "answered while it waited"])
async def test_one_whose_main_inquiry_went_another_way_is_answered_by_itself(town: Town, way: str) -> None:
    await inquiry_story.accepted(town)
    await inquiry_story.accepted(town)
    await story.perform(town, "周科", LinkInquiry(inquiry=2, main=1))
    if way == "withdrawn":
        await press(town, "赵总", "q_withdraw")
        await town.says("赵总", "提错了")
        assert (await inquiry_of(town, 1)).state is InquiryState.CLOSED
    elif way == "taken over":
        revision = (await inquiry_of(town, 1)).revision
        offer = OfferTransfer(inquiry=1, revision=revision, department=EMERGENCY, reason="是他们的")
        await story.perform(town, "周科", offer)
        await press(town, "孙工", "q_take")
        await inquiry_story.answers(town, "孙工", 1)
        assert (await inquiry_of(town, 2)).state is InquiryState.ACCEPTED, "another department's answer isn't ours"
    else:
        await inquiry_story.asks_back(town)
        await inquiry_story.answers(town, number=1)
        await story.perform(town, "赵总", GiveInput(inquiry=2, words="118", files=()))
    await inquiry_story.answers(town, number=2)
    assert (await inquiry_of(town, 2)).state is InquiryState.ANSWERED


# Handling together


async def test_a_helper_contributes_to_the_lead_by_a_day_of_his_own_and_the_asker_hears_nothing(town: Town) -> None:
    await inquiry_story.accepted(town)
    asks = AskHelp(inquiry=1, department=EMERGENCY, words="请核实消防验收", until=date(2026, 12, 2))
    said = await story.perform(town, "周科", asks)
    assert story.told(said) == {"孙工": ["help-asked"], "周科": ["inquiry-told-desk"]}
    said = await town.waits_until(at(2, 15, 30))
    assert heard(said, "reminder-help") == {"孙工"}
    said = await town.waits_until(at(2, 17, 30))
    assert (heard(said, "help-overdue"), heard(said, "inquiry-told-desk")) == ({"孙工"}, {"周科"})
    said = await story.perform(town, "孙工", Contribute(inquiry=1, words="验收已通过"))
    assert story.told(said) == {"孙工": ["help-given"], "周科": ["inquiry-told-desk"]}
    assert "验收已通过" in to(said, "周科")[0].text
    steps = ["asked", "accepted", "help-asked", "reply-overdue", "help-overdue", "helped"]
    assert await inquiry_story.happened(town) == steps
    seen = await shown(town, "赵总")
    assert "协办" not in seen
    assert "验收" not in seen
    assert "验收已通过" in await shown(town, "周科")


# What whoever asked sees


async def test_whoever_asked_sees_who_has_it_each_clock_the_time_each_used_and_every_step(town: Town) -> None:
    await inquiry_story.asked(town)
    town.clock.moment = friday(11)
    await inquiry_story.returned(town)
    town.clock.moment = friday(16)
    await press(town, "孙工", "q_accept")
    await story.perform(town, "孙工", NoteInquiry(inquiry=1, words="内部：先查档案", shown=False))
    await story.perform(town, "孙工", NoteInquiry(inquiry=1, words="已派人核查", shown=True))
    town.clock.moment = monday(9)
    assert await shown(town, "赵总") == "\n".join(
        (
            "诉求〔2026〕环1号：正在办理",
            "企业：雁北示例机械有限公司",
            "诉求：「环保手续办理要多久？我们九月交的材料。」",
            "承办：市应急管理局",
            "由谁答复：市应急管理局",
            "答复：12月4日（周五）17:30前",
            "市生态环境局：办公时间2小时",
            "市应急管理局：办公时间4小时",  # 11 to 12, 14:30 to 17:30, and half an hour on Monday
            "11月27日（周五）09:00 已交市生态环境局",
            "11月27日（周五）11:00 市生态环境局退回，转到市应急管理局",
            "「不属于本部门职责」",
            "11月27日（周五）16:00 市应急管理局已受理",
            "11月27日（周五）16:00 市应急管理局有说明",
            "「已派人核查」",
        )
    )
    assert "内部：先查档案" in await shown(town, "孙工")
    assert await shown(town, "钱副总") == await shown(town, "赵总")


async def test_the_time_it_waited_for_the_enterprise_is_not_the_departments(town: Town) -> None:
    await inquiry_story.accepted(town)
    town.clock.moment = friday(10)
    await inquiry_story.asks_back(town)
    assert "答复：等企业补充，暂停计时" in await shown(town, "赵总")
    town.clock.moment = monday(9)
    await story.perform(town, "赵总", GiveInput(inquiry=1, words="118", files=()))
    town.clock.moment = monday(11)
    assert "市生态环境局：办公时间3小时" in await shown(town, "赵总")


async def test_a_clock_that_ran_out_is_shown_as_overdue(town: Town) -> None:
    await inquiry_story.accepted(town)
    await town.waits_until(at(5, 9))
    text = await shown(town, "赵总")
    assert "首次回复：已逾期，应在12月1日（周二）17:30前" in text
    assert "答复：已逾期，应在12月4日（周五）17:30前" in text


async def test_an_internal_note_is_told_to_the_desk_alone_and_is_no_first_reply(town: Town) -> None:
    await inquiry_story.accepted(town)
    said = await story.perform(town, "周科", NoteInquiry(inquiry=1, words="先查档案", shown=False))
    assert story.told(said) == {"周科": ["inquiry-told-desk"]}
    assert "first_reply" in await running(town)
    said = await story.perform(town, "周科", NoteInquiry(inquiry=1, words="已派人", shown=True))
    assert story.told(said) == {"赵总": ["inquiry-told-asker"], "周科": ["inquiry-told-desk"]}
    assert await running(town) == {"resolve": at(4, 17, 30)}
    for moment in (friday(16), at(7, 9), at(20, 9)):
        said = await town.waits_until(moment)
        assert not [one for one in said if one.who == "赵总" and "档案" in one.text]


async def test_satisfaction_is_asked_apart_and_can_be_changed_while_it_can_be_reopened(town: Town) -> None:
    said = await inquiry_story.solved(town)
    sheet = to(said, "赵总")[-1]
    assert sheet.key == "inquiry-satisfied-ask"
    assert "12月27日（周日）前要求重新办理" in sheet.text
    for label, level in (("不满意", 2), ("非常满意", 5)):
        (data,) = [data for shown_, data in sheet.buttons if shown_ == label]
        await town.presses("赵总", data)
        assert (await newest(town)).satisfied == level

    def by(session: Session) -> list[int | None]:
        return list(session.scalars(select(ledger.c.actor).where(ledger.c.verb == "satisfied")))

    assert await town.look(by) == [None, None], "whoever rates stays unknown"


# Released answers


async def test_a_released_answer_comes_before_a_question_like_it_and_says_nothing_of_the_asker(town: Town) -> None:
    await inquiry_story.solved(town)
    said = await town.says("钱副总", "/ask")
    said = await town.says("钱副总", "环保手续办理要多久？")
    assert "别人问过" not in said[-1].text, "nothing is shown that a desk hasn't released"
    await town.says("钱副总", "取消")
    release = ReleaseAnswer(inquiry=1, question="环保手续办理多久？", answer="材料齐全二十个工作日")
    await story.perform(town, "周科", release)
    await town.says("钱副总", "/ask")
    (said_,) = await town.says("钱副总", "环保手续办理要多久？")
    assert "「环保手续办理多久？」\n市生态环境局答：「材料齐全二十个工作日」" in said_.text
    assert "九月" not in said_.text
    assert "雁北" not in said_.text
    before = await inquiry_story.newest(town)
    (done,) = await town.says("钱副总", "1")
    assert done.key == "inquiry-answer-used"
    assert (await newest(town)).id == before.id, "nobody is bothered"
    with pytest.raises(Refusal, match="not-yours"):
        await story.perform(town, "钱副总", UseAnswer(answer=77))
    assert await town.look(lambda session: len(session.scalars(select(ReleasedAnswer)).all())) == 1


async def test_a_second_desk_of_the_department_may_do_all_that_the_first_may(town: Town) -> None:
    await inquiry_story.appoint(town, "王工", Role.DESK, ENVIRONMENT)
    said = await inquiry_story.accepted(town)
    assert heard(said, "inquiry-told-desk") == {"周科", "王工"}
    await inquiry_story.answers(town, "王工")
    assert (await newest(town)).state is InquiryState.ANSWERED
