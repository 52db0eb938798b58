"""Rights: predicates over a person and a visit, and the loader that is the check."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.machine import LARGEST_ID
from models.ground.refusals import Refusal
from models.register.offices import departments_of, enterprise_at_gate, enterprises_of, has_role
from models.register.people import Appointment, Person, Region, Role
from models.register.rights import Office
from models.visits.rights import RIGHTS, visit_for
from models.visits.states import PartState
from models.visits.visits import Part, Visit, load
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import Town

ADMINS = {"赵总", "钱副总"}
# Who of the demo may do what to a routine inspection that 王工 asked for and to which he and 周科 go.
HOLDERS = {
    "approve": {"李局"},
    "reject": {"李局"},
    "withdraw": {"王工"},
    "agree": ADMINS,
    "decline": ADMINS,
    "postpone": ADMINS,
    "accept": {"王工"} | ADMINS,
    "counter": {"王工"} | ADMINS,
    "uphold": {"何督查"},
    "overrule": {"何督查"},
    "revoke": {"何督查"},
    "change": {"王工"},
    "check_out": {"王工", "周科"},
    "take_back": {"王工", "周科"},
    "nobody_came": ADMINS,
    "admit": ADMINS | {"小陈"},
    "outcome": {"王工", "周科"},
    "serve": {"王工"},
    "judge_notice": {"何督查"},
    "see": {"王工", "周科", "李局", "何督查"} | ADMINS,
    "see_slip": {"李局"},
    "see_pass": {"王工", "周科"},
}


async def test_every_right_is_held_by_those_it_is_meant_for_and_by_nobody_else(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> dict[str, set[str]]:
        visit = session.scalars(select(Visit)).one()
        people = session.scalars(select(Person)).all()
        return {
            verb: {person.name for person in people if right.holds(session, person, visit)}
            for verb, right in RIGHTS.items()
        }

    assert await town.look(look) == HOLDERS


async def test_the_loader_gives_the_visit_to_those_and_refuses_everybody_else_in_the_same_words(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> None:
        for person in session.scalars(select(Person)).all():
            for verb, holders in HOLDERS.items():
                if person.name in holders:
                    assert visit_for(session, person, RIGHTS[verb], 1).id == 1
                    assert visit_for(session, person, RIGHTS[verb], 1, hold=True).id == 1
                else:
                    _is_refused(session, person, verb, 1)
        for number in (0, 2, LARGEST_ID + 1):
            _is_refused(session, session.get_one(Person, NUMBERS["赵总"]), "agree", number)

    await town.database.run(look)


def _is_refused(session: Session, person: Person, verb: str, number: int) -> None:
    with pytest.raises(Refusal) as refused:
        visit_for(session, person, RIGHTS[verb], number)
    assert (refused.value.code, refused.value.fields) == ("not-yours", {})


async def test_a_suspended_person_has_no_right_at_all(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> None:
        for person in session.scalars(select(Person)).all():
            person.suspended_at = town.clock.moment
            for verb in RIGHTS:
                with pytest.raises(Refusal, match="not-yours"):
                    visit_for(session, person, RIGHTS[verb], 1)

    await town.database.run(look)


async def test_the_supervisor_of_a_region_supervises_the_regions_below_it_and_none_beside(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> list[bool]:
        visit = load(session, 1)
        he = session.get_one(Person, NUMBERS["何督查"])
        assert visit is not None
        found = [RIGHTS["revoke"].holds(session, he, visit)]
        below, beside = Region(name="雁东区", parent_id=visit.region_id), Region(name="邻市")
        session.add_all([below, beside])
        session.flush()
        for region in (below, beside):
            visit.region_id = region.id
            found.append(RIGHTS["revoke"].holds(session, he, visit))
        return found

    assert await town.database.run(look) == [True, True, False]


async def test_whoever_takes_part_never_approves_not_even_as_head(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> list[bool]:
        visit = load(session, 1)
        assert visit is not None
        found = []
        for name in ("王工", "周科", "孙工"):
            session.add(Appointment(person_id=NUMBERS[name], role=Role.APPROVER, department_id=1))
            session.flush()
            person = session.get_one(Person, NUMBERS[name], populate_existing=True)
            found.append(RIGHTS["approve"].holds(session, person, visit))
        return found

    assert await town.database.run(look) == [False, False, True]


async def test_of_a_rejected_part_nobody_is_a_visitor(town: Town) -> None:
    await story.requested(town)

    def look(session: Session) -> bool:
        session.scalars(select(Part)).one().state = PartState.REJECTED
        visit, zhou = load(session, 1), session.get_one(Person, NUMBERS["周科"])
        assert visit is not None
        return RIGHTS["check_out"].holds(session, zhou, visit)

    assert not await town.database.run(look)


async def test_offices_are_counted_by_role_and_place(town: Town) -> None:
    def look(session: Session) -> None:
        zhou, chen, he = (session.get_one(Person, NUMBERS[name]) for name in ("周科", "小陈", "何督查"))
        assert departments_of(zhou, Role.OFFICIAL, Role.DESK) == {1}
        assert departments_of(zhou, Role.APPROVER) == departments_of(chen, Role.GATEKEEPER) == set()
        assert enterprises_of(chen, Role.GATEKEEPER) == {1}
        assert enterprises_of(chen, Role.OWNER) == enterprises_of(he, Role.SUPERVISOR) == set()
        assert has_role(he, Role.SUPERVISOR)
        assert not has_role(he, Role.OFFICIAL)

    await town.look(look)


async def test_the_gate_a_person_keeps_is_the_one_meant_where_he_keeps_several(town: Town) -> None:
    def look(session: Session) -> list[int | None]:
        session.add(Appointment(person_id=NUMBERS["小陈"], role=Role.GATEKEEPER, enterprise_id=2))
        session.flush()
        chen, wang = session.get_one(Person, NUMBERS["小陈"]), session.get_one(Person, NUMBERS["王工"])
        session.expire(chen)
        found = [enterprise_at_gate(session, chen, rather) for rather in (None, 1, 2, 77)]
        found.append(enterprise_at_gate(session, wang, 1))
        return [each.id if each else None for each in found]

    assert await town.database.run(look) == [1, 1, 2, 1, None]


def test_predicates_join_like_words() -> None:
    yes, no = Office[Visit](lambda *_: True), Office[Visit](lambda *_: False)
    facts: tuple[Session, Person, Visit] = (Session(), Person(name="某人"), Visit())
    assert [(yes | no).holds(*facts), (no | yes).holds(*facts), (no | no).holds(*facts)] == [True, True, False]
    assert [(yes & yes).holds(*facts), (yes & no).holds(*facts), (no & yes).holds(*facts)] == [True, False, False]
    assert [(~yes).holds(*facts), (~no).holds(*facts)] == [False, True]
