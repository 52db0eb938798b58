"""The visits and people that the tests of the verdict share."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from models.time.durations import Days
from models.time.moments import CST, Interval
from models.visits.facts import CodeFacts, CodeKind, Facts, PersonFacts, TeamMember, VisitFacts
from models.visits.states import State
from models.visits.verdict import judge

WANG, SUN, HE = 1, 2, 3  # 王工 and 孙工, officials; 小何, an assistant
FACTORY, OTHER_FACTORY = 50, 51
CARD = date(2028, 12, 31)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


WINDOW = Interval(moment("2026-12-03 14:00"), moment("2026-12-03 16:00"))
VALIDITY = Interval(moment("2026-12-03 13:30"), moment("2026-12-03 17:00"))
BEFORE, WITHIN, AFTER = moment("2026-12-03 13:29"), moment("2026-12-03 14:30"), moment("2026-12-03 17:00")

LEFT = moment("2026-12-03 14:20")
SIGN = CodeFacts(kind=CodeKind.SIGN, enterprise=FACTORY)
PASS = CodeFacts(kind=CodeKind.PASS, enterprise=FACTORY, shown_at=FACTORY, visit=7)
OFFICIAL = PersonFacts(id=WANG, card_valid_until=CARD)
WANG_AS_VISITOR = TeamMember(person=WANG, card_valid_until=CARD)
SUN_AS_VISITOR = TeamMember(person=SUN, card_valid_until=CARD)
ASSISTANT = TeamMember(person=HE, assistant=True)

ROUTINE = VisitFacts(
    id=7,
    part=8,
    state=State.AGREED,
    window=WINDOW,
    validity=VALIDITY,
    cards=2,
    team=(WANG_AS_VISITOR, SUN_AS_VISITOR),
)
SURVEY = replace(ROUTINE, cards=0, team=(TeamMember(person=WANG),))
GREEN = Facts(now=WITHIN, code=SIGN, person=OFFICIAL, visits=(ROUTINE,), nearest=Days(7))


def told(facts: Facts) -> list[str]:
    return [reason.code.value for reason in judge(facts).reasons]


def with_visit(visit: VisitFacts, now: datetime = WITHIN, person: PersonFacts = OFFICIAL) -> Facts:
    return replace(GREEN, visits=(visit,), now=now, person=person)


def came(member: TeamMember, left: datetime | None = None) -> TeamMember:
    return replace(member, checked_in_at=moment("2026-12-03 14:05"), checked_out_at=left)


def moved(visit: VisitFacts, days: int) -> VisitFacts:
    shift = timedelta(days=days)
    window = Interval(visit.window.start + shift, visit.window.end + shift)
    validity = Interval(visit.validity.start + shift, visit.validity.end + shift)
    return replace(visit, window=window, validity=validity)
