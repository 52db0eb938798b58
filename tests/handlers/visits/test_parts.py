"""A visit of two departments: each head decides for his own, the enterprise consents once, each official notes his."""

import pytest
from sqlalchemy.orm import Session

from handlers.visits.commands import NoteOutcome, RejectVisit
from models.register.people import Role
from models.register.rules import Kind
from models.visits.states import PartState, State
from models.visits.visits import Outcome, Part, Visitor
from tests.handlers.inquiries.story import EMERGENCY, appoint
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, last, refusal_of
from tests.town import Said, Town, to

BOTH = "市生态环境局、市应急管理局"
HEAD = "吴管理"  # of the second department here


async def requested(town: Town, kind: Kind = Kind.ROUTINE) -> list[Said]:
    """王工 and 周科 come for 市生态环境局, 孙工 for 市应急管理局; the second part is put in behind everybody's back."""
    await appoint(town, HEAD, Role.APPROVER, EMERGENCY)
    said = await story.requested(town)

    def add(session: Session) -> None:
        part = Part(visit_id=1, department_id=EMERGENCY, requested_by=NUMBERS["孙工"], kind=kind, matters=["用电安全"])
        session.add(part)
        session.flush()
        session.add(Visitor(visit_id=1, part_id=part.id, person_id=NUMBERS["孙工"]))

    await town.database.run(add)
    return said


async def approves(town: Town, who: str) -> list[Said]:
    visit = await town.visit()
    return await town.presses(who, story.button_of("approve", 1, visit.revision))


async def asked(town: Town, kind: Kind = Kind.ROUTINE) -> list[Said]:
    await requested(town, kind)
    await approves(town, "李局")
    return await approves(town, HEAD)


async def states(town: Town) -> list[PartState]:
    return [part.state for part in (await town.visit()).parts]


async def test_the_first_head_leaves_it_with_the_other_and_nobody_else_is_asked(town: Town) -> None:
    await requested(town)
    said = await approves(town, "李局")
    assert [one.who for one in said if not one.edit] == ["李局"]
    assert "还要等市应急管理局" in last(said, "李局").text
    assert (await town.visit()).state is State.REQUESTED
    assert await states(town) == [PartState.APPROVED, PartState.REQUESTED]


async def test_a_head_decides_once(town: Town) -> None:
    await requested(town)
    await approves(town, "李局")
    assert refusal_of(await approves(town, "李局")) == "not-yours"
    assert await states(town) == [PartState.APPROVED, PartState.REQUESTED]


async def test_when_both_have_approved_the_enterprise_is_asked_once_for_both(town: Town) -> None:
    said = await asked(town)
    (question,) = [one for one in to(said, "赵总") if not one.edit]
    assert BOTH in question.text
    assert "用电安全" in question.text
    assert (await town.visit()).state is State.ASKED


async def test_what_one_head_turns_down_drops_out_and_the_other_goes_on(town: Town) -> None:
    await requested(town)
    await approves(town, "李局")
    revision = (await town.visit()).revision
    said = await story.perform(town, HEAD, RejectVisit(visit=1, revision=revision, reason="我局另行安排"))
    assert to(said, "王工")[0].text.startswith("市应急管理局没有批准")
    assert (await town.visit()).state is State.ASKED
    question = last(said, "赵总")
    assert "市生态环境局" in question.text
    assert "市应急管理局" not in question.text


async def test_when_all_heads_turn_it_down_it_is_rejected(town: Town) -> None:
    await requested(town)
    for who in ("李局", HEAD):
        revision = (await town.visit()).revision
        await story.perform(town, who, RejectVisit(visit=1, revision=revision, reason="人手不够"))
    assert (await town.visit()).state is State.REJECTED
    assert await states(town) == [PartState.REJECTED, PartState.REJECTED]


@pytest.mark.parametrize(("second", "agreed"), [(Kind.ROUTINE, True), (Kind.SURVEY, False)])
async def test_silence_accepts_only_what_it_accepts_for_both(town: Town, second: Kind, agreed: bool) -> None:
    await asked(town, second)
    await town.waits_until(at(2, 17, 30))
    assert ((await town.visit()).state is State.AGREED) == agreed


async def test_each_visitor_gets_his_pass_and_each_official_notes_what_was_found_for_his_own(town: Town) -> None:
    await asked(town, Kind.SURVEY)
    visit = await town.visit()
    said = await town.presses("赵总", story.button_of("agree", 1, visit.revision))
    assert {one.who for one in said if one.key == "pass-yours"} == {"王工", "周科", "孙工"}
    town.clock.moment = at(3, 14, 30)
    for who in ("王工", "周科", "孙工"):
        assert last(await town.scans(who, await town.sign()), who).key == "verdict-green"
    outcome = NoteOutcome(visit=1, outcome=Outcome.NOTHING_FOUND, words="", promises=())
    await story.put_into(town, State.ENDED)
    await story.perform(town, "孙工", outcome)
    assert [part.outcome for part in (await town.visit()).parts] == [None, Outcome.NOTHING_FOUND]
    await story.perform(town, "王工", outcome)
    assert [part.outcome for part in (await town.visit()).parts] == [Outcome.NOTHING_FOUND] * 2
