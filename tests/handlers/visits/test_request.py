"""Asking for a visit and approving it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.visits.commands import RejectVisit
from models.ground.messages import day
from models.ground.refusals import Refusal
from models.register.people import Person
from models.register.rules import Kind
from models.visits.states import PartState, State
from models.visits.visits import Part, Visit
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, friday
from tests.town import Town, to


async def _refused(town: Town, who: str = "王工", **values: Any) -> str:
    command = replace(story.request_for(Kind.SURVEY), **values)
    before = await story.everything(town)
    with pytest.raises(Refusal) as refusal:
        await story.perform(town, who, command)
    assert await story.everything(town) == before
    return refusal.value.code


async def test_a_request_keeps_everything_that_was_said(town: Town) -> None:
    await story.requested(town)
    visit = await town.visit()
    (part,) = await town.look(lambda session: list(session.scalars(select(Part))))
    assert (visit.state, visit.requested_by, visit.first_start) == (State.REQUESTED, NUMBERS["王工"], story.START)
    assert (part.kind, part.state, part.materials) == (Kind.ROUTINE, PartState.REQUESTED, "近三个月监测记录")
    assert (part.matters, part.matter_words) == (["大气污染防治设施运行"], "重点看台账")
    assert [visitor.person_id for visitor in part.visitors] == [NUMBERS[name] for name in story.TEAM]


async def test_an_enterprise_that_is_not_there_cannot_be_visited(town: Town) -> None:
    assert await _refused(town, enterprise=77) == "no-such-enterprise"


async def test_the_lead_time_is_the_enterprises(town: Town) -> None:
    """Asked on Friday: Monday to Wednesday are its own, Thursday is the first day."""
    wednesday = at(2, 14, 30)
    assert await _refused(town, start=wednesday, end=wednesday + timedelta(hours=2)) == "lead-time"
    assert await _refused(town, end=story.START) == "lead-time"


async def test_only_colleagues_can_be_named(town: Town) -> None:
    for team in ((NUMBERS["孙工"],), (NUMBERS["王工"], NUMBERS["赵总"]), (77,), ()):
        assert await _refused(town, visitors=team) == "not-a-colleague"


async def test_an_inspection_needs_two_officers_with_cards_that_hold_on_the_day(town: Town) -> None:
    assert await _refused(town, kind=Kind.ROUTINE, visitors=(NUMBERS["王工"],)) == "team-has-too-few-officers"
    await story.change_row(town, Person, NUMBERS["周科"], card_valid_until=date(2026, 12, 2))
    assert await _refused(town, kind=Kind.ROUTINE) == "team-has-too-few-officers"
    await story.change_row(town, Person, NUMBERS["周科"], card_valid_until=date(2026, 12, 3), assistant=True)
    assert await _refused(town, kind=Kind.ROUTINE) == "team-has-too-few-officers"
    await story.change_row(town, Person, NUMBERS["周科"], assistant=False)
    await story.requested(town)
    assert (await town.visit()).state is State.REQUESTED


async def test_a_window_that_leaves_no_time_to_answer_cannot_be_asked_for(town: Town) -> None:
    """A kind without lead time still leaves the enterprise four working hours."""
    soon = friday(14, 30)
    assert await _refused(town, kind=Kind.CLUE, start=soon, end=soon + timedelta(hours=1)) == "time-is-too-soon"


@pytest.mark.parametrize("who", ["李局", "赵总", "何督查"])
async def test_whoever_is_no_official_asks_for_nothing(town: Town, who: str) -> None:
    assert await _refused(town, who) == "not-yours"


async def test_the_head_sees_the_other_visits_nearby_and_until_when_he_can_approve(town: Town) -> None:
    await story.requested(town, Kind.SURVEY)
    said = await story.perform(town, "王工", replace(story.request_for(Kind.SURVEY), start=at(4, 9), end=at(4, 11)))
    asked = to(said, "李局")[0].text
    assert "还有别的访企：\n· 12月3日（周四）14:30–16:30 市生态环境局" in asked
    assert "要在11月30日（周一）17:30前批准" in asked


async def test_a_request_nobody_approves_in_time_lapses_and_the_next_free_day_is_offered(town: Town) -> None:
    await story.requested(town)
    answered = await town.waits_until(friday(17, 30))
    visit = await town.visit()
    assert (visit.state, visit.changed_by) == (State.LAPSED, None)
    lapsed = next(one for one in answered if one.key == "visit-lapsed")
    assert lapsed.message.fields["next"] == day(date(2026, 12, 3)), "its own day is free again"


async def test_the_offered_day_is_one_that_nothing_else_has_taken(town: Town) -> None:
    await story.requested(town, Kind.SURVEY)
    other = replace(story.request_for(Kind.SURVEY, ("周科",)), start=at(3, 9), end=at(3, 11))
    said = await story.perform(town, "周科", other)
    await town.presses("李局", to(said, "李局")[0].button("批准"))
    answered = await town.waits_until(friday(17, 30))
    lapsed = next(one for one in answered if one.key == "visit-lapsed")
    assert lapsed.message.fields["next"] == day(date(2026, 12, 4))


async def test_where_no_day_is_free_none_is_offered(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await story.requested(town, Kind.SURVEY)
    monkeypatch.setattr("handlers.visits.actions.request.free_days", lambda *_: [])
    answered = await town.waits_until(at(1, 9))
    assert "下次可约" not in next(one for one in answered if one.key == "visit-lapsed").text


async def test_approved_a_moment_before_it_is_asked(town: Town) -> None:
    said = await story.requested(town)
    town.clock.moment = friday(17, 29)
    answered = await town.presses("李局", to(said, "李局")[0].button("批准"))
    visit = await town.visit()
    assert (visit.state, visit.asked_at) == (State.ASKED, town.clock.moment)
    asked = to(answered, "赵总")[0].text
    assert "请在12月1日（周二）17:30前答复" in asked
    assert "逾期视为同意" in asked
    part = await town.look(lambda session: session.scalars(select(Part)).one())
    assert (part.state, part.decided_by) == (PartState.APPROVED, NUMBERS["李局"])


async def test_a_survey_says_that_silence_lets_it_lapse(town: Town) -> None:
    said = await story.asked(town, Kind.SURVEY)
    assert "逾期自动失效" in to(said, "赵总")[0].text


async def test_a_rejection_gives_its_reason_to_the_asker_and_is_kept(town: Town) -> None:
    await story.requested(town)
    said = await story.perform(town, "李局", RejectVisit(visit=1, revision=1, reason="与创建检查重复"))
    assert "理由：「与创建检查重复」" in to(said, "王工")[0].text
    visit = await town.visit()
    assert (visit.state, visit.reason) == (State.REJECTED, "与创建检查重复")


async def test_the_head_can_read_the_slip_and_the_supervisor_is_never_given_it(town: Town) -> None:
    await story.requested(town)
    assert story.refusal_of(await town.presses("李局", "1.slip.v1.1")) == "not-yours", "nothing was handed in"

    def attach(session: Session) -> None:
        part = session.scalars(select(Part)).one()
        part.slip, part.slip_name = "a" * 64, "审批单.pdf"

    await town.database.run(attach)
    (shown,) = await town.presses("李局", "1.slip.v1.1")
    assert (shown.key, shown.message.file) == ("slip-shown", "a" * 64)
    assert story.refusal_of(await town.presses("何督查", "1.slip.v1.1")) == "not-yours"


async def test_a_visit_of_the_enterprise_belongs_to_its_region(town: Town) -> None:
    await story.requested(town)
    assert await town.look(lambda session: session.scalars(select(Visit.region_id)).one()) == 1
