"""An enterprise that nobody can reach: nothing runs against it, and what can be done about it."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from handlers.visits.commands import RejectNotice, ServeNotice
from jobs.recording import PATIENCE, record_of
from jobs.sending import Again, Gone, Outcome, Unknown
from models.ground.ledger import ledger
from models.ground.machine import LARGEST_ID
from models.ground.refusals import Refusal
from models.post.outbox_table import Row
from models.register.people import Identity
from models.register.rules import Kind
from models.time import clocks
from models.time.clocks import ClockKind
from models.visits.paper_notices import PaperNotice
from models.visits.states import How, State
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, TUESDAY, at, friday, held_rows, last, refusal_of
from tests.town import Town, to

MONDAY = at(7, 14, 30)


def notice_for(start: datetime | None) -> ServeNotice:
    end = start + timedelta(hours=2) if start else None
    return ServeNotice(visit=1, digest="d" * 64, name="通知.pdf", start=start, end=end)


async def running(town: Town) -> dict[str, Any]:
    """When each running clock of the visit is due."""
    table = clocks.clocks
    query = select(table.c.kind, table.c.due_at).where(table.c.state == "open", table.c.subject == "visit:1")
    return {row.kind: row.due_at for row in await town.look(lambda session: session.execute(query).all())}


async def done(town: Town) -> list[str]:
    query = select(ledger.c.verb).where(ledger.c.subject == "visit:1").order_by(ledger.c.id)
    return await town.look(lambda session: list(session.scalars(query)))


async def notices(town: Town) -> list[PaperNotice]:
    return await town.look(lambda session: list(session.scalars(select(PaperNotice).order_by(PaperNotice.id))))


# Nobody hears the question


async def test_while_nobody_is_reached_no_silence_counts_and_nothing_lapses(town: Town) -> None:
    await story.unheard(town)
    assert await running(town) == {ClockKind.LISTENER: at(4, 17, 30)}
    await town.waits_until(at(20, 9))
    visit = await town.visit()
    assert (visit.state, visit.paper_from) == (State.ASKED, at(4, 17, 30))
    assert await running(town) == {}


async def test_the_operator_finds_it_on_his_list_and_the_official_on_his(town: Town) -> None:
    await story.unheard(town)
    for who, words in (("吴管理", "待我处理"), ("王工", "我的访企")):
        (shown,) = await town.says(who, words)
        assert "企业收不到消息，12月4日（周五）起可以书面送达" in shown.text
        assert "雁北示例机械" in shown.text
    town.reached = True
    await town.says("赵总", "菜单")
    assert [one.key for one in await town.says("吴管理", "待我处理")] == ["waiting-nothing"]


@pytest.mark.parametrize("outcome", [Gone(why="blocked", receiver=True), Unknown(why="timeout"), Again(seconds=1)])
async def test_a_question_that_no_platform_could_deliver_is_told_to_the_official(town: Town, outcome: Outcome) -> None:
    """They were thought to be reachable, and have blocked us; or the last of the attempts came to nothing."""
    town.reached = False
    await story.asked(town)
    assert await running(town) == {}
    for name in ("赵总", "钱副总"):
        await town.database.run(partial(_ended, town, name, outcome))
        assert (await running(town) == {}) is (name == "赵总"), "there is hope as long as one is on its way"
    assert await running(town) == {ClockKind.LISTENER: at(4, 17, 30)}
    said = await town.waits_until(town.clock.moment + timedelta(seconds=1))
    assert story.told(said) == {"王工": ["enterprise-not-reached"], "吴管理": ["operator-not-reached"]}


def _ended(town: Town, name: str, outcome: Outcome, session: Any) -> None:
    (row,) = (
        row
        for row in held_rows(session)
        if row.person_id == NUMBERS[name] and (row.about, row.effect) == ("visit.1.reply", "send")
    )
    row = replace(row, attempts=PATIENCE - 1)
    record_of(row, outcome, 0.0, town.deadlines.heard, town.deadlines.lost).write(session)


async def test_whoever_acts_again_is_asked_at_once_and_the_ordinary_clock_runs_from_then(town: Town) -> None:
    await story.unheard(town)
    town.clock.moment = friday(15)
    said = await town.says("钱副总", "菜单")
    assert story.told(said) == {"钱副总": ["enterprise-asked", "menu"], "王工": ["enterprise-reached"]}
    assert await running(town) == {ClockKind.REPLY: at(1, 17, 30)}
    assert (await town.visit()).unreached_since is None
    (asked,) = (one for one in said if one.key == "enterprise-asked")
    await town.presses("钱副总", asked.button("同意"))
    assert (await town.visit()).how is How.AGREED
    assert "ask_again" in await done(town)


async def test_reached_when_it_is_too_late_to_ask_the_visit_is_off(town: Town) -> None:
    await story.unheard(town)
    town.clock.moment = at(3, 11)
    said = await town.says("赵总", "菜单")
    off = "visit-lapsed-unasked"
    assert story.told(said) == {"赵总": [off, "menu"], "王工": [off], "周科": [off], "李局": [off]}
    assert (await town.visit()).state is State.LAPSED
    assert await running(town) == {}


async def test_a_question_that_arrives_after_its_own_due_moment_accepts_nothing(town: Town) -> None:
    town.reached = False
    await story.asked(town)
    town.clock.moment = at(3, 14)
    row = Row(id=1, channel="telegram", account="1", urgency="notice", effect="send", about="visit.1.reply", body={})
    await town.database.run(lambda session: town.deadlines.heard(session, row))
    assert set(await running(town)) == {ClockKind.LISTENER}
    said = await town.waits_until(at(3, 14, 1))
    assert (await town.visit()).state is State.LAPSED
    assert "visit-lapsed-unasked" in story.told(said)["王工"]
    assert "lapse_unasked" in await done(town)


# On paper


async def test_after_five_working_days_an_inspection_can_go_on_by_paper_and_nothing_else_can(town: Town) -> None:
    said = await story.out_of_reach(town)
    assert [label for label, _ in last(said, "王工").buttons] == ["书面送达", "撤回"]
    assert "paper_way" in await done(town)
    with pytest.raises(Refusal, match="notice-too-late"):
        await story.perform(town, "王工", notice_for(None))


async def test_before_that_a_notice_will_not_do(town: Town) -> None:
    await story.unheard(town)
    before = await story.everything(town)
    with pytest.raises(Refusal, match="no-paper-way"):
        await story.perform(town, "王工", notice_for(None))
    assert await story.everything(town) == before


async def test_a_survey_waits_for_the_enterprise_however_long(town: Town) -> None:
    await story.unheard(town, Kind.SURVEY)
    said = await town.waits_until(at(4, 17, 30))
    assert story.told(said) == {"王工": ["enterprise-still-unreached"]}
    with pytest.raises(Refusal, match="no-paper-way"):
        await story.perform(town, "王工", notice_for(TUESDAY))


async def test_the_supervisor_sees_what_was_served_and_approves(town: Town) -> None:
    said = await story.out_of_reach(town)
    await town.presses("王工", last(said, "王工").button("书面送达"))
    await town.sends_file("王工", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    said = await town.says("王工", "12月8日 14:30-16:30")
    asked = last(said, "何督查")
    assert "时间：12月8日（周二）14:30–16:30" in asked.text
    shown = await town.presses("何督查", asked.button("看通知"))
    assert shown[0].message.file == (await notices(town))[0].digest
    await town.presses("何督查", asked.button("批准送达"))
    visit = await town.visit()
    assert (visit.state, visit.how, visit.starts_at) == (State.AGREED, How.PAPER, TUESDAY)
    assert set(await running(town)) == {ClockKind.WINDOW}
    assert (await done(town))[-2:] == ["serve_notice", "approve_notice"]
    (notice,) = await notices(town)
    assert (notice.approved, notice.decided_by) == (True, NUMBERS["何督查"])
    before = await story.everything(town)
    assert refusal_of(await town.presses("何督查", asked.button("批准送达"))) == "notice-decided"
    assert await story.everything(town) == before


async def test_rejected_it_can_be_served_again_and_a_newer_one_replaces_one_that_waits(town: Town) -> None:
    said = await story.served(town)
    first = last(said, "何督查")
    said = await story.perform(town, "何督查", RejectNotice(notice=1, reason="没有企业签收"))
    assert "理由：「没有企业签收」" in last(said, "王工").text
    assert [label for label, _ in last(said, "王工").buttons] == ["书面送达", "撤回"]
    said = await story.perform(town, "王工", notice_for(TUESDAY))
    second = last(said, "何督查")
    await story.perform(town, "王工", notice_for(MONDAY))
    for old in (first, second):
        assert refusal_of(await town.presses("何督查", old.button("批准送达"))) == "notice-decided"
    assert [notice.approved for notice in await notices(town)] == [False, None, None]
    assert (await town.visit()).state is State.ASKED


async def test_a_notice_whose_day_has_begun_cannot_be_approved_any_more(town: Town) -> None:
    said = await story.served(town)
    town.clock.moment = TUESDAY
    assert refusal_of(await town.presses("何督查", last(said, "何督查").button("批准送达"))) == "notice-too-late"
    assert (await town.visit()).state is State.ASKED


async def test_reached_meanwhile_the_paper_way_ends(town: Town) -> None:
    """The day asked for is far away: the enterprise can still be asked in time."""
    await story.lose_everybody(town)
    await story.perform(town, "王工", story.request_for(start=at(15, 14, 30)))
    await town.presses("李局", "1.approve.v1.1")
    said = await town.waits_until(at(4, 17, 30))
    assert last(said, "王工").key == "paper-notice-possible"
    said = await story.perform(town, "王工", notice_for(None))
    approve = last(said, "何督查").button("批准送达")
    town.clock.moment = at(7, 9)
    said = await town.says("赵总", "菜单")
    assert "enterprise-asked" in story.told(said)["赵总"]
    assert set(await running(town)) == {ClockKind.REPLY}
    assert refusal_of(await town.presses("何督查", approve)) == "no-paper-way"
    with pytest.raises(Refusal, match="no-paper-way"):
        await story.perform(town, "王工", notice_for(TUESDAY))


async def test_an_identity_that_comes_later_counts_as_being_reached(town: Town) -> None:
    await story.unheard(town)
    await town.database.run(lambda session: session.query(Identity).update({Identity.reachable: True}))
    said = await town.says("赵总", "待我处理")
    assert to(said, "赵总")[0].key == "visit-shown"
    assert set(await running(town)) == {ClockKind.REPLY}, "the list brought the question"


async def test_nobody_else_can_decide_on_a_notice_nor_on_one_that_does_not_exist(town: Town) -> None:
    await story.served(town)
    before = await story.everything(town)
    for person in NUMBERS.keys() - {"何督查", "赵总", "钱副总"}:  # whoever of the enterprise acts has been reached
        for verb in ("notice_show", "notice_approve", "notice_reject"):
            assert "办不了" in (await town.presses(person, f"1.{verb}.p1.0"))[0].text
    for number in (2, LARGEST_ID):
        for verb in ("notice_show", "notice_approve", "notice_reject"):
            assert "办不了" in (await town.presses("何督查", f"1.{verb}.p{number}.0"))[0].text
    assert await story.everything(town) == before
