"""Bad input and bad luck with inquiries: each a kind, exact sentence and no change."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.inquiries.commands import (
    AskExtension,
    AskHelp,
    AskInquiry,
    Contribute,
    DesignateDepartment,
    LinkInquiry,
    OfferTransfer,
    ReleaseAnswer,
    ReopenInquiry,
    ReturnInquiry,
)
from models.ground.messages import Act, Incoming
from models.ground.refusals import Refusal
from models.inquiries.inquiries import Inquiry, InquiryEnding, InquiryState
from models.register.people import Appointment, Department, Person, Role
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import EMERGENCY, ENVIRONMENT, inquiry_of, newest
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, friday
from tests.handlers.visits.test_silence import monday
from tests.town import WORDS, Said, Town, to

NOT_YOURS = WORDS.text("zh-CN", "refusal-not-yours", {})


async def refused(town: Town, actor: str, command: object, code: str, **fields: Any) -> None:
    """The command is refused with just this, and nothing changes."""
    before = await story.everything(town)
    with pytest.raises(Refusal) as refusal:
        await story.perform(town, actor, command)
    assert refusal.value.code == code
    numbers = {name: (await inquiry_of(town, fields[name])).number for name in fields.keys() & {"inquiry", "main"}}
    assert {name: refusal.value.fields[name] for name in fields} == {**fields, **numbers}
    assert await story.everything(town) == before


async def pressed_in_vain(town: Town, who: str, data: str) -> str:
    """What somebody reads who presses a button and changes nothing."""
    before = await story.everything(town)
    (said,) = await town.presses(who, data)
    assert said.key in ("refused", "talk-over")
    assert await story.everything(town) == before
    return said.text


async def merge_away(town: Town, department: int, successor: int | None) -> None:
    await story.change_row(town, Department, department, ended_at=town.clock.moment, successor_id=successor)


async def test_an_answer_to_a_closed_inquiry_is_told_that_it_is_closed_and_by_whom(town: Town) -> None:
    said = await inquiry_story.accepted(town)
    button = to(said, "周科")[-1].button("答复")
    await town.presses("周科", button)
    await inquiry_story.withdrawn(town)
    before = await story.everything(town)
    (late,) = await town.says("周科", "手续齐全")
    assert await story.everything(town) == before
    sentence = (
        "现在办不了：已办结\n这件诉求到了这一步，这件事不能办了。请发送“我的诉求”看最新情况。\n"
        "编号：诉求〔2026〕环1号\n经手：企业管理员"
    )
    assert late.text == sentence
    assert await pressed_in_vain(town, "周科", button) == sentence


async def test_a_return_after_deemed_acceptance_is_told_just_that(town: Town) -> None:
    said = await inquiry_story.asked(town)
    button = to(said, "周科")[0].button("退回")
    await town.waits_until(monday(17, 30))
    sentence = "诉求〔2026〕环1号已默认受理，不能退回，请答复企业。"
    assert await pressed_in_vain(town, "周科", button) == sentence
    inquiry = await newest(town)
    command = ReturnInquiry(inquiry=1, revision=inquiry.revision, department=EMERGENCY, reason="不是")
    await refused(town, "周科", command, "inquiry-deemed", inquiry=1)


async def test_a_return_after_designation_is_told_just_that(town: Town) -> None:
    await inquiry_story.placing(town)
    inquiry = await newest(town)
    command = DesignateDepartment(inquiry=1, revision=inquiry.revision, department=EMERGENCY)
    said = await story.perform(town, "何督查", command)
    assert [label for label, _ in to(said, "孙工")[-1].buttons] == ["受理", "看全部经过"]
    inquiry = await newest(town)
    text = await pressed_in_vain(town, "孙工", f"1.q_return.q1.{inquiry.revision}")
    assert text == "诉求〔2026〕环1号由督查指定，不能退回或拒绝，请受理。"
    text = await pressed_in_vain(town, "孙工", f"1.q_out_of_scope.q1.{inquiry.revision}")
    assert text == "诉求〔2026〕环1号由督查指定，不能退回或拒绝，请受理。"


async def test_a_second_designation_is_told_who_was_first(town: Town) -> None:
    said = await inquiry_story.placing(town)
    button = to(said, "何督查")[-1].button("指定单位")
    command = DesignateDepartment(inquiry=1, revision=(await newest(town)).revision, department=ENVIRONMENT)
    await story.perform(town, "何督查", command)
    await refused(town, "何督查", command, "inquiry-placed", state="asked", who="何督查")
    assert (await pressed_in_vain(town, "何督查", button)).startswith("已经指定过了：等部门受理")


async def test_of_two_desks_that_accept_at_once_one_does_and_the_other_is_told_who(town: Town) -> None:
    await inquiry_story.appoint(town, "王工", Role.DESK, ENVIRONMENT)
    said = await inquiry_story.asked(town)
    names = ("周科", "王工")
    events = []
    for name in names:
        channel, account = town.accounts[name]
        button = to(said, name)[0].button("受理")
        events.append(Incoming(channel=channel, event=f"at-once-{name}", account=account, act=Act.PRESS, button=button))
    await asyncio.gather(*(town.turns.receive(event) for event in events))
    news = await town.news()
    (late,) = [one for one in news if one.key == "refused"]
    (winner,) = set(names) - {late.who}
    assert late.text.startswith("情况已变：正在办理\n您看到的是之前的情况")
    assert f"经手：{winner}" in late.text
    inquiry = await newest(town)
    assert (inquiry.state, inquiry.revision, inquiry.changed_by) == (InquiryState.ACCEPTED, 2, NUMBERS[winner])
    assert await inquiry_story.happened(town) == ["asked", "accepted"]


async def test_a_department_that_was_merged_away_is_named_with_its_successor(town: Town) -> None:
    await inquiry_story.accepted(town)
    await merge_away(town, EMERGENCY, ENVIRONMENT)
    ended = {"department": "市应急管理局", "successor": "市生态环境局"}
    revision = (await newest(town)).revision
    offer = OfferTransfer(inquiry=1, revision=revision, department=EMERGENCY, reason="是他们的")
    await refused(town, "周科", offer, "department-ended", **ended)
    help_ = AskHelp(inquiry=1, department=EMERGENCY, words="请核实", until=date(2026, 12, 1))
    await refused(town, "周科", help_, "department-ended", **ended)
    ask = AskInquiry(words="消防验收？", files=(), department=EMERGENCY)
    await refused(town, "赵总", ask, "department-ended", **ended)
    complaint = AskInquiry(words="不理人", files=(), accused=EMERGENCY)
    await refused(town, "赵总", complaint, "department-ended", **ended)
    await inquiry_story.asked(town)
    given_back = ReturnInquiry(inquiry=2, revision=1, department=EMERGENCY, reason="不是")
    await refused(town, "周科", given_back, "department-ended", **ended)
    sentence = WORDS.text("zh-CN", "refusal-department-ended", ended)
    assert sentence == "市应急管理局已撤并。\n请改选承接的单位：市生态环境局"


async def test_reopened_it_goes_where_the_matters_of_a_merged_department_went(town: Town) -> None:
    await inquiry_story.solved(town)
    await merge_away(town, ENVIRONMENT, EMERGENCY)
    said = await story.perform(town, "赵总", ReopenInquiry(inquiry=1, words="没有办"))
    inquiry = await newest(town)
    assert (inquiry.state, inquiry.department_id, inquiry.answerable_id) == ("accepted", EMERGENCY, EMERGENCY)
    assert inquiry_story.heard(said, "inquiry-told-desk") == {"孙工"}


async def test_it_cannot_be_reopened_where_those_matters_went_nowhere(town: Town) -> None:
    await inquiry_story.solved(town)
    await merge_away(town, ENVIRONMENT, None)
    reopen = ReopenInquiry(inquiry=1, words="没有办")
    await refused(town, "赵总", reopen, "department-ended", department="市生态环境局", successor="")


async def test_an_asker_who_left_is_told_so_and_his_colleague_goes_on(town: Town) -> None:
    said = await inquiry_story.answered(town)
    button = to(said, "赵总")[-1].button("解决了")
    left = update(Appointment).where(Appointment.person_id == NUMBERS["赵总"]).values(ended_at=town.clock.moment)
    await town.database.run(lambda session: session.execute(left))
    text = await pressed_in_vain(town, "赵总", button)
    assert text == "您已不在这家企业任管理员。\n这件诉求由企业现在的负责人接着办，您不用再管。"
    said = await town.waits_until(at(4, 15, 30))
    assert inquiry_story.heard(said, "reminder-marking") == {"钱副总"}
    await town.presses("钱副总", to(said, "钱副总")[-1].button("解决了"))
    assert (await newest(town)).ending is InquiryEnding.SOLVED


async def test_more_time_can_be_asked_for_once_not_too_long_and_before_it_is_due(town: Town) -> None:
    await inquiry_story.accepted(town)

    def more(until: date | None) -> AskExtension:
        return AskExtension(inquiry=1, until=until, reason="等专家")

    for day in (date(2026, 12, 4), date(2026, 11, 30), date(2026, 12, 12), date(2099, 1, 1)):
        await refused(town, "周科", more(day), "extension-too-long")
    await story.perform(town, "周科", more(date(2026, 12, 11)))
    await refused(town, "周科", more(date(2026, 12, 10)), "extension-once", inquiry=1)
    inquiry = await newest(town)
    text = await pressed_in_vain(town, "周科", f"1.q_extend.q1.{inquiry.revision}")
    assert text == "诉求〔2026〕环1号已申请过延期，只能申请一次。"
    await inquiry_story.asked(town)
    await town.waits_until(at(8, 17, 30))  # deemed accepted on Monday 30 November, due on 7 December
    late = AskExtension(inquiry=2, until=date(2026, 12, 10), reason="等专家")
    await refused(town, "周科", late, "extension-too-late", inquiry=2)


async def test_while_one_transfer_is_offered_there_is_no_second(town: Town) -> None:
    await inquiry_story.offered(town)
    inquiry = await newest(town)
    again = OfferTransfer(inquiry=1, revision=inquiry.revision, department=EMERGENCY, reason="是他们的")
    await refused(town, "周科", again, "inquiry-offered-already", to="市应急管理局")
    text = await pressed_in_vain(town, "周科", f"1.q_transfer.q1.{inquiry.revision}")
    assert text == "已在等市应急管理局答复是否接办，请先等结果。"


async def test_it_goes_to_no_department_that_has_it_or_is_complained_about(town: Town) -> None:
    await inquiry_story.accepted(town)
    offer = OfferTransfer(inquiry=1, revision=2, department=ENVIRONMENT, reason="是他们的")
    await refused(town, "周科", offer, "not-that-department", department="市生态环境局")
    await refused(town, "周科", OfferTransfer(inquiry=1, revision=2, department=77, reason=""), "no-such-department")
    await inquiry_story.complained(town)
    to_accused = DesignateDepartment(inquiry=2, revision=1, department=ENVIRONMENT)
    await refused(town, "何督查", to_accused, "not-that-department", department="市生态环境局")


async def test_it_is_linked_to_another_open_one_of_its_department_and_to_nothing_else(town: Town) -> None:
    await inquiry_story.accepted(town)
    text = await pressed_in_vain(town, "周科", "1.q_link.q1.2")
    assert text == "贵单位没有别的在办诉求可以和诉求〔2026〕环1号并案。"
    await inquiry_story.accepted(town)
    await inquiry_story.asked(town)  # 3, not accepted
    await inquiry_story.appoint(town, "周科", Role.DESK, EMERGENCY)
    await inquiry_story.asked(town, EMERGENCY)
    await town.presses("孙工", "1.q_accept.q4.1")  # 4, another department's
    await inquiry_story.accepted(town)
    await story.change_row(town, Inquiry, 5, confidential=True, accused_id=EMERGENCY)
    for main in (1, 3, 4):
        await refused(town, "周科", LinkInquiry(inquiry=1, main=main), "cannot-be-linked", inquiry=1, main=main)
    for main in (5, 77):  # 周科 belongs to the accused now, and there is no such inquiry
        await refused(town, "周科", LinkInquiry(inquiry=1, main=main), "not-yours")
    await story.perform(town, "周科", LinkInquiry(inquiry=1, main=2))
    await refused(town, "周科", LinkInquiry(inquiry=2, main=1), "cannot-be-linked")
    text = await pressed_in_vain(town, "周科", f"1.q_answer.q1.{(await inquiry_story.inquiry_of(town, 1)).revision}")
    assert text == "诉求〔2026〕环1号已并入诉求〔2026〕环2号，请答复后者。"


async def test_what_is_confidential_is_linked_and_released_by_nobody(town: Town) -> None:
    await inquiry_story.accepted(town)
    await inquiry_story.accepted(town)
    await story.change_row(town, Inquiry, 2, confidential=True, accused_id=EMERGENCY)
    for inquiry, main in ((1, 2), (2, 1)):
        await refused(town, "周科", LinkInquiry(inquiry=inquiry, main=main), "cannot-be-linked")
    said = await inquiry_story.answers(town)
    assert [label for label, _ in to(said, "周科")[-1].buttons] == ["看全部经过"]
    release = ReleaseAnswer(inquiry=2, question="要多久？", answer="二十天")
    await refused(town, "周科", release, "cannot-be-released", inquiry=2)


async def test_an_answer_is_released_once(town: Town) -> None:
    await inquiry_story.solved(town)
    release = ReleaseAnswer(inquiry=1, question="要多久？", answer="二十天")
    await story.perform(town, "周科", release)
    await refused(town, "周科", release, "released-already", inquiry=1)
    text = await pressed_in_vain(town, "周科", f"1.q_release.q1.{(await newest(town)).revision}")
    assert text == "诉求〔2026〕环1号的答复已经公开过了。"


async def test_after_thirty_days_it_cannot_be_reopened(town: Town) -> None:
    said = await inquiry_story.solved(town)
    button = to(said, "赵总")[-1].button("重新办理")
    town.clock.moment = at(28, 0)
    reopen = ReopenInquiry(inquiry=1, words="没有办")
    await refused(town, "赵总", reopen, "reopening-over", inquiry=1)
    await town.presses("赵总", button)
    before = await story.everything(town)
    late = to(await town.says("赵总", "没有办"), "赵总")[-1]
    assert late.text == "诉求〔2026〕环1号已过重新办理的期限。\n截止12月27日（周日）。还没有解决，请重新提问。"
    assert await story.everything(town) == before
    town.clock.moment = at(28, 0) - timedelta(seconds=1)
    await story.perform(town, "赵总", reopen)
    assert (await newest(town)).state is InquiryState.ACCEPTED


async def test_an_offer_that_is_over_is_told_so(town: Town) -> None:
    said = await inquiry_story.offered(town)
    take, leave = (to(said, "孙工")[0].button(label) for label in ("接办", "不接办"))
    await town.waits_until(monday(17, 30))
    for button in (take, leave):
        assert await pressed_in_vain(town, "孙工", button) == "诉求〔2026〕环1号的转办已经了结，不用再答复。"


async def test_help_is_asked_for_once_at_a_time_for_a_day_to_come_and_given_once(town: Town) -> None:
    await inquiry_story.accepted(town)

    def asks(day: date) -> AskHelp:
        return AskHelp(inquiry=1, department=EMERGENCY, words="请核实", until=day)

    town.clock.moment = friday(17, 30)
    for day in (date(2026, 11, 26), date(2026, 11, 27)):
        await refused(town, "周科", asks(day), "help-day-is-past")
    await story.perform(town, "周科", asks(date(2026, 11, 30)))
    await refused(town, "周科", asks(date(2026, 12, 1)), "help-asked-already", department="市应急管理局")
    await story.perform(town, "孙工", Contribute(inquiry=1, words="已通过"))
    await refused(town, "孙工", Contribute(inquiry=1, words="已通过"), "help-given-already", inquiry=1)
    text = await pressed_in_vain(town, "孙工", f"1.q_contribute.q1.{(await newest(town)).revision}")
    assert text == "诉求〔2026〕环1号：贵单位已回复过，不用再回复。"


async def test_help_that_comes_after_the_answer_is_told_so(town: Town) -> None:
    await inquiry_story.accepted(town)
    asks = AskHelp(inquiry=1, department=EMERGENCY, words="请核实", until=date(2026, 12, 1))
    said = await story.perform(town, "周科", asks)
    button = to(said, "孙工")[0].button("协办回复")
    said = await inquiry_story.answers(town)
    (edit,) = to(said, "孙工")
    assert (edit.edit, edit.buttons) == (True, ())
    await refused(town, "孙工", Contribute(inquiry=1, words="已通过"), "inquiry-not-now", state="answered")
    assert (await pressed_in_vain(town, "孙工", button)).startswith("现在办不了：已答复，等企业确认")
    assert inquiry_story.heard(await town.waits_until(at(2, 9)), "help-overdue") == set()


async def test_a_decision_taken_twice_is_told_that_there_is_nothing_to_decide(town: Town) -> None:
    await inquiry_story.accepted(town)
    more = AskExtension(inquiry=1, until=date(2026, 12, 10), reason="等专家")
    said = await story.perform(town, "周科", more)
    asked: Said = to(said, "李局")[0]
    await town.presses("李局", asked.button("不同意延期"))
    assert await pressed_in_vain(town, "李局", asked.button("同意延期")) == "诉求〔2026〕环1号现在没有延期申请要批。"


async def test_without_a_supervisor_a_complaint_in_confidence_goes_nowhere(town: Town) -> None:
    await story.change_row(town, Person, NUMBERS["何督查"], suspended_at=town.clock.moment)
    complaint = AskInquiry(words="不理人", files=(), accused=ENVIRONMENT)
    await refused(town, "赵总", complaint, "no-supervisor")
    assert await town.look(lambda session: session.scalars(select(Inquiry)).all()) == []


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_a_complaint_in_confidence_is_told_to_nobody_of_the_accused_all_along(town: Town) -> None:
    """From the complaint to its reopening; 周科 is a desk of the other department too, as somebody forged it."""

    def belong(session: Session) -> None:
        session.add(Appointment(person_id=NUMBERS["周科"], role=Role.DESK, department_id=EMERGENCY))

    await town.database.run(belong)
    said = await inquiry_story.complained(town)
    said += await town.waits_until(monday(17, 30))
    revision = (await newest(town)).revision
    said += await story.perform(town, "何督查", DesignateDepartment(inquiry=1, revision=revision, department=EMERGENCY))
    said += await town.waits_until(at(4, 18))
    for verb in ("q_show", "q_accept", "q_answer", "q_files", "q_more", "q_take", "q_contribute"):
        for who in ("周科", "李局", "王工"):
            assert (await pressed_in_vain(town, who, f"1.{verb}.q1.{(await newest(town)).revision}")) == NOT_YOURS
    for who in ("周科", "李局"):
        listed = await town.says(who, "我的诉求")
        assert "窗口" not in "".join(one.text for one in listed)
    said += await inquiry_story.answers(town, "孙工")
    said += await story.perform(town, "赵总", ReopenInquiry(inquiry=1, words="还是不收"))
    assert {one.who for one in said} == {"赵总", "何督查", "孙工"}
