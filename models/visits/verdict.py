"""Green or red: facts in, verdict out. Requests, approvals, scans and what-if questions all ask `judge`."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from models.time.moments import day_of
from models.visits.facts import CodeFacts, Facts, PersonFacts, TeamMember, VisitFacts
from models.visits.reasons import Cure, Reason, RedReason, Verdict
from models.visits.states import PartState, PassState, State

_AGREED = frozenset({State.AGREED, State.UNDER_WAY})
_NOT_AGREED = {
    State.ASKED: Cure.AWAIT_REPLY,
    State.MOVING: Cure.AWAIT_THE_NEW_DAY,
    State.OBJECTED: Cure.AWAIT_THE_DECISION,
    State.LAPSED: Cure.REQUEST_A_VISIT,
}


def judge(facts: Facts) -> Verdict:
    """Green, or red with every reason that applies.

    A reason of the code stands alone; without a visit only what stands against the person is told besides.
    """
    if (wrong_code := _code_reason(facts.code)) is not None:
        return Verdict(reasons=(wrong_code,))
    person = facts.person
    visit = visit_meant(facts)
    if person is None or visit is None:
        no_visit = RedReason(Reason.NO_VISIT, Cure.REQUEST_A_VISIT)
        return Verdict(reasons=(*_suspension(person), no_visit))
    return Verdict(reasons=_reasons(facts.now, person, visit), visit=visit.id, part=visit.part)


def visit_meant(facts: Facts) -> VisitFacts | None:
    """The visit of the pass; else the person's own whose validity holds now, else his nearest within reach.

    Where several hold now, one that lets him in goes first, then the one he is in, then an agreed one, then the
    latest. Visits in which he isn't named are meant only if none is in which he is.
    """
    person = facts.person
    if person is None:
        return None
    named = [visit for visit in facts.visits if visit.member(person.id) is not None]
    others = [visit for visit in facts.visits if visit.member(person.id) is None]
    if facts.code.visit is not None:
        return next((visit for visit in named + others if visit.id == facts.code.visit), None)
    return _closest(facts, person, named) or _closest(facts, person, others)


def _closest(facts: Facts, person: PersonFacts, visits: Iterable[VisitFacts]) -> VisitFacts | None:
    def standing(visit: VisitFacts) -> tuple[bool, bool, bool, datetime, int]:
        member = visit.member(person.id)
        is_green = not _reasons(facts.now, person, visit)
        is_in = member is not None and member.is_there
        return is_green, is_in, visit.state in _AGREED, visit.window.start, visit.id

    def distance(visit: VisitFacts) -> tuple[timedelta, bool, int]:
        return visit.window.distance(now), visit.state not in _AGREED, -visit.id

    now = facts.now
    if holding := [visit for visit in visits if now in visit.validity]:
        return max(holding, key=standing)
    near = [visit for visit in visits if abs(visit.day - day_of(now)) <= facts.nearest.delta]
    return min(near, key=distance, default=None)


def _code_reason(code: CodeFacts) -> RedReason | None:
    if not code.known:
        return RedReason(Reason.UNKNOWN_CODE, Cure.SCAN_THE_SIGN)
    if code.replaced:
        return RedReason(Reason.SIGN_REPLACED, Cure.SCAN_THE_NEW_SIGN)
    if code.shown_at is not None and code.enterprise != code.shown_at:
        return RedReason(Reason.WRONG_ENTERPRISE, Cure.GO_TO_THE_ENTERPRISE)
    return None


def _reasons(now: datetime, person: PersonFacts, visit: VisitFacts) -> tuple[RedReason, ...]:
    member = visit.member(person.id)
    applying = [
        *_suspension(person),
        *_against_person(person, visit, member),
        *_against_standing(visit, member),
        *_against_time(now, visit, member),
        *visit.rules_against,
        *_against_team(visit, member),
    ]
    return tuple(sorted(applying, key=lambda reason: reason.rank))


def _suspension(person: PersonFacts | None) -> Iterator[RedReason]:
    if person is not None and person.suspended:
        yield RedReason(Reason.PERSON_SUSPENDED, Cure.ASK_THE_HEAD)


def _against_person(person: PersonFacts, visit: VisitFacts, member: TeamMember | None) -> Iterator[RedReason]:
    if member is None or not person.is_official:
        yield RedReason(Reason.NOT_A_VISITOR, Cure.BE_NAMED, {"day": visit.day})
    until = person.card_valid_until
    # Whether somebody not named would come as an officer is unknown; that his card has run out isn't.
    is_asked_for_card = until is not None if member is None else not member.assistant
    if visit.cards and is_asked_for_card and not _card_holds(until, visit.day):
        yield RedReason(Reason.CARD_EXPIRED, Cure.RENEW_THE_CARD, {"valid_until": until, "day": visit.day})


def _card_holds(valid_until: date | None, day: date) -> bool:
    return valid_until is not None and day <= valid_until


def _against_standing(visit: VisitFacts, member: TeamMember | None) -> Iterator[RedReason]:
    state, fields = visit.state, {"day": visit.day}
    if state is State.WITHDRAWN:
        yield RedReason(Reason.WITHDRAWN, Cure.REQUEST_A_VISIT, fields)
    if visit.state is State.REVOKED or visit.revoked:
        yield RedReason(Reason.REVOKED, Cure.ASK_THE_SUPERVISOR, {**fields, "of": "visit"})
    elif visit.pass_state is PassState.REVOKED and state is not State.WITHDRAWN:  # that ends passes too
        yield RedReason(Reason.REVOKED, Cure.BE_NAMED, {**fields, "of": "pass"})
    if state is State.MERGED or visit.pass_state is PassState.SUPERSEDED:
        yield RedReason(Reason.SUPERSEDED, Cure.USE_THE_NEW_PASS, fields)
    if state is State.DECLINED:
        yield RedReason(Reason.DECLINED, Cure.REQUEST_A_VISIT, fields)
    if state in {State.REQUESTED, State.REJECTED} or visit.part_state is not PartState.APPROVED:
        waits = state is State.REQUESTED and visit.part_state in {PartState.REQUESTED, PartState.APPROVED}
        yield RedReason(Reason.NOT_APPROVED, Cure.AWAIT_APPROVAL if waits else Cure.REQUEST_A_VISIT, fields)
    if state in _NOT_AGREED:
        yield RedReason(Reason.NOT_AGREED, _NOT_AGREED[state], {"day": visit.day, "state": state.value})
    if member is not None and _has_left(visit, member):
        yield RedReason(Reason.ALREADY_LEFT, Cure.REQUEST_A_VISIT, {"left_at": member.checked_out_at})


def _has_left(visit: VisitFacts, member: TeamMember) -> bool:
    closed_with_him_in = visit.state is State.ENDED and not visit.revoked and member.is_there
    return member.checked_out_at is not None or closed_with_him_in


def _against_time(now: datetime, visit: VisitFacts, member: TeamMember | None) -> Iterator[RedReason]:
    """A visit at which nobody came, or that ended before he came, is over whatever the hour."""
    came = member is not None and member.checked_in_at is not None
    ended_without_him = visit.state is State.ENDED and not visit.revoked and not came
    fields = {"opens_at": visit.validity.start, "closes_at": visit.validity.end, "starts_at": visit.window.start}
    if visit.state is State.NO_SHOW or ended_without_him or now >= visit.validity.end:
        yield RedReason(Reason.TOO_LATE, Cure.REQUEST_A_VISIT, fields)
    elif now < visit.validity.start:
        yield RedReason(Reason.TOO_EARLY, Cure.COME_IN_TIME, fields)


def _against_team(visit: VisitFacts, member: TeamMember | None) -> Iterator[RedReason]:
    """Counts who is named, not who is there: that an officer stays away is told to both sides, later."""
    officers = [officer for officer in visit.team if _may_act_as_officer(officer, visit)]
    if len(officers) < visit.cards:
        fields = {"needed": visit.cards, "valid": len(officers)}
        yield RedReason(Reason.TOO_FEW_OFFICERS, Cure.NAME_ANOTHER_OFFICER, fields)
    if member is not None and member.assistant and not any(officer.is_there for officer in officers):
        yield RedReason(Reason.ASSISTANT_ALONE, Cure.COME_WITH_AN_OFFICER)


def _may_act_as_officer(member: TeamMember, visit: VisitFacts) -> bool:
    has_card = not visit.cards or _card_holds(member.card_valid_until, visit.day)
    return has_card and not member.assistant and not member.suspended
