"""Nobody judges himself: the table of conflicts written out by hand, and every verb with every kind of them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.refusals import Refusal
from models.inquiries import rights as inquiry_rights
from models.inquiries.inquiries import Inquiry, InquiryStep
from models.inquiries.rights import inquiry_for
from models.ratings import rights as rating_rights
from models.register.conflicts import Conflict
from models.register.people import Appointment, Person, Role
from models.register.rights import Right
from models.register.rules import Kind
from models.visits import rights as visit_rights
from models.visits.rights import visit_for
from models.visits.visits import Part, Visit, Visitor, load
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import Town

ON_VISITS = {**visit_rights.RIGHTS, **rating_rights.RIGHTS}
VISITS = {
    # asked, takes part, decided before, of the department, of the enterprise
    "approve": "✗ ✗ - - ✗",
    "reject": "✗ ✗ - - ✗",
    "see_slip": "✗ ✗ - - ✗",
    "agree": "✗ ✗ - ✗ -",
    "decline": "✗ ✗ - ✗ -",
    "postpone": "✗ ✗ - ✗ -",
    "accept": "✗ ✗ - ✗ -",
    "counter": "✗ ✗ - ✗ -",
    "admit": "✗ ✗ - ✗ -",
    "nobody_came": "✗ ✗ - ✗ -",
    "rate": "✗ ✗ - ✗ -",
    "interfere": "✗ ✗ - ✗ -",
    "consent": "✗ ✗ - ✗ -",
    "uphold": "✗ ✗ ✗ ✗ ✗",
    "overrule": "✗ ✗ ✗ ✗ ✗",
    "revoke": "✗ ✗ ✗ ✗ ✗",
    "judge_notice": "✗ ✗ ✗ ✗ ✗",
    "contact": "✗ ✗ ✗ ✗ ✗",
    "decide_appeal": "✗ ✗ ✗ ✗ ✗",
}
_HANDLING = "✗ - - - ✗"
FOR_DEPARTMENT = {"accept": "- - - - ✗", "counter": "- - - - ✗"}
"""The same done by the other side."""
INQUIRIES = {
    **dict.fromkeys(
        ("accept", "return", "out_of_scope", "note", "transfer", "ask_back", "extend", "answer"), _HANDLING
    ),
    **dict.fromkeys(("link", "help", "release", "take", "leave", "contribute", "grant", "deny"), _HANDLING),
    "designate": "✗ - - ✗ ✗",
    **dict.fromkeys(("solved", "not_solved", "satisfied", "reopen", "withdraw"), "- - - ✗ -"),
}
IN_ORDER = (Conflict.ASKED, Conflict.TAKES_PART, Conflict.DECIDED, Conflict.DEPARTMENT, Conflict.ENTERPRISE)


def _written(row: str) -> frozenset[Conflict]:
    return frozenset(conflict for conflict, mark in zip(IN_ORDER, row.split(), strict=True) if mark == "✗")


def _declared(rights: Mapping[str, Right[Any]]) -> dict[str, frozenset[Conflict]]:
    return {verb: right.against for verb, right in rights.items() if right.against}


def test_the_table_of_conflicts_is_the_one_written_out_here() -> None:
    assert {verb: _written(row) for verb, row in VISITS.items()} == _declared(ON_VISITS)
    assert {verb: _written(row) for verb, row in INQUIRIES.items()} == _declared(inquiry_rights.RIGHTS)
    others = {verb: right.other for verb, right in ON_VISITS.items() if right.other is not None}
    assert {verb: _written(row) for verb, row in FOR_DEPARTMENT.items()} == _declared(others)


def test_every_verb_by_which_somebody_decides_has_its_row() -> None:
    """What has none is done by somebody to what is his own."""
    own = {"withdraw", "change", "check_out", "take_back", "outcome", "serve", "remedy", "appeal", "see", "see_pass"}
    assert ON_VISITS.keys() - VISITS.keys() == own
    assert inquiry_rights.RIGHTS.keys() - INQUIRIES.keys() == {"input", "see"}


OFFICE = {
    **dict.fromkeys(("approve", "reject", "see_slip"), "李局"),
    **dict.fromkeys(("uphold", "overrule", "revoke", "judge_notice", "contact", "decide_appeal"), "何督查"),
    **dict.fromkeys(
        ("agree", "decline", "postpone", "accept", "counter", "admit", "nobody_came", "rate", "interfere", "consent"),
        "赵总",
    ),
}


def _ties_to_visit(session: Session, person: Person) -> dict[Conflict, Callable[[], None]]:
    part = session.scalars(select(Part)).one()
    visit = session.scalars(select(Visit)).one()
    named = Visitor(visit_id=visit.id, part_id=part.id, person_id=person.id)
    return {
        Conflict.ASKED: lambda: setattr(part, "requested_by", person.id),
        Conflict.TAKES_PART: lambda: session.add(named),
        Conflict.DECIDED: lambda: setattr(part, "decided_by", person.id),
        Conflict.DEPARTMENT: lambda: session.add(Appointment(person_id=person.id, role=Role.DESK, department_id=1)),
        Conflict.ENTERPRISE: lambda: session.add(
            Appointment(person_id=person.id, role=Role.GATEKEEPER, enterprise_id=1)
        ),
    }


def _refusal(look: Callable[[], object]) -> str:
    try:
        look()
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_no_verb_on_a_visit_is_done_by_somebody_tied_to_it_whatever_his_office(town: Town) -> None:
    """One walk: every verb with every kind of conflict; what isn't in the table is no hindrance."""
    await story.requested(town, Kind.SURVEY, ("王工",))

    def walk(session: Session) -> dict[tuple[str, Conflict], str]:
        found = {}
        for verb, name in OFFICE.items():
            for conflict in IN_ORDER:
                with session.begin_nested() as tried:
                    person = session.get_one(Person, NUMBERS[name])
                    _ties_to_visit(session, person)[conflict]()
                    session.flush()
                    session.expire_all()
                    person = session.get_one(Person, NUMBERS[name])
                    look = partial(visit_for, session, person, ON_VISITS[verb], 1, hold=True)
                    found[verb, conflict] = _refusal(look)
                    tried.rollback()
                session.expire_all()
        return found

    hidden = {"contact", "decide_appeal", "consent"}  # what the department mustn't learn of is refused like nothing
    found = await town.database.run(walk)
    for (verb, conflict), refused in found.items():
        stands_against = conflict in _written(VISITS[verb])
        code = "not-yours" if verb in hidden else "own-matter"
        assert refused == (code if stands_against else ""), (verb, conflict)


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_whoever_objected_does_not_decide_on_it_after_he_has_become_a_supervisor(town: Town) -> None:
    await story.objected(town)

    def look(session: Session) -> list[str]:
        zhao = session.get_one(Person, NUMBERS["赵总"])
        zhao.appointments[0].role = Role.SUPERVISOR
        zhao.appointments[0].enterprise_id, zhao.appointments[0].region_id = None, 1
        session.flush()
        session.expire_all()
        zhao, visit = session.get_one(Person, NUMBERS["赵总"]), load(session, 1)
        assert visit is not None
        judging = (ON_VISITS[verb] for verb in ("uphold", "overrule", "revoke"))
        return [_refusal(partial(visit_for, session, zhao, right, 1)) for right in judging]

    assert await town.database.run(look) == ["own-matter"] * 3


