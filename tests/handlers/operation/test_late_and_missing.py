"""When somebody is late, stays too long, is missing, or can't be reached."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.visits.commands import RejectVisit
from models.ground.refusals import Refusal
from models.ratings.ratings import Rating
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from models.visits.states import State
from models.visits.visits import Visitor
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, friday, last
from tests.town import Town, to


async def test_whoever_is_still_inside_after_the_window_finds_his_way_out_at_the_sign(town: Town) -> None:
    await story.under_way(town, Kind.SURVEY)
    town.clock.moment = at(3, 18)
    said = await town.scans("王工", await town.sign())
    assert story.told(said) == {"王工": ["still-inside"]}, "nobody is alarmed"
    await town.presses("王工", last(said, "王工").button("离企"))
    assert (await town.visit()).state is State.ENDED
    said = await town.scans("周科", await town.sign())
    assert to(said, "周科")[0].key == "verdict-red", "he never came, and is too late"


async def test_a_suspended_official_at_the_sign_is_red_and_the_enterprise_hears_of_it(town: Town) -> None:
    await story.agreed(town)
    await story.change_row(town, Person, NUMBERS["王工"], suspended_at=town.clock.moment)
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("王工", await town.sign())
    heard = {who: ["red-scan-told"] for who in ("李局", "赵总", "钱副总", "小陈")}
    assert story.told(said) == {"王工": ["verdict-red"], **heard}
    assert "此人的入企资格已暂停" in to(said, "赵总")[0].text
    card = await town.pass_of("周科")
    assert story.told(await town.scans("王工", f"p_{card.code}")) == {"王工": ["stranger-explained"]}


async def test_the_last_check_in_taken_back_after_the_others_left_ends_the_visit(town: Town) -> None:
    said = await story.under_way(town)
    second = await town.scans("周科", await town.sign())
    await town.presses("王工", last(said, "王工").button("离企"))
    said = await town.presses("周科", last(second, "周科").button("扫错了"))
    assert (await town.visit()).state is State.ENDED
    assert "visit-left" in story.told(said)["赵总"]
    assert await town.look(lambda session: len(session.scalars(select(Rating)).all())) == 1


async def test_nobody_is_added_when_the_enterprise_could_not_be_asked_in_time_any_more(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY, ("王工",))
    town.clock.moment = friday(17, 30)
    before = await story.everything(town)
    with pytest.raises(Refusal, match="too-late-to-widen"):
        await story.renames(town, "王工", "周科")
    assert await story.everything(town) == before


async def test_fewer_can_come_at_any_time(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY)
    town.clock.moment = at(3, 14)
    await story.renames(town, "王工")
    assert (await town.visit()).state is State.AGREED


async def test_a_widening_the_head_rejects_ends_a_visit_everybody_knew_of(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY, ("王工",))
    await story.renames(town, "王工", "周科")
    revision = (await town.visit()).revision
    said = await story.perform(town, "李局", RejectVisit(visit=1, revision=revision, reason="一人即可"))
    assert story.told(said)["王工"] == ["request-rejected"]
    for who in ("赵总", "钱副总", "小陈"):
        assert story.told(said)[who] == ["widening-rejected"]


async def test_where_nobody_can_approve_nothing_is_asked_for(town: Town) -> None:
    def nobody(session: Session) -> None:
        session.execute(update(Appointment).where(Appointment.role == Role.APPROVER).values(ended_at=town.clock.moment))

    await town.database.run(nobody)
    before = await story.everything(town)
    with pytest.raises(Refusal, match="no-approver"):
        await story.requested(town)
    assert await story.everything(town) == before


async def test_the_official_hears_that_nobody_of_the_enterprise_can_be_reached(town: Town) -> None:
    said = await story.unheard(town)
    told = {"王工": ["request-approved", "enterprise-not-reached"], "吴管理": ["operator-not-reached"]}
    assert story.told(said) == told


@pytest.mark.parametrize(
    ("team", "code"), [(("王工", "周科", "孙工"), "visitor-without-card"), (("王工",), "team-has-too-few-officers")]
)
async def test_whoever_comes_along_to_an_inspection_has_a_card_or_is_an_assistant(
    town: Town, team: tuple[str, ...], code: str
) -> None:
    def appoint(session: Session) -> None:
        session.add(Appointment(person_id=NUMBERS["孙工"], role=Role.OFFICIAL, department_id=1))
        session.get_one(Person, NUMBERS["孙工"]).card_valid_until = None

    await town.database.run(appoint)
    with pytest.raises(Refusal, match=code):
        await story.requested(town, team=team)
    await story.change_row(town, Person, NUMBERS["孙工"], assistant=True)
    await story.requested(town, team=("王工", "周科", "孙工"))
    assert await town.look(lambda session: len(session.scalars(select(Visitor)).all())) == 3


async def test_a_team_is_no_larger_than_the_rules_allow(town: Town) -> None:
    def crowd(session: Session) -> list[int]:
        people = [Person(name=f"干部{number}") for number in range(story.RULES_IN_FORCE.visit.visitors_at_most + 1)]
        session.add_all(people)
        session.flush()
        session.add_all(Appointment(person_id=p.id, role=Role.OFFICIAL, department_id=1) for p in people)
        return [person.id for person in people]

    numbers = await town.database.run(crowd)
    request = story.request_for(Kind.SURVEY)
    with pytest.raises(Refusal, match="team-is-too-large"):
        await story.perform(town, "王工", replace(request, visitors=tuple(numbers)))
    await story.perform(town, "王工", replace(request, visitors=tuple(numbers[:-1])))
    assert (await town.visit()).state is State.REQUESTED


async def test_an_outcome_not_noted_at_the_gate_can_be_noted_for_a_week(town: Town) -> None:
    await story.ended(town)
    await town.says("王工", "取消")
    (shown,) = await town.says("王工", "我的访企")
    said = await town.presses("王工", shown.buttons[0][1])
    assert "这次访企结果怎样" in said[-1].text
    await town.says("王工", "取消")
    town.clock.move(timedelta(days=8))
    assert [one.key for one in await town.says("王工", "我的访企")] == ["visits-none"]


async def test_whoever_goes_along_finds_the_visit_and_his_way_out_in_his_list(town: Town) -> None:
    await story.agreed(town)
    (shown,) = await town.says("周科", "我的访企")
    labels = [label for label, _ in shown.buttons]
    assert (shown.key, labels) == ("visit-shown", ["看绿码"]), "he sees his pass; it is not his to take back"
    town.clock.moment = at(3, 14, 20)
    await town.scans("周科", await town.sign())
    (shown,) = await town.says("周科", "我的访企")
    await town.presses("周科", shown.button("离企"))
    assert (await town.visit()).state is State.ENDED


async def test_an_officer_whose_card_was_taken_away_is_red(town: Town) -> None:
    await story.agreed(town)
    await story.change_row(town, Person, NUMBERS["周科"], card_valid_until=None)
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("周科", await town.sign())
    assert "没有执法证" in to(said, "周科")[0].text
    assert "要2人，现有1人" in to(said, "周科")[0].text
