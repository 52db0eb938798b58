"""The digest: each working morning one message a person of what is due today and overdue, and a line to the group of
a department that has named one.

A day's clock runs to its midnight and reminds once, in the morning, so that of days slept through nothing is said; it
counts as started when the last digest was made. The reminder starts rounds that go through people and groups, some at
a time, and start a small clock for each: each digest is a transaction of its own, and one that fails keeps nobody else
from his.
"""

from datetime import date, datetime

from handlers.digest.gathering import A_WEEK, MORE, for_department, for_person, span_of
from handlers.digest.items import page
from handlers.digest.wording import buttons_of, fields_of, group_fields
from handlers.talking.commands import goes_on
from handlers.terms import Term, declare
from handlers.turn import Step, Turn
from models.digest import digests
from models.ground.subjects import Subject
from models.register import snapshots
from models.register.groups import group_of
from models.register.people import Person
from models.time import clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import at, midnight
from models.time.workdays import ONE_DAY

THE_DAY = Subject("digest", 0)
PEOPLE, GROUPS = "person", "department"
_DAY = declare(Term(kind=ClockKind.DIGEST))
_ROUND = declare(Term(kind=ClockKind.DIGEST_ROUND))
_ONE = declare(Term(kind=ClockKind.DIGEST_OF))
AT_ONCE = 20  # small clocks started in one transaction, which must stay short


def begin_digests(step: Step) -> None:
    """Starts the first day's clock where none runs: today's, or tomorrow's where the morning is over."""
    day = step.today if step.now < at(step.today, step.rules.digest.at) else step.today + ONE_DAY
    clocks.begin(step.session, ClockKind.DIGEST, THE_DAY, step.now, *_of_day(step, day))


@_DAY.reminds
def digest_time(step: Step, clock: Clock) -> None:
    """A working morning: the rounds begin, and from now on this is the last digest that was made."""
    if not step.calendar.is_working_day(step.today):
        return
    for which in (PEOPLE, GROUPS):
        clocks.start(step.session, ClockKind.DIGEST_ROUND, Subject(which, 0), clock.started_at, step.now)
    clocks.forget(step.session, clock)
    made_at = at(step.today, step.rules.digest.at)
    clocks.start(step.session, ClockKind.DIGEST, THE_DAY, made_at, clock.due_at)


@_DAY.passes
def day_over(step: Step, clock: Clock) -> None:
    """The next day's clock; it goes on remembering since when no digest was made."""
    clocks.forget(step.session, clock)
    clocks.start(step.session, ClockKind.DIGEST, THE_DAY, clock.started_at, *_of_day(step, step.today))


@_ROUND.passes
def go_round(step: Step, clock: Clock) -> None:
    """Starts the clocks of the next few, and of the round itself where there may be more."""
    which = clock.subject.kind
    if which == PEOPLE:
        span, ended_since = span_of(step, clock.started_at), step.now - A_WEEK
        also = [more.whom(span) for more in MORE]
        found = digests.next_people(step.session, clock.subject.number, span, ended_since, AT_ONCE, also)
    else:
        found = digests.next_groups(step.session, clock.subject.number, AT_ONCE)
    for number in found:
        clocks.start(step.session, ClockKind.DIGEST_OF, Subject(which, number), clock.started_at, step.now)
    if len(found) == AT_ONCE:
        clocks.start(step.session, ClockKind.DIGEST_ROUND, Subject(which, found[-1]), clock.started_at, step.now)
    clocks.forget(step.session, clock)


@_ONE.passes
def make_digest(step: Step, clock: Clock) -> None:
    """One digest: a person's, or the line to a group; nothing where nothing is due."""
    if clock.subject.kind == PEOPLE:
        _tell_person(step, clock.subject.number, clock.started_at)
    else:
        _tell_group(step, clock.subject.number, clock.started_at)
    clocks.forget(step.session, clock)


@goes_on("digest")
def show_digest(turn: Turn, offset: int) -> None:
    """What is due for whoever asks, from the place where a message had no room any more."""
    items = for_person(turn, turn.person, span_of(turn))
    shown = page(items, offset if offset < len(items) else 0, turn.rules.digest.lines)
    if not items:
        turn.answer("digest-nothing")
        return
    turn.answer("digest", fields_of(turn, items, shown), buttons=buttons_of(shown))


def _of_day(step: Step, day: date) -> tuple[datetime, tuple[datetime, ...]]:
    return midnight(day + ONE_DAY), (at(day, step.rules.digest.at),)


def _tell_person(step: Step, number: int, since: datetime) -> None:
    person = step.session.get_one(Person, number)
    items = for_person(step, person, span_of(step, since)) if person.suspended_at is None else []
    if items:
        shown = page(items, 0, step.rules.digest.lines)
        step.notify(person, "digest", fields_of(step, items, shown), buttons=buttons_of(shown))


def _tell_group(step: Step, number: int, since: datetime) -> None:
    group = group_of(snapshots.department(step.session, number))
    told = group_fields(for_department(step, number, span_of(step, since)), step.now)
    if group is not None and any(told.values()):
        step.tell_group(group, "digest-group", told)
