"""A second judge of entry, written from the rules alone: he reads a plain log of acts and says who may go in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

Window = tuple[datetime, datetime]

INSPECTIONS = ("routine", "clue")  # need two officers with cards, and are accepted by silence
GONE = {"withdraw": "withdrawn", "revoke": "revoked"}
STEPS = {  # where a visit stands: what can happen, and where it stands then ("" where that depends)
    "requested": {"approve": "asked", "reject": "rejected", "lapse": "lapsed", "withdraw": "withdrawn"},
    "asked": GONE | {"agree": "agreed", "postpone": "moving", "decline": "", "silence": "agreed", "lapse": "lapsed"},
    "moving": GONE | {"accept": "agreed", "counter": "moving", "lapse": "lapsed"},
    "objected": {"uphold": "declined", "overrule": "", "withdraw": "withdrawn"},
    "agreed": GONE
    | {"come": "under_way", "nobody_came": "no_show", "postpone": "moving", "narrow": "agreed", "widen": "requested"},
    "under_way": {"come": "under_way", "leave": "", "take_back": "", "midnight": "ended", "revoke": "ended"},
}
ENDS_PASSES = {"postpone": "superseded", "widen": "superseded", "withdraw": "revoked", "revoke": "revoked"}
GOING_ON = ("agreed", "under_way")
ISSUES_PASSES = ("narrow", "agree", "accept", "overrule", "silence")


@dataclass(frozen=True)
class Person:
    departments: frozenset[str]
    card: date | None = None
    assistant: bool = False
    suspended: bool = False


@dataclass
class Visit:
    number: int
    place: str
    department: str
    asker: str
    kind: str
    window: Window
    team: tuple[str, ...]
    state: str = "requested"
    approved: bool = False
    revoked: bool = False
    proposed: Window | None = None
    came: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    passes: list[list[str]] = field(default_factory=list)  # who, and whether it is open, superseded or revoked

    def hours(self, now: datetime) -> str:
        opens, closes = self.window[0] - timedelta(minutes=30), self.window[1] + timedelta(minutes=60)
        return "too_early" if now < opens else "too_late" if now >= closes else ""


@dataclass(frozen=True, kw_only=True)
class Act:
    what: str
    at: datetime
    visit: int = 0
    who: str = ""
    window: Window | None = None
    team: tuple[str, ...] = ()
    request: Visit | None = None  # as it was asked for
    person: Person | None = None  # as he is from now on


class SecondJudge:
    def __init__(self, people: Mapping[str, Person], log: Iterable[Act]) -> None:
        self.people, self.visits = dict(people), dict[int, Visit]()
        for act in log:
            if act.person is not None:
                self.people[act.who] = act.person
            elif act.request is not None:
                self.visits[act.visit] = replace(act.request, passes=[])
            else:
                self._happens(self.visits[act.visit], act)

    def _happens(self, visit: Visit, act: Act) -> None:
        visit.came = visit.came | {act.who} if act.what == "come" else visit.came
        visit.came = visit.came - {act.who} if act.what == "take_back" else visit.came
        visit.left = visit.left | {act.who} if act.what == "leave" else visit.left
        visit.left = visit.came if act.what == "midnight" else visit.left
        inside = visit.came - visit.left
        depends = {
            "decline": "declined" if visit.kind == "survey" else "objected",
            "overrule": "agreed" if act.at < visit.window[0] else "moving",
            "leave": "under_way" if inside else "ended",
            "take_back": "under_way" if inside else "ended" if visit.came else "agreed",
        }
        visit.state = STEPS[visit.state][act.what] or depends[act.what]  # KeyError: the rules have no such step
        visit.approved = act.what == "approve" or (visit.approved and act.what != "widen")
        visit.revoked = visit.revoked or act.what == "revoke"
        visit.team = act.team or visit.team
        visit.window, visit.proposed = (act.what == "accept" and visit.proposed) or visit.window, act.window
        issues = act.what in ISSUES_PASSES and visit.state == "agreed"
        for each in visit.passes if issues or act.what in ENDS_PASSES else []:
            each[1] = ENDS_PASSES.get(act.what, "superseded") if each[1] == "open" else each[1]
        fit = [who for who in visit.team if self._serves(who, visit) and not self.people[who].suspended]
        visit.passes += [[who, "open"] for who in fit if issues]

    def _serves(self, who: str, visit: Visit) -> bool:
        return who in visit.team and visit.department in self.people[who].departments

    def at_sign(self, who: str, place: str, now: datetime) -> list[str]:  # why he may not go in
        visit = self.meant(who, place, now)
        without = ["person_suspended"] * self.people[who].suspended + ["no_visit"]
        return without if visit is None else self._against(who, visit, now)

    def with_pass(self, who: str, number: int, card: str, place: str, now: datetime) -> list[str]:
        visit = self.visits[number]
        return ["wrong_enterprise"] if place != visit.place else self._against(who, visit, now, card)

    def meant(self, who: str, place: str, now: datetime) -> Visit | None:
        here = [visit for visit in self.visits.values() if visit.place == place]
        ours = [v for v in here if v.department in self.people[who].departments or who in (v.asker, *v.team)]
        for named in (True, False):  # those in which he is named go first
            visits = [visit for visit in ours if self._serves(who, visit) is named]
            near = [v for v in visits if abs((v.window[0].date() - now.date()).days) <= 7]
            if holding := [visit for visit in visits if not visit.hours(now)]:
                first = {v.number: (not self._against(who, v, now), named and who in v.came - v.left) for v in holding}
                return max(holding, key=lambda v: (first[v.number], v.state in GOING_ON, v.window, v.number))
            if near:
                away = {v.number: max(v.window[0] - now, now - v.window[1], timedelta(0)) for v in near}
                return min(near, key=lambda v: (away[v.number], v.state not in GOING_ON, -v.number))
        return None

    def _against(self, who: str, visit: Visit, now: datetime, card: str = "") -> list[str]:
        person, day, state, named = self.people[who], visit.window[0].date(), visit.state, self._serves(who, visit)
        cards, over = 2 * (visit.kind in INSPECTIONS), state == "no_show" or (state == "ended" and not visit.revoked)
        when = "too_late" if over and not (named and who in visit.came) else visit.hours(now)
        fit = {name for name, each in self.people.items() if not cards or (each.card is not None and day <= each.card)}
        active = {name for name, each in self.people.items() if not each.assistant and not each.suspended}
        officers = {name for name in fit & active if self._serves(name, visit)}
        told = {
            "person_suspended": person.suspended,
            "not_a_visitor": not named,
            "card_expired": cards and who not in fit and (not person.assistant if named else person.card is not None),
            "withdrawn": state == "withdrawn",
            "revoked": visit.revoked or (card == "revoked" and state != "withdrawn"),
            "superseded": card == "superseded",
            "declined": state == "declined",
            "not_approved": not visit.approved,
            "not_agreed": state in ("asked", "moving", "objected", "lapsed"),
            "already_left": named and who in visit.came and (over or who in visit.left),
            "too_early": when == "too_early",
            "too_late": when == "too_late",
            "too_few_officers": len(officers) < cards,
            "assistant_alone": named and person.assistant and not officers & visit.came - visit.left,
        }
        return [reason for reason, applies in told.items() if applies]
