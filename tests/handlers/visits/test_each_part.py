"""A visit for which two departments ask: what each head, official and visitor hears, and may do, is his own."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.turn import Turn
from handlers.visits.actions.request import put_before_approvers
from handlers.visits.commands import ChangeVisitors, NoteOutcome, Promised, RejectVisit
from models.ground.refusals import Refusal
from models.ratings.ratings import RatingLine
from models.register.people import Role
from models.register.rules import Kind
from models.visits.states import Side, State
from models.visits.visits import Outcome, Part, Promise, Visit, Visitor
from tests.handlers.inquiries.story import EMERGENCY, appoint
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, friday, last, told
from tests.town import Said, Town, to

BOTH = "市生态环境局、市应急管理局"
HEAD, OFFICIAL, ASKING = "吴管理", "孙工", "周科"
"""Of the second department: its head, who goes for it, and who asked and stays at home."""


async def requested(town: Town, *, asks: str = OFFICIAL) -> list[Said]:
    """王工 comes for 市生态环境局, 孙工 for 市应急管理局, and both heads have it before them."""
    await appoint(town, HEAD, Role.APPROVER, EMERGENCY)
    if asks != OFFICIAL:
        await appoint(town, asks, Role.OFFICIAL, EMERGENCY)
    await story.requested(town, Kind.SURVEY, ("王工",))
    await town.database.run(lambda session: _add(session, NUMBERS[asks]))
    return await story.does(town, "王工", _put_before_approvers)


def _add(session: Session, asks: int) -> None:
    part = Part(
        visit_id=1,
        department_id=EMERGENCY,
        requested_by=asks,
        kind=Kind.SURVEY,
        matters=["用电安全"],
        materials="用电台账",
    )
    session.add(part)
    session.flush()
    session.add(Visitor(visit_id=1, part_id=part.id, person_id=NUMBERS[OFFICIAL]))


def _put_before_approvers(turn: Turn) -> None:
    put_before_approvers(turn, turn.session.get_one(Visit, 1))


async def rejects(town: Town, who: str, said: list[Said]) -> list[Said]:
    """Somebody turns down what stands before him, with the revision that his button shows."""
    assert last(said, who).button("不批准")
    return await story.perform(town, who, RejectVisit(visit=1, revision=1, reason="另行安排"))


async def approved(town: Town, *, asks: str = OFFICIAL) -> list[Said]:
    """Both heads have approved, each by the button that he was sent."""
    said = await requested(town, asks=asks)
    await town.presses("李局", last(said, "李局").button("批准"))
    return await town.presses(HEAD, last(said, HEAD).button("批准"))


async def under_way(town: Town, *, asks: str = OFFICIAL) -> None:
    """赵总 has agreed, and both are in."""
    await town.presses("赵总", last(await approved(town, asks=asks), "赵总").button("同意"))
    town.clock.moment = at(3, 14, 30)
    for who in ("王工", OFFICIAL):
        assert last(await town.scans(who, await town.sign()), who).key == "verdict-green"


async def leaves(town: Town, who: str) -> list[Said]:
    def named(session: Session) -> int:
        person = NUMBERS[who]
        return session.scalars(select(Visitor.id).where(Visitor.person_id == person, Visitor.visit_id == 1)).one()

    return await town.presses(who, f"1.leave.n{await town.look(named)}.0")


def found(what: Outcome = Outcome.NOTHING_FOUND, *promises: Promised) -> NoteOutcome:
    return NoteOutcome(visit=1, outcome=what, words="", promises=promises)


async def test_a_visit_of_two_departments_from_its_request_to_what_each_of_them_found(town: Town) -> None:
    said = await requested(town)
    for head in ("李局", HEAD):
        assert "用电台账" in last(said, head).text
    await town.presses("李局", last(said, "李局").button("批准"))
    assert (await town.visit()).state is State.REQUESTED
    question = last(await town.presses(HEAD, last(said, HEAD).button("批准")), "赵总")
    assert BOTH in question.text
    said = await town.presses("赵总", question.button("同意"))
    assert BOTH in last([one for one in said if one.key == "pass-list"], "赵总").text
    town.clock.moment = at(3, 14, 30)
    for who in ("王工", OFFICIAL):
        assert last(await town.scans(who, await town.sign()), who).key == "verdict-green"
    assert (await leaves(town, "王工"))[0].key == "left-done"
    assert (await town.visit()).state is State.UNDER_WAY
    assert "visit-left" in told(await leaves(town, OFFICIAL))["赵总"]
    assert (await town.visit()).state is State.ENDED
    for who, department in ((OFFICIAL, "市应急管理局"), ("王工", "市生态环境局")):
        news = last(await story.perform(town, who, found()), "赵总").text
        assert f"部门：{department}\n" in news
        assert BOTH not in news
    assert [part.outcome for part in (await town.visit()).parts] == [Outcome.NOTHING_FOUND] * 2


async def test_the_second_head_decides_by_the_button_he_was_sent(town: Town) -> None:
    said = await requested(town)
    await town.presses("李局", last(said, "李局").button("批准"))
    said = await town.presses(HEAD, last(said, HEAD).button("批准"))
    assert "enterprise-asked" in told(said)["赵总"]


async def test_the_officials_button_to_withdraw_holds_after_the_first_head_has_approved(town: Town) -> None:
    said = await requested(town)
    revision = (await town.visit()).revision
    await town.presses("李局", last(said, "李局").button("批准"))
    assert (await town.visit()).revision == revision


async def test_whoever_has_decided_has_no_buttons_any_more_and_the_other_keeps_his(town: Town) -> None:
    said = await requested(town)
    said = await town.presses("李局", last(said, "李局").button("批准"))
    edited = [one for one in said if one.edit]
    assert {one.who for one in edited} == {"李局"}
    assert all(not one.message.buttons for one in edited)


async def test_only_the_head_who_has_not_decided_is_reminded(town: Town) -> None:
    said = await requested(town)
    await town.presses("李局", last(said, "李局").button("批准"))
    said = await town.waits_until(friday(16))

    assert {one.who for one in said if one.key == "reminder-approval"} == {HEAD}


async def test_what_has_been_decided_does_not_wait_for_him_in_his_list(town: Town) -> None:
    said = await requested(town)
    await town.presses("李局", last(said, "李局").button("批准"))
    assert "visit-shown" not in told(await town.says("李局", "待办"))["李局"]
    assert "visit-shown" in told(await town.says(HEAD, "待办"))[HEAD]


async def test_a_department_without_a_head_cannot_be_asked(town: Town) -> None:
    await story.requested(town, Kind.SURVEY, ("王工",))
    await town.database.run(lambda session: _add(session, NUMBERS[OFFICIAL]))
    with pytest.raises(Refusal, match="no-approver"):
        await story.does(town, "王工", _put_before_approvers)


async def test_of_a_part_that_dropped_out_the_enterprise_hears_nothing(town: Town) -> None:
    said = await requested(town)
    await town.presses("李局", last(said, "李局").button("批准"))
    question = last(await rejects(town, HEAD, said), "赵总").text
    assert not [word for word in ("市应急管理局", "用电安全", "用电台账", OFFICIAL) if word in question]


async def test_whose_part_dropped_out_is_told_so_and_hears_no_more(town: Town) -> None:
    said = await requested(town)
    await town.presses("李局", last(said, "李局").button("批准"))
    said = await rejects(town, HEAD, said)
    assert told(said)[OFFICIAL] == ["part-rejected"]
    said = await town.presses("赵总", last(said, "赵总").button("同意"))
    assert set(told(said)).isdisjoint({HEAD, OFFICIAL})


async def test_both_officials_hear_how_it_goes(town: Town) -> None:
    said = await approved(town, asks=ASKING)
    assert {one.who for one in said if one.key == "request-approved"} == {"王工", ASKING}


async def test_whoever_asked_for_a_part_notes_what_was_found_for_it(town: Town) -> None:
    await under_way(town, asks=ASKING)
    await story.perform(town, ASKING, found(Outcome.PUT_RIGHT))
    assert [part.outcome for part in (await town.visit()).parts] == [None, Outcome.PUT_RIGHT]


async def test_whose_own_part_dropped_out_has_nothing_to_note_and_nobody_to_name(town: Town) -> None:
    said = await requested(town)
    await rejects(town, "李局", said)
    said = await town.presses(HEAD, last(said, HEAD).button("批准"))
    said = await town.presses("赵总", last(said, "赵总").button("同意"))
    visit = await town.visit()
    command = ChangeVisitors(visit=1, revision=visit.revision, visitors=(NUMBERS["周科"],))
    with pytest.raises(Refusal, match="not-yours"):
        await story.perform(town, "王工", command)
    await story.put_into(town, State.ENDED)
    promised = Promised(side=Side.OFFICIAL, words="回访", until=date(2026, 12, 10))
    with pytest.raises(Refusal, match="not-yours"):
        await story.perform(town, "王工", found(Outcome.NOTHING_FOUND, promised))


async def test_each_official_who_leaves_may_note_what_was_found(town: Town) -> None:
    await under_way(town)
    await leaves(town, "王工")
    said = await leaves(town, OFFICIAL)
    assert next(one for one in to(said, OFFICIAL) if one.key == "left-done").button("记录结果")


async def test_a_promise_is_on_the_part_of_whoever_made_it_and_he_is_reminded(town: Town) -> None:
    await under_way(town)
    promised = Promised(side=Side.OFFICIAL, words="回访", until=date(2026, 12, 10))
    await story.perform(town, OFFICIAL, found(Outcome.PUT_RIGHT, promised))
    promise = await town.look(lambda session: session.get_one(Promise, 1))
    assert promise.part_id == (await town.visit()).parts[1].id
    said = await town.waits_until(at(10, 8, 30))
    assert {one.who for one in said if one.key == "reminder-promise"} == {OFFICIAL}


async def test_a_department_whose_part_dropped_out_is_not_rated(town: Town) -> None:
    said = await requested(town)
    await town.presses("李局", last(said, "李局").button("批准"))
    said = await rejects(town, HEAD, said)
    await town.presses("赵总", last(said, "赵总").button("同意"))
    town.clock.moment = at(3, 14, 30)
    await town.scans("王工", await town.sign())
    said = await leaves(town, "王工")
    await town.presses("赵总", last(said, "赵总").button("满意"))
    parts = await town.look(
        lambda session: [line.part_id for line in session.scalars(select(RatingLine).order_by(RatingLine.id))]
    )
    assert parts == [1, None]


async def test_whoever_asked_for_a_part_and_stays_at_home_has_the_visit_in_his_list(town: Town) -> None:
    await under_way(town, asks=ASKING)
    await story.put_into(town, State.ENDED)
    (shown,) = to(await town.says(ASKING, "我的访企"), ASKING)
    assert shown.button("记录结果")


async def test_in_the_morning_each_official_reads_what_he_has_not_noted(town: Town) -> None:
    await town.opens()
    await under_way(town, asks=ASKING)
    for who in ("王工", OFFICIAL):
        await leaves(town, who)
    await story.perform(town, "王工", found())
    digests = {one.who: one.text for one in await town.waits_until(at(4, 8, 30)) if one.key == "digest"}
    assert "还没记 走访结果" in digests[ASKING]
    assert "王工" not in digests


async def test_new_visitors_of_one_part_wait_for_its_own_head_alone(town: Town) -> None:
    said = await approved(town)
    await town.presses("赵总", last(said, "赵总").button("同意"))
    said = await story.renames(town, "王工", "周科")
    assert {one.who for one in said if one.key == "request-to-approve"} == {"李局"}
    said = await town.presses("李局", last(said, "李局").button("批准"))
    assert BOTH in last(said, "赵总").text


async def test_whose_new_visitors_were_turned_down_drops_out_and_who_had_a_pass_hears_it(town: Town) -> None:
    said = await approved(town)
    await town.presses("赵总", last(said, "赵总").button("同意"))
    await story.renames(town, "王工", "周科")
    revision = (await town.visit()).revision
    said = await story.perform(town, "李局", RejectVisit(visit=1, revision=revision, reason="人太多"))
    assert "part-rejected" in told(said)["王工"]
    assert (await town.visit()).state is State.ASKED
    assert "市生态环境局" not in last(said, "赵总").text
