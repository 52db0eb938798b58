"""The verdict, reason by reason, and every state at every time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.time.durations import Days
from models.visits.facts import CodeFacts, CodeKind, Facts, PersonFacts, TeamMember
from models.visits.reasons import Colour, Cure, Reason, RedReason, Verdict
from models.visits.states import PartState, PassState, State
from models.visits.verdict import judge
from tests.models.visits.facts_of_a_visit import (
    AFTER,
    ASSISTANT,
    BEFORE,
    CARD,
    FACTORY,
    GREEN,
    HE,
    LEFT,
    OFFICIAL,
    OTHER_FACTORY,
    PASS,
    ROUTINE,
    SIGN,
    SUN_AS_VISITOR,
    SURVEY,
    VALIDITY,
    WANG_AS_VISITOR,
    WINDOW,
    WITHIN,
    came,
    moment,
    told,
    with_visit,
)


def test_the_reasons_are_told_in_the_order_of_the_rules() -> None:
    assert list(Reason) == [
        "unknown_code", "sign_replaced", "wrong_enterprise",
        "person_suspended", "not_a_visitor", "card_expired",
        "no_visit", "withdrawn", "revoked", "superseded", "declined", "not_approved", "not_agreed", "already_left",
        "too_early", "too_late",
        "over_annual_cap", "over_density", "duplicate_visit", "quiet_period", "do_not_disturb", "papers_overdue",
        "too_few_officers", "assistant_alone",
    ]  # fmt: skip


def test_a_visitor_of_an_agreed_visit_is_green_in_its_window() -> None:
    assert judge(GREEN) == Verdict(reasons=(), visit=7, part=8)
    assert judge(GREEN).colour is Colour.GREEN


def test_a_visitor_who_has_come_and_not_left_is_green_again() -> None:
    inside = replace(ROUTINE, state=State.UNDER_WAY, team=(came(WANG_AS_VISITOR), SUN_AS_VISITOR))
    assert judge(with_visit(inside)) == Verdict(reasons=(), visit=7, part=8)


def test_a_what_if_question_without_a_code_gets_the_verdict_of_the_scan() -> None:
    assert judge(replace(GREEN, code=CodeFacts(kind=CodeKind.NONE))) == judge(GREEN)


# every state at every time; a visitor who has not come yet, a valid team of two, the part approved
NAMED: dict[State, tuple[str, str, str]] = {
    # state             before                       within            after
    State.REQUESTED:   ("not_approved too_early",   "not_approved",   "not_approved too_late"),
    State.ASKED:       ("not_agreed too_early",     "not_agreed",     "not_agreed too_late"),
    State.MOVING:      ("not_agreed too_early",     "not_agreed",     "not_agreed too_late"),
    State.OBJECTED:    ("not_agreed too_early",     "not_agreed",     "not_agreed too_late"),
    State.AGREED:      ("too_early",                "",               "too_late"),
    State.UNDER_WAY:   ("too_early",                "",               "too_late"),
    State.ENDED:       ("too_late",                 "too_late",       "too_late"),
    State.REJECTED:    ("not_approved too_early",   "not_approved",   "not_approved too_late"),
    State.DECLINED:    ("declined too_early",       "declined",       "declined too_late"),
    State.LAPSED:      ("not_agreed too_early",     "not_agreed",     "not_agreed too_late"),
    State.WITHDRAWN:   ("withdrawn too_early",      "withdrawn",      "withdrawn too_late"),
    State.REVOKED:     ("revoked too_early",        "revoked",        "revoked too_late"),
    State.NO_SHOW:     ("too_late",                 "too_late",       "too_late"),
    State.MERGED:      ("superseded too_early",     "superseded",     "superseded too_late"),
}  # fmt: skip
TIMES = {"before": BEFORE, "within": WITHIN, "after": AFTER}


@pytest.mark.parametrize("position", range(3), ids=TIMES)
@pytest.mark.parametrize("state", State)
def test_each_state_at_each_time_has_its_reasons_for_a_visitor(state: State, position: int) -> None:
    now = tuple(TIMES.values())[position]
    assert told(with_visit(replace(ROUTINE, state=state), now=now)) == NAMED[state][position].split()


@pytest.mark.parametrize("position", range(3), ids=TIMES)
@pytest.mark.parametrize("state", State)
def test_who_is_not_on_the_list_hears_that_and_then_the_same(state: State, position: int) -> None:
    others = (SUN_AS_VISITOR, replace(SUN_AS_VISITOR, person=4))
    now = tuple(TIMES.values())[position]
    facts = with_visit(replace(ROUTINE, state=state, team=others), now=now)
    assert told(facts) == ["not_a_visitor", *NAMED[state][position].split()]


def test_the_window_is_half_open_to_the_second() -> None:
    second = timedelta(seconds=1)
    assert told(replace(GREEN, now=moment("2026-12-03 13:30") - second)) == ["too_early"]
    assert told(replace(GREEN, now=moment("2026-12-03 13:30"))) == []
    assert told(replace(GREEN, now=moment("2026-12-03 17:00") - second)) == []
    assert told(replace(GREEN, now=moment("2026-12-03 17:00"))) == ["too_late"]


# codes


def test_a_code_that_nobody_issued_tells_nothing_of_the_visit() -> None:
    unknown = CodeFacts(kind=CodeKind.PASS, known=False, shown_at=FACTORY)
    facts = Facts(now=WITHIN, code=unknown, person=None, visits=(), nearest=Days(7))
    assert judge(facts) == Verdict(reasons=(RedReason(Reason.UNKNOWN_CODE, Cure.SCAN_THE_SIGN),))


def test_an_old_sign_asks_for_the_new_one() -> None:
    facts = replace(GREEN, code=replace(SIGN, replaced=True))
    assert judge(facts) == Verdict(reasons=(RedReason(Reason.SIGN_REPLACED, Cure.SCAN_THE_NEW_SIGN),))


def test_a_pass_shown_at_another_enterprise_is_red_and_keeps_to_itself_where_it_belongs() -> None:
    facts = replace(GREEN, code=replace(PASS, shown_at=OTHER_FACTORY))
    reason = RedReason(Reason.WRONG_ENTERPRISE, Cure.GO_TO_THE_ENTERPRISE)
    assert judge(facts) == Verdict(reasons=(reason,))


@pytest.mark.parametrize(
    "code",
    [replace(SIGN, known=False), replace(SIGN, replaced=True), replace(PASS, shown_at=OTHER_FACTORY)],
    ids=["unknown", "replaced", "elsewhere"],
)
def test_a_reason_of_the_code_stands_alone_whatever_else_is_wrong(code: CodeFacts) -> None:
    worst = replace(ROUTINE, state=State.WITHDRAWN, team=())
    facts = replace(GREEN, code=code, person=replace(OFFICIAL, suspended=True), visits=(worst,), now=AFTER)
    assert len(judge(facts).reasons) == 1
    assert judge(facts).visit is None


# the person


def test_a_suspended_official_is_red_even_inside() -> None:
    inside = replace(ROUTINE, state=State.UNDER_WAY, team=(came(WANG_AS_VISITOR), SUN_AS_VISITOR))
    assert told(with_visit(inside, person=replace(OFFICIAL, suspended=True))) == ["person_suspended"]


def test_a_suspended_official_without_a_visit_hears_both() -> None:
    facts = replace(GREEN, visits=(), person=replace(OFFICIAL, suspended=True))
    assert told(facts) == ["person_suspended", "no_visit"]
    assert [reason.cure for reason in judge(facts).reasons] == ["ask_the_head", "request_a_visit"]


def test_somebody_who_is_no_official_any_more_is_not_a_visitor() -> None:
    assert told(replace(GREEN, person=replace(OFFICIAL, is_official=False))) == ["not_a_visitor"]


def test_an_official_not_on_the_list_is_told_of_which_day() -> None:
    facts = with_visit(replace(ROUTINE, team=(SUN_AS_VISITOR, came(replace(SUN_AS_VISITOR, person=4)))))
    assert judge(facts).reasons == (RedReason(Reason.NOT_A_VISITOR, Cure.BE_NAMED, {"day": date(2026, 12, 3)}),)


@pytest.mark.parametrize(
    ("valid_until", "reasons"),
    [
        (date(2026, 12, 2), ["card_expired", "too_few_officers"]),
        (date(2026, 12, 3), []),
        (None, ["card_expired", "too_few_officers"]),
    ],
)
def test_an_inspection_needs_a_card_valid_on_the_day(valid_until: date | None, reasons: list[str]) -> None:
    team = (replace(WANG_AS_VISITOR, card_valid_until=valid_until), SUN_AS_VISITOR)
    assert (
        told(with_visit(replace(ROUTINE, team=team), person=replace(OFFICIAL, card_valid_until=valid_until))) == reasons
    )


def test_the_card_must_hold_on_the_day_of_the_visit_not_on_the_day_of_the_question() -> None:
    ends_before = date(2026, 12, 1)
    early = with_visit(ROUTINE, now=moment("2026-11-30 10:00"), person=replace(OFFICIAL, card_valid_until=ends_before))
    assert told(early) == ["card_expired", "too_early"]
    assert judge(early).reasons[0].fields == {"valid_until": ends_before, "day": date(2026, 12, 3)}


def test_a_survey_asks_for_no_card() -> None:
    assert told(with_visit(SURVEY, person=replace(OFFICIAL, card_valid_until=date(2020, 1, 1)))) == []
    assert told(with_visit(SURVEY, person=replace(OFFICIAL, card_valid_until=None))) == []


@pytest.mark.parametrize(
    ("valid_until", "reasons"),
    [(None, ["not_a_visitor"]), (CARD, ["not_a_visitor"]), (date(2026, 1, 1), ["not_a_visitor", "card_expired"])],
)
def test_who_is_not_named_hears_of_a_card_only_if_it_has_run_out(valid_until: date | None, reasons: list[str]) -> None:
    team = (SUN_AS_VISITOR, replace(SUN_AS_VISITOR, person=4))
    assert (
        told(with_visit(replace(ROUTINE, team=team), person=replace(OFFICIAL, card_valid_until=valid_until))) == reasons
    )


# the standing of the visit


@pytest.mark.parametrize(
    ("state", "part_state", "cure"),
    [
        (State.REQUESTED, PartState.REQUESTED, "await_approval"),
        (State.REQUESTED, PartState.APPROVED, "await_approval"),
        (State.REQUESTED, PartState.REJECTED, "request_a_visit"),
        (State.REJECTED, PartState.REJECTED, "request_a_visit"),
        (State.AGREED, PartState.DROPPED, "request_a_visit"),
        (State.AGREED, PartState.REJECTED, "request_a_visit"),
        (State.AGREED, PartState.REQUESTED, "request_a_visit"),
    ],
)
def test_a_part_without_approval_is_red_while_others_may_be_green(
    state: State, part_state: PartState, cure: str
) -> None:
    (reason,) = judge(with_visit(replace(ROUTINE, state=state, part_state=part_state))).reasons
    assert (reason.code.value, reason.cure.value) == ("not_approved", cure)


@pytest.mark.parametrize(
    ("state", "cure"),
    [
        (State.ASKED, "await_reply"),
        (State.MOVING, "await_the_new_day"),
        (State.OBJECTED, "await_the_decision"),
        (State.LAPSED, "request_a_visit"),
    ],
)
def test_what_is_not_agreed_says_how_it_stands(state: State, cure: str) -> None:
    (reason,) = judge(with_visit(replace(ROUTINE, state=state))).reasons
    assert (reason.cure.value, reason.fields) == (cure, {"day": date(2026, 12, 3), "state": state.value})


def test_a_pass_replaced_by_a_newer_one_is_superseded() -> None:
    facts = replace(GREEN, code=PASS, visits=(replace(ROUTINE, pass_state=PassState.SUPERSEDED),))
    assert told(facts) == ["superseded"]
    assert told(replace(GREEN, code=PASS, visits=(replace(ROUTINE, pass_state=PassState.OPEN),))) == []


def test_the_pass_of_a_visit_on_the_move_is_superseded_and_not_agreed() -> None:
    moving = replace(ROUTINE, state=State.MOVING, pass_state=PassState.SUPERSEDED)
    assert told(replace(GREEN, code=PASS, visits=(moving,))) == ["superseded", "not_agreed"]


def test_a_revoked_pass_is_red_though_the_visit_stands() -> None:
    assert told(replace(GREEN, code=PASS, visits=(replace(ROUTINE, pass_state=PassState.REVOKED),))) == ["revoked"]


def test_the_pass_of_a_withdrawn_visit_is_told_as_withdrawn_only() -> None:
    withdrawn = replace(ROUTINE, state=State.WITHDRAWN, pass_state=PassState.REVOKED)
    assert told(replace(GREEN, code=PASS, visits=(withdrawn,))) == ["withdrawn"]


def test_who_has_left_cannot_come_back_while_the_others_are_still_there() -> None:
    team = (came(WANG_AS_VISITOR, LEFT), came(SUN_AS_VISITOR))
    facts = with_visit(replace(ROUTINE, state=State.UNDER_WAY, team=team))
    assert judge(facts).reasons == (RedReason(Reason.ALREADY_LEFT, Cure.REQUEST_A_VISIT, {"left_at": LEFT}),)


@pytest.mark.parametrize(
    ("me", "revoked", "reasons"),
    [
        (came(WANG_AS_VISITOR, LEFT), False, ["already_left"]),
        (came(WANG_AS_VISITOR), False, ["already_left"]),
        (WANG_AS_VISITOR, False, ["too_late"]),
        (came(WANG_AS_VISITOR, LEFT), True, ["revoked", "already_left"]),
        (came(WANG_AS_VISITOR), True, ["revoked"]),
        (WANG_AS_VISITOR, True, ["revoked"]),
    ],
    ids=[
        "left",
        "closed with him in",
        "never came",
        "left and revoked",
        "revoked with him in",
        "revoked before he came",
    ],
)
def test_an_ended_visit_is_told_by_what_he_did(me: TeamMember, revoked: bool, reasons: list[str]) -> None:
    ended = replace(ROUTINE, state=State.ENDED, revoked=revoked, team=(me, came(SUN_AS_VISITOR, LEFT)))
    assert told(with_visit(ended)) == reasons


def test_too_early_says_when_the_door_opens() -> None:
    (reason,) = judge(replace(GREEN, now=BEFORE)).reasons
    assert (reason.cure, reason.fields) == (
        Cure.COME_IN_TIME,
        {"opens_at": VALIDITY.start, "closes_at": VALIDITY.end, "starts_at": WINDOW.start},
    )


# the rules on burden, and the team


def test_what_the_rules_say_stands_between_time_and_team() -> None:
    quiet = RedReason(Reason.QUIET_PERIOD, Cure.CHOOSE_ANOTHER_DAY, {"day": date(2026, 12, 3)})
    cap = RedReason(Reason.OVER_ANNUAL_CAP, Cure.CHOOSE_ANOTHER_DAY)
    visit = replace(ROUTINE, rules_against=(quiet, cap), team=(WANG_AS_VISITOR,))
    facts = with_visit(visit, now=BEFORE)
    assert told(facts) == ["too_early", "over_annual_cap", "quiet_period", "too_few_officers"]


def test_rules_may_bring_only_reasons_of_the_rules() -> None:
    with pytest.raises(ValueError, match="not a reason of the rules"):
        replace(ROUTINE, rules_against=(RedReason(Reason.UNKNOWN_CODE, Cure.SCAN_THE_SIGN),))


@pytest.mark.parametrize(
    ("second", "valid"),
    [
        (None, 1),
        (replace(SUN_AS_VISITOR, suspended=True), 1),
        (replace(SUN_AS_VISITOR, card_valid_until=date(2026, 12, 2)), 1),
        (replace(SUN_AS_VISITOR, card_valid_until=None), 1),
        (ASSISTANT, 1),
    ],
    ids=["alone", "suspended", "card run out", "no card", "assistant"],
)
def test_an_inspection_of_fewer_than_two_valid_cards_is_red(second: TeamMember | None, valid: int) -> None:
    team = (WANG_AS_VISITOR,) if second is None else (WANG_AS_VISITOR, second)
    (reason,) = judge(with_visit(replace(ROUTINE, team=team))).reasons
    assert (reason.code, reason.cure) == (Reason.TOO_FEW_OFFICERS, Cure.NAME_ANOTHER_OFFICER)
    assert reason.fields == {"needed": 2, "valid": valid}


def test_the_first_of_two_officers_to_scan_is_green_though_the_other_is_not_there_yet() -> None:
    assert told(with_visit(replace(ROUTINE, team=(WANG_AS_VISITOR, SUN_AS_VISITOR)))) == []


@pytest.mark.parametrize(
    ("officer", "reasons"),
    [
        (WANG_AS_VISITOR, ["assistant_alone"]),
        (came(WANG_AS_VISITOR), []),
        (came(WANG_AS_VISITOR, LEFT), ["assistant_alone"]),
        (came(replace(WANG_AS_VISITOR, suspended=True)), ["assistant_alone"]),
        (came(replace(WANG_AS_VISITOR, card_valid_until=None)), []),
    ],
    ids=["not there", "there", "left", "suspended", "there without a card"],
)
def test_an_assistant_of_a_survey_is_red_until_an_officer_is_there(officer: TeamMember, reasons: list[str]) -> None:
    assert told(with_visit(replace(SURVEY, team=(officer, ASSISTANT)), person=PersonFacts(id=HE))) == reasons


def test_an_assistant_of_an_inspection_needs_an_officer_with_a_card_and_none_himself() -> None:
    without_card = came(TeamMember(person=5))
    team = (WANG_AS_VISITOR, SUN_AS_VISITOR, without_card, ASSISTANT)
    facts = with_visit(replace(ROUTINE, team=team), person=PersonFacts(id=HE))
    assert told(facts) == ["assistant_alone"]
    assert told(with_visit(replace(ROUTINE, team=(came(WANG_AS_VISITOR), *team[1:])), person=PersonFacts(id=HE))) == []
