"""What holds of a visit of several parts: one answer, in doubt the one that protects the enterprise."""

import ast
from pathlib import Path
from typing import TypeGuard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.register.rules import Declining, Kind, Silence
from models.visits import deadlines, parts
from models.visits.states import PartState
from models.visits.visits import Part, Visit, Visitor
from tests.handlers.visits.story import CALENDAR, END, RULES_IN_FORCE, START, friday

ROOT = Path(__file__).parents[3]
KINDS = st.lists(st.sampled_from(RULES_IN_FORCE.offered_kinds), min_size=1, max_size=3)


def visit_of(*kinds: Kind, dropped: tuple[Kind, ...] = ()) -> Visit:
    """A visit with a part of each kind, of a department of its own; some parts were turned down."""
    visit = Visit(enterprise_id=1, requested_by=1, starts_at=START, ends_at=END, first_start=START)
    for number, kind in enumerate((*kinds, *dropped), 1):
        state = PartState.APPROVED if number <= len(kinds) else PartState.REJECTED
        visit.parts.append(Part(id=number, department_id=number, requested_by=number, kind=kind, state=state))
    return visit


@given(KINDS)
def test_silence_accepts_only_what_it_accepts_in_every_part(kinds: list[Kind]) -> None:
    meant = [RULES_IN_FORCE.kinds[kind].silence for kind in kinds]
    accepted = parts.silence_of(visit_of(*kinds), RULES_IN_FORCE) is Silence.AUTO_ACCEPT
    assert accepted == all(each is Silence.AUTO_ACCEPT for each in meant)


@given(KINDS)
def test_to_decline_is_final_where_it_is_for_any_part(kinds: list[Kind]) -> None:
    meant = {RULES_IN_FORCE.kinds[kind].declining for kind in kinds}
    found = parts.declining_of(visit_of(*kinds), RULES_IN_FORCE)
    assert (found is Declining.FINAL) == (Declining.FINAL in meant)
    assert (found is None) == (meant == {None})


@given(KINDS)
def test_the_lead_time_of_every_part_is_kept(kinds: list[Kind]) -> None:
    visit, now = visit_of(*kinds), friday(9)
    last = parts.last_moment_to_ask(visit, RULES_IN_FORCE, CALENDAR)
    first = parts.earliest_window_day(now, visit, RULES_IN_FORCE, CALENDAR)
    for kind in kinds:
        assert last <= deadlines.last_moment_to_ask(START, kind, RULES_IN_FORCE, CALENDAR)
        assert first >= deadlines.earliest_window_day(now, kind, RULES_IN_FORCE, CALENDAR)


@given(KINDS)
def test_the_enterprise_may_put_it_off_as_often_and_as_far_as_the_widest_part(kinds: list[Kind]) -> None:
    visit = visit_of(*kinds)
    for kind in kinds:
        assert parts.postponements(visit, RULES_IN_FORCE) >= RULES_IN_FORCE.kinds[kind].postponements
        alone = parts.last_day_for_postponement(visit_of(kind), RULES_IN_FORCE, CALENDAR)
        assert parts.last_day_for_postponement(visit, RULES_IN_FORCE, CALENDAR) >= alone


@given(KINDS)
def test_only_what_is_all_inspection_goes_on_by_a_paper_notice(kinds: list[Kind]) -> None:
    found = parts.is_inspection(visit_of(*kinds), RULES_IN_FORCE)
    assert found == all(RULES_IN_FORCE.kinds[kind].inspection for kind in kinds)


@given(KINDS, KINDS)
def test_a_part_that_was_turned_down_says_nothing(kinds: list[Kind], dropped: list[Kind]) -> None:
    whole, alone = visit_of(*kinds, dropped=tuple(dropped)), visit_of(*kinds)
    for answer in (parts.silence_of, parts.declining_of, parts.postponements, parts.needs_officers):
        assert answer(whole, RULES_IN_FORCE) == answer(alone, RULES_IN_FORCE)


def test_of_a_visit_that_was_turned_down_whole_the_kinds_are_still_known() -> None:
    assert parts.kinds(visit_of(dropped=(Kind.ROUTINE, Kind.SURVEY))) == (Kind.ROUTINE, Kind.SURVEY)


def test_a_part_is_his_who_asked_for_it_or_goes_to_it() -> None:
    visit = visit_of(Kind.ROUTINE, Kind.SURVEY)
    visit.parts[1].visitors = [Visitor(person_id=7)]
    assert parts.own_parts(visit, 1) == [visit.parts[0]]
    assert parts.own_parts(visit, 7) == [visit.parts[1]]
    assert parts.own_parts(visit, 9) == []
    assert parts.requested_part(visit) is visit.parts[0]


def test_who_asked_for_a_part_is_an_official_of_the_visit_while_it_stands() -> None:
    assert parts.officials(visit_of(Kind.ROUTINE, Kind.SURVEY)) == [1, 2]
    assert parts.officials(visit_of(Kind.ROUTINE, dropped=(Kind.SURVEY,))) == [1]
    assert parts.officials(visit_of(dropped=(Kind.ROUTINE, Kind.SURVEY))) == [1, 2]


@given(KINDS, KINDS)
def test_only_what_stands_is_told_of_and_of_what_was_turned_down_whole_all(
    kinds: list[Kind], dropped: list[Kind]
) -> None:
    visit = visit_of(*kinds, dropped=tuple(dropped))
    assert parts.parts_told(visit) == visit.parts[: len(kinds)]
    turned_down = visit_of(dropped=tuple(dropped))
    assert parts.parts_told(turned_down) == turned_down.parts


def takes_one(node: ast.AST) -> TypeGuard[ast.expr | ast.stmt]:
    """Whether code takes one part for the visit: by its place, as the first of all, or as the only one."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="parts"), slice=ast.Constant() | ast.UnaryOp()):
            return True
        case ast.Call(func=ast.Name(id="iter"), args=[ast.Attribute(attr="parts")]):
            return True
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=ast.Attribute(attr="parts")):
            return True
    return False


@pytest.mark.parametrize(
    "code", ["visit.parts[0]", "visit.parts[-1]", "next(iter(visit.parts))", "(part,) = visit.parts", "[a] = v.parts"]
)
def test_each_way_to_take_one_part_is_found(code: str) -> None:
    assert any(takes_one(node) for node in ast.walk(ast.parse(code)))


@pytest.mark.parametrize("folder", ["bot", "handlers", "models", "jobs"])
def test_no_line_of_the_product_takes_one_part_for_the_visit(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if takes_one(node)
    ]
    assert found == []
