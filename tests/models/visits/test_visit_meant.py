"""Which visit a scan means, and what a request is shown of one that nobody has agreed to yet."""

from dataclasses import replace

import pytest

from models.time.moments import Interval
from models.visits.reasons import Cure, Reason, RedReason, Verdict
from models.visits.states import State
from models.visits.verdict import judge, visit_meant
from tests.models.visits.facts_of_a_visit import (
    GREEN,
    PASS,
    ROUTINE,
    SUN_AS_VISITOR,
    WANG_AS_VISITOR,
    WINDOW,
    came,
    moment,
    moved,
    told,
    with_visit,
)


@pytest.mark.parametrize("days", [-8, 8, 400])
def test_a_visit_more_than_seven_days_away_is_not_meant(days: int) -> None:
    assert judge(with_visit(moved(ROUTINE, days))) == Verdict(
        reasons=(RedReason(Reason.NO_VISIT, Cure.REQUEST_A_VISIT),)
    )


@pytest.mark.parametrize(("days", "reason"), [(-7, "too_late"), (7, "too_early")])
def test_a_visit_seven_days_away_is_meant_at_any_hour(days: int, reason: str) -> None:
    assert told(with_visit(moved(ROUTINE, days), now=moment("2026-12-03 00:00"))) == [reason]
    assert told(with_visit(moved(ROUTINE, days), now=moment("2026-12-03 23:59"))) == [reason]


def test_without_any_visit_there_is_no_visit() -> None:
    assert told(replace(GREEN, visits=())) == ["no_visit"]


def test_the_visit_that_holds_now_goes_before_a_nearer_start() -> None:
    past = moved(replace(ROUTINE, id=1), -1)
    assert judge(replace(GREEN, visits=(past, ROUTINE, moved(replace(ROUTINE, id=9), 1)))).visit == 7


def test_out_of_every_window_the_nearest_visit_is_meant() -> None:
    near, far = moved(replace(ROUTINE, id=1), 2), moved(replace(ROUTINE, id=2), -3)
    assert judge(replace(GREEN, visits=(far, near))).visit == 1


def test_of_two_equally_near_the_agreed_one_is_meant_then_the_newer() -> None:
    agreed, lapsed = moved(replace(ROUTINE, id=1), 2), moved(replace(ROUTINE, id=2, state=State.LAPSED), 2)
    assert judge(replace(GREEN, visits=(lapsed, agreed))).visit == 1
    assert judge(replace(GREEN, visits=(agreed, replace(agreed, id=5), lapsed))).visit == 5


def test_of_several_that_hold_now_a_green_one_is_meant() -> None:
    withdrawn = replace(ROUTINE, id=9, state=State.WITHDRAWN)
    unfit = replace(ROUTINE, id=10, team=(WANG_AS_VISITOR,))
    assert judge(replace(GREEN, visits=(withdrawn, ROUTINE, unfit))) == Verdict(reasons=(), visit=7, part=8)


def test_of_two_green_ones_the_one_he_is_in_is_meant_else_the_latest() -> None:
    later = replace(ROUTINE, id=3, window=Interval(moment("2026-12-03 14:45"), WINDOW.end))
    inside = replace(ROUTINE, state=State.UNDER_WAY, team=(came(WANG_AS_VISITOR), SUN_AS_VISITOR))
    assert judge(replace(GREEN, visits=(ROUTINE, later))).visit == 3
    assert judge(replace(GREEN, visits=(inside, later))).visit == 7


def test_of_several_red_ones_that_hold_now_an_agreed_one_is_meant() -> None:
    unfit = replace(ROUTINE, id=1, team=(WANG_AS_VISITOR,))
    assert judge(replace(GREEN, visits=(replace(ROUTINE, id=9, state=State.LAPSED), unfit))).visit == 1


def test_his_own_visit_goes_before_his_departments() -> None:
    colleagues = replace(ROUTINE, id=9, team=(SUN_AS_VISITOR,))
    facts = replace(GREEN, visits=(colleagues, moved(ROUTINE, 2)))
    assert (judge(facts).visit, told(facts)) == (7, ["too_early"])


def test_a_pass_means_its_own_visit_however_far_away() -> None:
    facts = replace(GREEN, code=PASS, visits=(moved(ROUTINE, -30), replace(ROUTINE, id=9)))
    assert (judge(facts).visit, told(facts)) == (7, ["too_late"])


def test_a_pass_of_a_merged_visit_means_the_part_in_which_he_is_named() -> None:
    another_part = replace(ROUTINE, part=1, state=State.AGREED, team=(SUN_AS_VISITOR,))
    assert judge(replace(GREEN, code=PASS, visits=(another_part, ROUTINE))) == Verdict(reasons=(), visit=7, part=8)


def test_a_pass_whose_visit_is_gone_has_no_visit() -> None:
    assert told(replace(GREEN, code=PASS, visits=(replace(ROUTINE, id=9),))) == ["no_visit"]


def test_a_code_that_tells_of_nobody_means_no_visit() -> None:
    facts = replace(GREEN, person=None)
    assert visit_meant(facts) is None
    assert told(facts) == ["no_visit"]
