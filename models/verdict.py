"""Green or red: facts in, verdict out. Requests, approvals, scans and what-if questions all ask `judge`.

The facts are loaded by the caller and frozen; nothing here reads a table, a clock or the rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from models.clock import Interval, day_of
from models.durations import Days
from models.states import PartState, PassState, State

type_of_field = str | int | date | datetime | None


class Colour(StrEnum):
    """What the scan decides."""

    GREEN = "green"
    RED = "red"


class Reason(StrEnum):
    """Why a verdict is red, in the order in which reasons are told."""

    UNKNOWN_CODE = "unknown_code"
    SIGN_REPLACED = "sign_replaced"
    WRONG_ENTERPRISE = "wrong_enterprise"
    PERSON_SUSPENDED = "person_suspended"
    NOT_A_VISITOR = "not_a_visitor"
    CARD_EXPIRED = "card_expired"
    NO_VISIT = "no_visit"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    NOT_APPROVED = "not_approved"
    NOT_AGREED = "not_agreed"
    ALREADY_LEFT = "already_left"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    OVER_ANNUAL_CAP = "over_annual_cap"
    OVER_DENSITY = "over_density"
    DUPLICATE_VISIT = "duplicate_visit"
    QUIET_PERIOD = "quiet_period"
    DO_NOT_DISTURB = "do_not_disturb"
    PAPERS_OVERDUE = "papers_overdue"
    TOO_FEW_OFFICERS = "too_few_officers"
    ASSISTANT_ALONE = "assistant_alone"


CODE_REASONS = frozenset({Reason.UNKNOWN_CODE, Reason.SIGN_REPLACED, Reason.WRONG_ENTERPRISE})
"""Each stands alone: what a wrong code would have opened is nobody's business."""

RULE_REASONS = frozenset(
    {
        Reason.OVER_ANNUAL_CAP,
        Reason.OVER_DENSITY,
        Reason.DUPLICATE_VISIT,
        Reason.QUIET_PERIOD,
        Reason.DO_NOT_DISTURB,
        Reason.PAPERS_OVERDUE,
    }
)
"""What the rules on burden say against a visit; they are counted where the facts are loaded."""

_RANK = {reason: rank for rank, reason in enumerate(Reason)}


class Cure(StrEnum):
    """What would turn a reason away."""

    SCAN_THE_SIGN = "scan_the_sign"
    SCAN_THE_NEW_SIGN = "scan_the_new_sign"
    GO_TO_THE_ENTERPRISE = "go_to_the_enterprise"
    ASK_THE_HEAD = "ask_the_head"
    BE_NAMED = "be_named"
    RENEW_THE_CARD = "renew_the_card"
    REQUEST_A_VISIT = "request_a_visit"
    ASK_THE_SUPERVISOR = "ask_the_supervisor"
    USE_THE_NEW_PASS = "use_the_new_pass"
    AWAIT_APPROVAL = "await_approval"
    AWAIT_REPLY = "await_reply"
    AWAIT_THE_NEW_DAY = "await_the_new_day"
    AWAIT_THE_DECISION = "await_the_decision"
    COME_IN_TIME = "come_in_time"
    CHOOSE_ANOTHER_DAY = "choose_another_day"
    HAND_IN_THE_PAPERS = "hand_in_the_papers"
    NAME_ANOTHER_OFFICER = "name_another_officer"
    COME_WITH_AN_OFFICER = "come_with_an_officer"