HANDLERS = ("accept", "return", "out_of_scope", "note", "transfer", "ask_back", "extend", "answer", "link", "help")
ON_INQUIRY = {
    **dict.fromkeys((*HANDLERS, "release"), "周科"),
    **dict.fromkeys(("grant", "deny"), "李局"),
    "designate": "何督查",
    **dict.fromkeys(("solved", "not_solved", "satisfied", "reopen", "withdraw"), "赵总"),
    **dict.fromkeys(("take", "leave"), "孙工"),
}


def _ties_to_inquiry(session: Session, person: Person, verb: str) -> dict[Conflict, Callable[[], object]]:
    inquiry = session.scalars(select(Inquiry)).one()
    wish = session.scalars(select(InquiryStep).where(InquiryStep.event == "extension-asked")).first()
    row, column = (wish, "by") if verb in ("grant", "deny") else (inquiry, "asked_by")
    return {
        Conflict.ASKED: lambda: setattr(row, column, person.id),
        Conflict.DEPARTMENT: lambda: session.add(Appointment(person_id=person.id, role=Role.DESK, department_id=1)),
        Conflict.ENTERPRISE: lambda: session.add(
            Appointment(person_id=person.id, role=Role.GATEKEEPER, enterprise_id=1)
        ),
    }


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_no_verb_on_an_inquiry_is_done_by_somebody_tied_to_it_whatever_his_office(town: Town) -> None:
    """周科's, with everything open that can be: offered to 孙工, and 周科 wants more time."""
    await inquiry_story.offered(town)
    await inquiry_story.wants_time(town)

    def walk(session: Session) -> dict[tuple[str, Conflict], str]:
        found = {}
        for verb, name in ON_INQUIRY.items():
            for conflict in (Conflict.ASKED, Conflict.DEPARTMENT, Conflict.ENTERPRISE):
                with session.begin_nested() as tried:
                    person = session.get_one(Person, NUMBERS[name])
                    _ties_to_inquiry(session, person, verb)[conflict]()
                    session.flush()
                    session.expire_all()
                    person = session.get_one(Person, NUMBERS[name])
                    look = partial(inquiry_for, session, person, inquiry_rights.RIGHTS[verb], 1)
                    found[verb, conflict] = _refusal(look)
                    tried.rollback()
                session.expire_all()
        return found

    for (verb, conflict), refused in (await town.database.run(walk)).items():
        wanted = "own-matter" if conflict in _written(INQUIRIES[verb]) else ""
        assert refused == wanted, (verb, conflict)
