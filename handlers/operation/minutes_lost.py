"""Tells people which minutes may be lost: some platforms deliver a message a few times and then forget it, others keep
what isn't taken.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from handlers.terms import TERMS
from handlers.timekeeping import parties
from handlers.turn import Step
from models.ground import outages
from models.ground.messages import Channel, Message, window
from models.ground.messages import Class as Urgency
from models.ground.outages import Outage
from models.post import drafts, inbox
from models.register import snapshots
from models.register.people import GATE, Person, holders
from models.time import clocks
from models.time.clocks import Clock, ClockKind
from models.visits.visits import load

BEFORE = timedelta(hours=1)  # whoever wrote so shortly before may have written again
STALE = timedelta(days=1)  # of an outage that ended longer ago nobody needs to hear
MINUTE = timedelta(minutes=1)
UNASKED = frozenset({ClockKind.LEAD_TIME, ClockKind.APPROVAL})  # the enterprise hasn't heard of the visit yet
AT_ONCE = 20  # clocks looked at, or people told, in one transaction


def is_stale(step: Step, outage: Outage) -> bool:
    """Whether it is too late to tell anybody."""
    return step.now - outage.to_at > STALE


def were_busy(step: Step, outage: Outage, lost: Collection[Channel]) -> list[int]:
    """Who was in the middle of a talk, or wrote shortly before on a channel that may have lost something."""
    since = outage.from_at - BEFORE
    wrote = {person for each in lost for person in inbox.wrote(step.session, each, since, outage.to_at)}
    return sorted({*wrote, *drafts.talking(step.session, outage.from_at, outage.to_at)})


def were_asked(step: Step, after: int) -> tuple[list[int], int | None]:
    """Who is of a running question, some questions at a time; and the last of these, None where there are no more."""
    found = clocks.some(step.session, after, AT_ONCE)
    people = {person for clock in found if TERMS[clock.kind].keeper for person in _asked(step, clock)}
    return sorted(people), found[-1].id if found else None


def _asked(step: Step, clock: Clock) -> set[int]:
    """The parties of what a clock runs for, as far as they know of it."""
    people = parties(step, clock)
    visit = load(step.session, clock.subject.number) if clock.kind in UNASKED else None
    if visit is not None:
        people -= {each.id for each in holders(step.session, *GATE, enterprise=visit.enterprise_id)}
    return people


def tell(step: Step, outage: Outage, people: Iterable[int], lost: Collection[Channel]) -> None:
    """Tells each once, if he uses a channel that may have lost something."""
    known = [snapshots.person(step.session, each) for each in people]
    for person in outages.tell(
        step.session, outage, [each.id for each in known if each is not None and _is_there(each, lost)]
    ):
        fields = {"span": window(outage.from_at, outage.to_at + MINUTE)}
        step.said.append(Message(to=person, key="minutes-lost", fields=fields, urgency=Urgency.NOTICE))


def _is_there(person: Person, lost: Collection[Channel]) -> bool:
    """Whether he acts there: whoever wrote last on a channel that keeps everything has lost nothing."""
    has = any(each.channel in lost and each.reachable for each in person.identities)
    return has and person.channel in (*lost, None) and person.suspended_at is None