@dataclass(frozen=True)
class RedReason:
    """A reason that applies, what would cure it, and the values its words need."""

    code: Reason
    cure: Cure
    fields: Mapping[str, FieldValue] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer: every reason that applies, in order, and the visit and part it was given for, if any."""

    reasons: tuple[RedReason, ...]
    visit: int | None = None
    part: int | None = None

    @property
    def colour(self) -> Colour:
        """Green exactly if nothing stands against it."""
        return Colour.RED if self.reasons else Colour.GREEN


class CodeKind(StrEnum):
    """What was shown."""

    SIGN = "sign"
    PASS = "pass"
    NONE = "none"
    """nothing: somebody asks what if"""


@dataclass(frozen=True, kw_only=True)
class CodeFacts:
    """The code that was scanned, or the number that was typed.

    `enterprise` is the one it was issued for, `shown_at` the one that verifies it, `visit` the one a pass belongs to.
    """

    kind: CodeKind
    known: bool = True
    replaced: bool = False
    enterprise: int | None = None
    shown_at: int | None = None
    visit: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Who wants in. `card_valid_until` is the last day of his enforcement card, None if he has none."""

    id: int
    is_official: bool = True
    suspended: bool = False
    card_valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    """A named visitor, whether he may act as an officer, and whether he is there."""

    person: int
    assistant: bool = False
    suspended: bool = False
    card_valid_until: date | None = None
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None

    @property
    def is_there(self) -> bool:
        """Whether he has come and not left."""
        return self.checked_in_at is not None and self.checked_out_at is None


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """A visit at this enterprise that may be meant, seen from one part: the person's own, or his department's.

    `validity` is when its passes open the door, `cards` how many officers with cards its kind needs, `revoked`
    whether it was ended by the supervisor, `pass_state` that of the person's pass if one was shown, and
    `rules_against` what the rules on burden say (`RULE_REASONS` only, else ValueError).
    """

    id: int
    part: int
    state: State
    window: Interval
    validity: Interval
    cards: int
    team: tuple[TeamMember, ...]
    part_state: PartState = PartState.APPROVED
    revoked: bool = False
    pass_state: PassState | None = None
    rules_against: tuple[RedReason, ...] = ()

    def __post_init__(self) -> None:
        if any(reason.code not in RULE_REASONS for reason in self.rules_against):
            raise ValueError(f"not a reason of the rules: {self.rules_against}")

    @property
    def day(self) -> date:
        """The day of the visit, on which cards must be valid."""
        return day_of(self.window.start)

    def member(self, person: int) -> TeamMember | None:
        """The person as a visitor, None if he isn't named."""
        return next((member for member in self.team if member.person == person), None)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that a verdict depends on. `person` is None only where the code tells of nobody.

    `visits` are those of this enterprise that may be meant; `nearest` is how far from now one is still meant.
    """

    now: datetime
    code: CodeFacts
    person: PersonFacts | None
    visits: tuple[VisitFacts, ...]
    nearest: Days


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
    if facts.code.visit is not None:
        return next((visit for visit in facts.visits if visit.id == facts.code.visit), None)
    named = [visit for visit in facts.visits if visit.member(person.id) is not None]
    others = [visit for visit in facts.visits if visit.member(person.id) is None]
    return _closest(facts, person, named) or _closest(facts, person, others)


def foreseen(facts: Facts, visit: VisitFacts) -> Facts:
    """The facts as they will be when the window opens if everybody agrees and all other visitors have come.

    What `judge` says of them stands against the visit itself: it is what a request, an approval or a consent is
    shown.
    """
    opening = visit.window.start
    me = None if facts.person is None else facts.person.id
    team = tuple(
        replace(member, checked_in_at=None if member.person == me else opening, checked_out_at=None)
        for member in visit.team
    )
    agreed = replace(
        visit, state=State.AGREED, part_state=PartState.APPROVED, revoked=False, pass_state=None, team=team
    )
    return replace(facts, now=opening, code=CodeFacts(kind=CodeKind.NONE, visit=visit.id), visits=(agreed,))


def _closest(facts: Facts, person: PersonFacts, visits: Iterable[VisitFacts]) -> VisitFacts | None:
    def standing(visit: VisitFacts) -> tuple[bool, bool, bool, datetime, int]:
        member = visit.member(person.id)
        is_green = not _reasons(facts.now, person, visit)
        is_in = member is not None and member.is_there
        return is_green, is_in, visit.state in _AGREED, visit.window.start, visit.id

    now = facts.now
    if holding := [visit for visit in visits if now in visit.validity]:
        return max(holding, key=standing)
    near = [visit for visit in visits if visit.window.distance(now) <= facts.nearest.delta]
    return min(
        near, key=lambda visit: (visit.window.distance(now), visit.state not in _AGREED, -visit.id), default=None
    )


def _code_reason(code: CodeFacts) -> RedReason | None:
    if not code.known:
        return RedReason(Reason.UNKNOWN_CODE, Cure.SCAN_THE_SIGN)
    if code.replaced:
        return RedReason(Reason.SIGN_REPLACED, Cure.SCAN_THE_NEW_SIGN)
    if code.shown_at is not None and code.enterprise != code.shown_at:
        return RedReason(Reason.WRONG_ENTERPRISE, Cure.GO_TO_THE_ENTERPRISE, {"enterprise": code.enterprise})
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
    return tuple(sorted(applying, key=lambda reason: _RANK[reason.code]))


def _suspension(person: PersonFacts | None) -> Iterator[RedReason]:
    if person is not None and person.suspended:
        yield RedReason(Reason.PERSON_SUSPENDED, Cure.ASK_THE_HEAD)


def _against_person(person: PersonFacts, visit: VisitFacts, member: TeamMember | None) -> Iterator[RedReason]:
    if member is None or not person.is_official:
        yield RedReason(Reason.NOT_A_VISITOR, Cure.BE_NAMED, {"day": visit.day})
    until = person.card_valid_until
    # Of somebody who isn't named it is unknown whether he would need a card; that an old one has run out isn't.
    needs_one = member is not None and not member.assistant
    has_run_out = until is not None and until < visit.day
    if visit.cards and (has_run_out if member is None else needs_one and not _card_holds(until, visit.day)):
        yield RedReason(Reason.CARD_EXPIRED, Cure.RENEW_THE_CARD, {"valid_until": until, "day": visit.day})


def _card_holds(valid_until: date | None, day: date) -> bool:
    return valid_until is not None and day <= valid_until
