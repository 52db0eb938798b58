"""What a talk about a visit may look up while it asks."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, time, timedelta
from itertools import combinations, islice
from typing import ClassVar

from sqlalchemy import select

from handlers.talking.asking import Choice
from handlers.talking.forms import MOST_PEOPLE, When, window_on
from handlers.talking.lookup import Lookup
from handlers.talking.typed import tidy
from handlers.turn import Turn
from handlers.visits.showing import describe, matters_said, other_day
from models.ground.messages import Json, day, lines, listing, window, word
from models.ground.refusals import Refusal
from models.register import snapshots
from models.register.enterprises import Enterprise, find_enterprises
from models.register.offices import departments_of, enterprise_at_gate
from models.register.people import Department, Matter, Person, Role, holders, may_act_as_officer
from models.register.rights import Right
from models.register.rules import Kind
from models.time.moments import day_of, to_cst
from models.visits import deadlines, parts
from models.visits.free_days import free_days, taken_days, visits_between
from models.visits.paper_notices import notice_of
from models.visits.rights import RIGHTS, visit_for
from models.visits.states import Side, State
from models.visits.teams import against_team
from models.visits.visits import Part, Visit, seen, visitors

NEARBY = timedelta(days=7)  # what an approver has to know of before another visit is added
MOST_FOUND = 5  # choices that fit a small screen, and a WeCom card together with "cancel"
LONGEST_SOUGHT = 100  # characters of an enterprise's name
LONGEST_PROMISE = timedelta(days=366)
_WIDE = str.maketrans("()", "（）")  # as they stand in registered names
SPANS = ("09:00-11:00", "10:00-12:00", "14:30-16:30", "15:00-17:00")


class VisitLookup(Lookup):
    """The facts a talk about a visit may ask for, as they are in this turn."""

    rights: ClassVar[Mapping[str, Right[Visit]]] = RIGHTS

    # What the talk is about

    def visit(self, verb: str, *, as_seen: bool = True) -> Visit:
        """The visit the talk is about, for somebody who may do this to it; raises Refusal where he can't any more."""
        visit = visit_for(self._session, self.me, self.rights[verb], self.subject.number)
        if as_seen:
            seen(self._session, visit, self.subject.revision)
        return visit

    def described(self, visit: Visit) -> dict[str, Json]:
        """The visit in fields."""
        return {**describe(self._session, visit), **other_day(visit)}

    def unreached_visit(self) -> Visit:
        """The visit whose enterprise nobody could reach; raises Refusal where a paper notice won't do (any more)."""
        visit = self.visit("serve", as_seen=False)
        if visit.state is not State.ASKED or visit.paper_from is None:
            raise Refusal("no-paper-way")
        return visit

    def is_to_come(self, visit: Visit) -> bool:
        """Whether the visit's window is still to come."""
        return self.turn.now < visit.starts_at

    def notice(self) -> int:
        """The number of the paper notice the talk is about, for the supervisor, while nobody has decided on it."""
        found = notice_of(self._session, self.subject.number)
        if found is None:
            raise Refusal("not-yours")
        visit_for(self._session, self.me, RIGHTS["judge_notice"], found.visit_id)
        if found.decided_at is not None:
            raise Refusal("notice-decided")
        return found.id

    # A request

    def kinds(self) -> list[Choice]:
        """The kinds of visit that can be asked for."""
        return [Choice(kind.value, word(f"kind-{kind.value}")) for kind in self.rules.offered_kinds]

    def enterprises(self, words: str) -> list[Choice]:
        """The enterprises whose name contains the words, or whose USCC they are, however wide they are typed."""
        tidied = tidy(words)
        spellings = dict.fromkeys((words, tidied, tidied.translate(_WIDE), tidied.replace(" ", "")))
        short = [spelling for spelling in spellings if len(spelling) <= LONGEST_SOUGHT]
        found = next(filter(None, (find_enterprises(self._session, each, MOST_FOUND) for each in short)), [])
        return [Choice(str(enterprise.id), enterprise.name) for enterprise in found]

    def against_enterprise(self, enterprise_id: int) -> Json:
        """What makes an enterprise impossible to choose: that there is none."""
        return None if self._session.get(Enterprise, enterprise_id) else word("no-such-enterprise")

    def enterprise_name(self, enterprise_id: int) -> str:
        """The name of an enterprise that was chosen."""
        return self._session.get_one(Enterprise, enterprise_id).name

    def department(self) -> Department:
        """The department for which the official asks."""
        mine = sorted(departments_of(self.me, Role.OFFICIAL))
        if not mine:
            raise Refusal("not-yours")
        return self._session.get_one(Department, mine[0])

    def matters(self) -> list[Choice]:
        """The matters on the department's list."""
        query = select(Matter).where(Matter.department_id == self.department().id).order_by(Matter.id)
        return [Choice(str(matter.id), matter.name) for matter in self._session.scalars(query)]

    def team(self, kind: Kind, when: When) -> list[Choice]:
        """Everybody of the department who can be named, the asker first; where several must have a card, also groups
        of as many who have.
        """
        people = holders(self._session, Role.OFFICIAL, department=self.department().id)
        ordered = sorted(people, key=lambda person: (person.id != self.me.id, person.id))
        needed = self.rules.kinds[kind].cards
        officers = [person for person in ordered if may_act_as_officer(person, when.day)]
        groups = islice(combinations(officers, needed), MOST_PEOPLE) if needed > 1 else ()
        return [
            *(Choice(str(person.id), person.name) for person in ordered),
            *(
                Choice("+".join(str(person.id) for person in group), listing([person.name for person in group]))
                for group in groups
            ),
        ]

    def team_of(self, visit: Visit) -> list[Choice]:
        """The same for a visit that has a kind and a day already."""
        return self.team(parts.requested_part(visit).kind, When(day_of(visit.starts_at)))

    def team_now(self, visit: Visit) -> frozenset[int]:
        """Who is named so far, by whoever may name others."""
        return frozenset(named.person_id for named in parts.requested_part(visit).visitors)

    def officers_needed(self, visit: Visit) -> int:
        """How many of them must be officers with a card."""
        return self.rules.kinds[parts.requested_part(visit).kind].cards

    def earliest_day(self, kind: Kind) -> date:
        """The first day that leaves the enterprise the kind's lead time, were it asked now."""
        return deadlines.earliest_window_day(self.turn.now, kind, self.rules, self.turn.calendar)

    def free_days(self, kind: Kind, enterprise_id: int) -> list[Choice]:
        """The next days on which a visit can be asked for."""
        earliest = self.earliest_day(kind)
        return self._offer(enterprise_id, (self.me.id,), earliest, self._furthest())

    def against_day(self, kind: Kind) -> Callable[[When], Json]:
        """What makes a day impossible to ask for: the past, the lead time, or too far ahead."""

        def complaint(when: When) -> Json:
            earliest = self.earliest_day(kind)
            if when.day < self.turn.today:
                return word("day-is-past", today=day(self.turn.today))
            if when.day < earliest:
                return word("day-is-too-soon", earliest=self.turn.counted_day(earliest))
            if when.day > self._furthest():
                return word("day-is-too-far", latest=day(self._furthest()))
            return self.against_span(when)(when.span) if when.span else None

        return complaint

    def against_span(self, when: When) -> Callable[[tuple[time, time]], Json]:
        """What makes a time of the day impossible: it has to leave the enterprise time to answer."""

        def complaint(span: tuple[time, time]) -> Json:
            start, _ = window_on(when, span)
            if deadlines.can_still_be_asked(self.turn.now, start, self.rules, self.turn.calendar):
                return None
            return word("time-is-too-soon")

        return complaint

    def against_team(self, kind: Kind, when: When) -> Callable[[tuple[int, ...]], Json]:
        """What makes a team impossible: too many people, or too few with a card."""

        def complaint(people: tuple[int, ...]) -> Json:
            team = [self._session.get_one(Person, person) for person in people]
            cards, most = self.rules.kinds[kind].cards, self.rules.visit.visitors_at_most
            against = against_team(team, when.day, cards=cards, most=most)
            return word(f"refusal-{against.code}", **against.fields) if against else None

        return complaint

    def against_team_of(self, visit: Visit) -> Callable[[tuple[int, ...]], Json]:
        """What makes a team impossible for a visit that has a kind and a day already."""
        return self.against_team(parts.requested_part(visit).kind, When(day_of(visit.starts_at)))

    def promise_days(self) -> list[Choice]:
        """Working days in about a week, two weeks and a month."""
        today = self.turn.today
        spans = [(today + timedelta(days=ahead), today + timedelta(days=ahead + 14)) for ahead in (7, 14, 30)]
        found = [free for first, last in spans for free in free_days(set(), first, last, self.turn.calendar, 1)]
        return [Choice(free.isoformat(), self.turn.counted_day(free)) for free in found]

    def against_promise_day(self, until: When) -> Json:
        """A promise is for a day to come, and not for a mistyped year."""
        latest = self.turn.today + LONGEST_PROMISE
        if until.day < self.turn.today:
            return word("day-is-past", today=day(self.turn.today))
        return word("day-is-too-far", latest=day(latest)) if until.day > latest else None

    def against_request(self, kind: Kind, enterprise_id: int, when: When, span: tuple[time, time]) -> Json:
        """What stands against a request, and until when it must be approved; each on a line."""
        start, _ = window_on(when, span)
        facts: list[Json] = [word("against-nothing")]
        near = visits_nearby(self.turn, enterprise_id, start.date())
        if near:
            facts = [word("against-visits-nearby", visits=lines(near))]
        last = deadlines.last_moment_to_ask(start, kind, self.rules, self.turn.calendar)
        facts.append(word("against-approve-by", until=self.turn.deadline(last, when.day)))
        if self.turn.calendar.is_provisional(when.day):
            facts.append(word("against-provisional"))
        return lines(facts)

    def named(self, people: Iterable[int]) -> Json:
        """People by their names."""
        return listing([self._session.get_one(Person, person).name for person in people])

    def kind_word(self, kind: Kind) -> Json:
        """A kind by its name."""
        return word(f"kind-{kind.value}")

    def lead(self, kind: Kind) -> dict[str, Json]:
        """The first day that can be asked for, and the lead time that makes it so."""
        lead = self.rules.kinds[kind].lead
        return {"earliest": self.turn.counted_day(self.earliest_day(kind)), "lead": lead.count if lead else 0}

    def day_shown(self, when: When) -> dict[str, Json]:
        """A chosen day."""
        return {"day": day(when.day)}

    def matters_shown(self, codes: Iterable[str], words: str) -> Json:
        """Matters of the list and in words."""
        return listing(matters_said(self.matter_names(codes), words))

    def meaning_of_declining(self, visit: Visit) -> Json:
        """What declining means for this kind of visit."""
        declining = parts.declining_of(visit, self.rules)
        return word(f"declining-{declining.value}") if declining else ""

    def my_enterprise(self) -> str:
        """The enterprise whose gate the person keeps; raises Refusal where there is none."""
        enterprise = enterprise_at_gate(self._session, self.me)
        if enterprise is None:
            raise Refusal("not-yours")
        return enterprise.name

    def matter_names(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The names of matters."""
        return tuple(self._session.get_one(Matter, int(code)).name for code in codes)

    # Another day

    def days_to_move(self, visit: Visit) -> list[Choice]:
        """Three free days to which the visit can move: neither its own day nor the one on the table."""
        people = tuple(visitor.person_id for visitor in visitors(visit))
        first = self._first_day_to_move(visit)
        last = self._last_day_to_move(visit)
        on_the_table = {day_of(visit.proposed_start)} if visit.proposed_start else set()
        return self._offer(visit.enterprise_id, people, first, last, on_the_table)

    def against_moving(self, visit: Visit) -> Callable[[When], Json]:
        """What makes a day impossible to move to."""
        people = tuple(visitor.person_id for visitor in visitors(visit))

        def complaint(when: When) -> Json:
            last = self._last_day_to_move(visit)
            first = self._first_day_to_move(visit)
            if not first <= when.day <= last:
                return word("day-cannot-be-moved-to", first=day(first), last=self.turn.counted_day(last))
            if when.day in taken_days(self._session, visit.enterprise_id, people, when.day, when.day, visit.id):
                return word("day-is-taken")
            return None

        return complaint

    def spans_to_move(self, visit: Visit, when: When) -> list[Choice]:
        """From the beginning that was typed, else the times of day the visit has now, and usual ones."""
        if when.start is not None:
            return self.spans(when)
        start, end = to_cst(visit.starts_at), to_cst(visit.ends_at)
        now = f"{start:%H:%M}-{end:%H:%M}"
        return [Choice(span, span.replace("-", "–")) for span in dict.fromkeys((now, *SPANS))]

    def spans(self, when: When) -> list[Choice]:
        """Usual times of a visit; where a beginning was typed, one to three hours from it."""
        if when.start is None:
            usual: tuple[str, ...] = SPANS
        else:
            ends = [when.start.hour + hours for hours in (1, 2, 3) if when.start.hour + hours < 24]
            usual = tuple(f"{when.start:%H:%M}-{hour:02d}:{when.start:%M}" for hour in ends)
        return [Choice(span, span.replace("-", "–")) for span in usual]

    def side(self, visit: Visit) -> Side:
        """On which side of the visit the person stands."""
        return Side.OFFICIAL if visit.requested_by == self.me.id else Side.ENTERPRISE

    def part_names(self, visit: Visit) -> list[tuple[Part, str]]:
        """The parts of a visit, each with its department's name."""
        return [
            (part, snapshots.department(self._session, part.department_id).name) for part in parts.parts_told(visit)
        ]

    def _offer(
        self,
        enterprise_id: int,
        people: tuple[int, ...],
        first: date,
        last: date,
        besides: AbstractSet[date] = frozenset(),
    ) -> list[Choice]:
        taken = taken_days(self._session, enterprise_id, people, first, last) | besides
        days = free_days(taken, first, last, self.turn.calendar, self.rules.visit.free_days_offered)
        return [Choice(free.isoformat(), self.turn.counted_day(free)) for free in days]

    def _first_day_to_move(self, visit: Visit) -> date:
        return max(self.turn.today + timedelta(days=1), min(day_of(visit.starts_at), day_of(visit.first_start)))

    def _last_day_to_move(self, visit: Visit) -> date:
        return parts.last_day_for_postponement(visit, self.rules, self.turn.calendar)

    def _furthest(self) -> date:
        return self.turn.today + self.rules.visit.furthest_day.delta


def visits_nearby(turn: Turn, enterprise_id: int, around: date, but: int | None = None) -> list[Json]:
    """Other visits at the enterprise in the weeks around a day, each in a line."""
    found = visits_between(turn.session, enterprise_id, around - NEARBY, around + NEARBY)
    return [
        word(
            "visit-nearby",
            window=window(visit.starts_at, visit.ends_at),
            departments=describe(turn.session, visit)["departments"],
        )
        for visit in found
        if visit.id != but
    ]
