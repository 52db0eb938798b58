"""The enterprise's answer, the objection, and another day with all its limits."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.visits.commands import ProposeDay, WithdrawVisit
from models.ground.refusals import Refusal
from models.register.people import Person
from models.register.rules import Kind
from models.visits.passes import Pass
from models.visits.states import How, PassState, Side, State
from models.visits.visits import Visit
from tests.handlers.visits import story
from tests.handlers.visits.story import MONDAY, NUMBERS, TUESDAY, WEDNESDAY, at, friday
from tests.town import Said, Town


async def _states_of_passes(town: Town) -> list[PassState]:
    return await town.look(lambda session: list(session.scalars(select(Pass.state).order_by(Pass.id))))


async def _proposes(town: Town, day: datetime, who: str = "赵总") -> str:
    """The refusal of another day; "" where it is put on the table."""
    before = await story.everything(town)
    try:
        await (story.counters(town, day) if who == "王工" else story.postpones(town, day, who=who))
    except Refusal as refusal:
        assert await story.everything(town) == before
        return refusal.code
    return ""


# Agreeing and declining


async def test_an_agreement_remembers_who_when_and_how(town: Town) -> None:
    await story.agreed(town)
    visit = await town.visit()
    assert (visit.how, visit.agreed_at, visit.changed_by) == (How.AGREED, town.clock.moment, NUMBERS["赵总"])


async def test_a_no_to_a_survey_is_final(town: Town) -> None:
    await story.asked(town, Kind.SURVEY)
    await story.declines(town, "钱副总")
    visit = await town.visit()
    assert (visit.state, visit.reason) == (State.DECLINED, "刚检查过")


async def test_a_no_to_an_inspection_is_an_objection_with_a_day_for_the_supervisor(town: Town) -> None:
    said = await story.objected(town)
    assert (await town.visit()).state is State.OBJECTED
    assert "裁定期限：11月30日（周一）17:30" in story.last(said, "何督查").text


async def test_an_objection_upheld_ends_the_visit(town: Town) -> None:
    said = await story.objected(town)
    await town.presses("何督查", story.last(said, "何督查").button("支持异议"))
    assert (await town.visit()).state is State.DECLINED
    assert await _states_of_passes(town) == []


async def test_an_objection_overruled_in_time_makes_the_visit_agreed(town: Town) -> None:
    said = await story.objected(town)
    town.clock.moment = friday(17)
    said = await town.presses("何督查", story.last(said, "何督查").button("驳回异议"))
    visit = await town.visit()
    assert (visit.state, visit.how) == (State.AGREED, How.OVERRULED)
    assert await _states_of_passes(town) == [PassState.OPEN, PassState.OPEN]
    decided = {one.who: one for one in said if one.key == "objection-overruled"}
    assert decided["王工"].button("撤回")
    assert decided["赵总"].button("改期")


async def test_an_objection_overruled_when_the_day_has_passed_asks_for_another_day(town: Town) -> None:
    said = await story.objected(town)
    await story.change_row(town, Visit, 1, starts_at=friday(10))
    town.clock.moment = friday(11)
    said = await town.presses("何督查", story.last(said, "何督查").button("驳回异议"))
    visit = await town.visit()
    assert (visit.state, visit.whose_turn, visit.proposed_start) == (State.MOVING, Side.OFFICIAL, None)
    assert [label for label, _ in story.last(said, "王工").buttons] == ["另提一天", "撤回"]
    revision = visit.revision
    assert story.refusal_of(await town.presses("王工", f"1.accept.v1.{revision}")) == "visit-not-now"
    await story.counters(town, MONDAY)
    said = await town.presses("赵总", f"1.accept.v1.{revision + 1}")
    assert (await town.visit()).starts_at == MONDAY


async def test_an_objection_to_a_widened_visit_leaves_the_official_his_counter_proposal(town: Town) -> None:
    await story.moving(town, kind=Kind.ROUTINE)
    await story.change_row(
        town, Visit, 1, state=State.OBJECTED, countered=True, last_day_named=True, starts_at=friday(10)
    )
    town.clock.moment = friday(11)
    await town.presses("何督查", f"1.overrule.v1.{(await town.visit()).revision}")
    assert await _proposes(town, MONDAY, "王工") == ""


# Another day


async def test_the_whole_talk_about_another_day(town: Town) -> None:
    await story.agreed(town)
    assert await _states_of_passes(town) == [PassState.OPEN] * 2
    said = await story.postpones(town, MONDAY)
    assert await _states_of_passes(town) == [PassState.SUPERSEDED] * 2, "superseded at that moment"
    assert [label for label, _ in story.last(said, "王工").buttons] == ["接受", "另提一天", "撤回"]
    said = await story.counters(town, TUESDAY)
    assert [label for label, _ in story.last(said, "赵总").buttons] == ["接受", "提最后一天"]
    said = await story.counters(town, WEDNESDAY, who="钱副总")
    assert [label for label, _ in story.last(said, "王工").buttons] == ["接受", "撤回"], (
        "one counter-proposal, one last day"
    )
    assert await _proposes(town, at(10, 9), "王工") == "no-more-counters"
    await town.presses("王工", story.last(said, "王工").button("接受"))
    visit = await town.visit()
    assert (visit.state, visit.starts_at, visit.ends_at) == (
        State.AGREED,
        WEDNESDAY,
        WEDNESDAY + timedelta(hours=2),
    )
    assert (visit.first_start, visit.whose_turn, visit.proposed_start) == (story.START, None, None)
    assert await _states_of_passes(town) == [PassState.SUPERSEDED] * 2 + [PassState.OPEN] * 2


async def test_the_enterprise_can_take_the_officials_day(town: Town) -> None:
    said = await story.countered(town)
    await town.presses("钱副总", story.last(said, "钱副总").button("接受"))
    assert (await town.visit()).starts_at == TUESDAY


async def test_the_official_can_withdraw_instead(town: Town) -> None:
    await story.moving(town)
    await story.perform(town, "王工", WithdrawVisit(visit=1, revision=3, reason="不去了"))
    assert (await town.visit()).state is State.WITHDRAWN


@pytest.mark.parametrize("who", ["赵总", "钱副总"])
async def test_nobody_answers_out_of_his_turn(town: Town, who: str) -> None:
    said = await story.moving(town)
    data = story.last(said, "王工").button("接受")
    assert story.refusal_of(await town.presses(who, data)) == "not-your-turn"
    assert await _proposes(town, TUESDAY, who) == "not-your-turn"
    said = await story.counters(town, TUESDAY)
    assert story.refusal_of(await town.presses("王工", story.last(said, who).button("接受"))) == "not-your-turn"
    assert await _proposes(town, WEDNESDAY, "王工") == "not-your-turn"


async def test_a_visit_moves_at_most_twice(town: Town) -> None:
    said = await story.moving(town)
    said = await town.presses("王工", story.last(said, "王工").button("接受"))
    moved = next(one for one in said if one.key == "visit-moved" and one.who == "赵总")
    assert moved.button("改期")
    said = await story.postpones(town, TUESDAY)
    await town.presses("王工", story.last(said, "王工").button("接受"))
    assert (await town.visit()).postponements == 2
    assert await _proposes(town, WEDNESDAY) == "no-more-postponements"


async def test_a_visit_moves_at_most_twenty_working_days_from_its_first_day(town: Town) -> None:
    """The twentieth after Thursday 3 December is Thursday 31 December."""
    await story.agreed(town)
    assert await _proposes(town, datetime.fromisoformat("2027-01-04T14:30+08:00")) == "day-cannot-be-moved-to"
    assert await _proposes(town, at(31, 14, 30)) == ""
    said = await town.presses("王工", f"1.accept.v1.{(await town.visit()).revision}")
    assert story.told(said)["王工"] == ["visit-moved", "pass-yours"]
    assert await _proposes(town, datetime.fromisoformat("2027-01-04T14:30+08:00")) == "day-cannot-be-moved-to"


async def test_a_day_of_the_past_or_today_is_no_other_day(town: Town) -> None:
    await story.agreed(town)
    for day in (story.friday(16), at(1, 9) - timedelta(days=9)):
        assert await _proposes(town, day) == "day-cannot-be-moved-to"


async def test_a_window_that_runs_backwards_is_no_window(town: Town) -> None:
    await story.agreed(town)
    visit = await town.visit()
    command = ProposeDay(
        visit=1, revision=visit.revision, side=Side.ENTERPRISE, start=MONDAY, end=MONDAY, reason="盘点"
    )
    with pytest.raises(Refusal, match="day-cannot-be-moved-to"):
        await story.perform(town, "赵总", command)


async def test_a_day_taken_at_the_enterprise_or_by_a_visitor_is_not_free(town: Town) -> None:
    other = replace(story.request_for(Kind.SURVEY, ("周科",)), start=at(7, 9), end=at(7, 10))
    await story.perform(town, "周科", other)
    elsewhere = replace(story.request_for(Kind.SURVEY, ("王工",)), start=at(8, 9), end=at(8, 10), enterprise=2)
    await story.perform(town, "王工", elsewhere)
    await story.agreed(town)
    assert await _proposes(town, MONDAY) == "day-is-taken"
    assert await _proposes(town, TUESDAY) == "day-is-taken"
    assert await _proposes(town, WEDNESDAY) == ""


async def test_a_day_that_was_taken_meanwhile_cannot_be_accepted(town: Town) -> None:
    said = await story.moving(town)
    other = replace(story.request_for(Kind.SURVEY, ("周科",)), start=at(7, 9), end=at(7, 10))
    await story.perform(town, "周科", other)
    before = await story.everything(town)
    assert story.refusal_of(await town.presses("王工", story.last(said, "王工").button("接受"))) == "day-is-taken"
    assert await story.everything(town) == before


async def test_a_day_that_has_begun_cannot_be_accepted(town: Town) -> None:
    said = await story.moving(town)
    await story.change_row(town, Visit, 1, proposed_start=friday(10), proposed_end=friday(12))
    town.clock.moment = friday(11)
    data = story.last(said, "王工").button("接受")
    assert story.refusal_of(await town.presses("王工", data)) == "day-cannot-be-moved-to"


async def test_after_agreeing_it_can_be_moved_until_two_working_hours_before(town: Town) -> None:
    """Two working hours before 14:30 it is 10:00, since the noon hours don't count."""
    await story.agreed(town)
    town.clock.moment = at(3, 10)
    assert await _proposes(town, MONDAY) == "too-late-to-postpone"
    town.clock.moment = at(3, 9, 59)
    assert await _proposes(town, MONDAY) == ""


async def test_the_officials_counter_proposal_leaves_four_working_hours_to_answer(town: Town) -> None:
    await story.moving(town)
    town.clock.moment = friday(17)
    monday = friday(9) + timedelta(days=3)
    assert await _proposes(town, monday, "王工") == "time-is-too-soon"
    assert await _proposes(town, monday + timedelta(hours=6), "王工") == ""


async def test_a_suspended_asker_cannot_be_waited_for(town: Town) -> None:
    await story.agreed(town)
    await story.change_row(town, Person, NUMBERS["王工"], suspended_at=town.clock.moment)
    said: list[Said] = await story.postpones(town, MONDAY)
    assert "王工" not in story.told(said)
