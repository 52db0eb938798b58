"""The handlers' door to a change of an inquiry: its state, its clocks, the departments' books and the list of steps
change together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from handlers.inquiries import terms
from handlers.inquiries.telling import close_cards
from handlers.inquiries.terms import OF_THE_STATE, InquiryTerm
from handlers.terms import Limit, Term
from handlers.timekeeping import pass_what_is_late, reminded, start, with_digest
from handlers.turn import Step, Turn
from models.inquiries import deadlines
from models.inquiries.inquiries import (
    Came,
    Happening,
    Holding,
    Inquiry,
    InquiryState,
    InquiryStep,
    InquiryVerb,
    change_inquiry,
    open_helps,
)
from models.inquiries.rights import RIGHTS, inquiry_for
from models.register import deadlines as common_deadlines
from models.time import clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import day_of

File = tuple[str, str]  # digest and name


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """What happened, as it goes into the list of steps, and by what right."""

    what: Happening
    authority: str
    department: int | None = None
    to: int | None = None
    until: datetime | None = None
    words: str = ""
    files: Sequence[File] = ()
    shown: bool = True


def held_for(turn: Turn, verb: str, inquiry_id: int) -> Inquiry:
    """The inquiry, held, for somebody who may do this to it; whose time was up when he acted has been too late.

    Raises Refusal("not-yours") as `inquiry_for` does.
    """
    inquiry = inquiry_for(turn.session, turn.person, RIGHTS[verb], inquiry_id, hold=True)
    late = pass_what_is_late(turn, inquiry.subject)
    return inquiry_for(turn.session, turn.person, RIGHTS[verb], inquiry_id, hold=True) if late else inquiry


def begin(step: Step, inquiry: Inquiry, event: HistoryEntry) -> None:
    """An inquiry was just asked: with a department, or with the supervisor who places it."""
    step.session.add(inquiry)
    step.session.flush()
    note(step, inquiry, event)
    _keep_books(step, inquiry, None)
    start(step, inquiry.subject, _limits(step, inquiry, None))


def move(step: Step, inquiry: Inquiry, verb: InquiryVerb, to: InquiryState, event: HistoryEntry, **values: Any) -> None:
    """Changes an inquiry's state through its one door, by whoever acts; raises what `change_inquiry` does."""
    was = inquiry.state
    if to is not InquiryState.ACCEPTED:  # an offer and a wish for more time end with what they were about
        values = {"offered_to": None, "extension_until": None, **values}
    change_inquiry(step.session, inquiry, verb, to, by=step.actor.id if step.actor else None, **values)
    note(step, inquiry, event)
    if inquiry.state is not was or verb is InquiryVerb.RETURN:  # returned, it is asked anew of another department
        _stop_clocks(step, inquiry)
        _keep_books(step, inquiry, verb)
        start(step, inquiry.subject, _limits(step, inquiry, verb))
        if verb is InquiryVerb.INPUT:
            _resume(step, inquiry)


def hand_over(step: Step, inquiry: Inquiry, event: HistoryEntry) -> None:
    """The department to which it was offered takes over; the clocks go on as they run."""
    left = inquiry.holding
    values = {"department_id": inquiry.offered_to, "answerable_id": inquiry.offered_to}
    move(
        step,
        inquiry,
        InquiryVerb.TRANSFER,
        InquiryState.ACCEPTED,
        event,
        offered_to=None,
        extension_until=None,
        passings=inquiry.passings + 1,
        **values,
    )
    clocks.stop(step.session, inquiry.subject, ClockKind.TRANSFER, ClockKind.EXTENSION)
    taken = _open(step, inquiry, Came.TRANSFERRED)
    taken.accepted_at, taken.accepted_by = step.now, step.actor.id if step.actor else None
    if left is not None:
        left.until = step.now
        taken.reply_due, taken.replied_at, taken.resolve_due = left.reply_due, left.replied_at, left.resolve_due
    step.session.flush()


def replied(step: Step, inquiry: Inquiry) -> None:
    """Whoever asked has heard something of substance: the clock of the first reply stops."""
    clocks.stop(step.session, inquiry.subject, ClockKind.FIRST_REPLY)
    if inquiry.holding is not None and inquiry.holding.replied_at is None:
        inquiry.holding.replied_at = step.now
        step.session.flush()


def note(step: Step, inquiry: Inquiry, event: HistoryEntry) -> None:
    """Writes into the list of steps, and into the ledger, what happened."""
    actor = step.actor
    step.session.add(
        InquiryStep(
            inquiry_id=inquiry.id,
            at=step.now,
            event=event.what,
            by=actor.id if actor else None,
            department_id=event.department,
            to_id=event.to,
            until=event.until,
            words=event.words,
            files=[list(file) for file in event.files],
            shown=event.shown,
        )
    )
    step.session.flush()
    step.record(
        event.what.value.replace("-", "_"),
        inquiry.subject,
        event.authority,
        words=event.words,
        files=[digest for digest, _ in event.files],
        department=event.department,
        to=event.to,
    )


def _stop_clocks(step: Step, inquiry: Inquiry) -> None:
    subject = inquiry.subject
    if inquiry.state is InquiryState.WAITING:
        clocks.pause(step.session, subject, ClockKind.RESOLVE, step.now)
    # A question back only stops the time to resolve it: it isn't begun again when the enterprise has answered.
    kept = {ClockKind.RESOLVE} if inquiry.state is InquiryState.WAITING or _resolving(step, inquiry) else set()
    clocks.stop(step.session, subject, *(kind for kind in OF_THE_STATE if kind not in kept))
    if inquiry.state in (InquiryState.ANSWERED, InquiryState.CLOSED):
        _end_helps(step, inquiry)


def _end_helps(step: Step, inquiry: Inquiry) -> None:
    """What others were still to contribute isn't needed any more."""
    for asked in open_helps(step.session, inquiry.id):
        asked.done_at = step.now
        clocks.stop(step.session, asked.subject, ClockKind.HELP)
        close_cards(step, inquiry, f"help{asked.id}")
    step.session.flush()


def _resolving(step: Step, inquiry: Inquiry) -> bool:
    """Whether a paused clock waits for the enterprise's word."""
    return inquiry.state is InquiryState.ACCEPTED and bool(clocks.paused(step.session, inquiry.subject))


def _resume(step: Step, inquiry: Inquiry) -> None:
    """The enterprise has answered: the clock goes on, due as much later as it stood still."""
    for clock in clocks.paused(step.session, inquiry.subject):
        due = common_deadlines.resumed_due(clock.due_at, clock.paused_at or step.now, step.now, step.calendar)
        goes_on = in_days(step, terms.RESOLVE, due)
        awaited = step.awaited(day_of(due))
        moments, digest = goes_on.reminders, goes_on.digest
        clocks.resume(
            step.session, clock.subject, clock.kind, step.now, due, moments, provisional=awaited, digest=digest
        )
        if inquiry.holding is not None:
            inquiry.holding.resolve_due = due
    step.session.flush()


def _keep_books(step: Step, inquiry: Inquiry, verb: InquiryVerb | None) -> None:
    holding, now = inquiry.holding, step.now
    ended = verb is InquiryVerb.RETURN or inquiry.state in (InquiryState.ANSWERED, InquiryState.CLOSED)
    if holding is not None and ended:
        holding.until = now
        if verb is InquiryVerb.ANSWER:
            holding.answered_at, holding.replied_at = now, holding.replied_at or now
    if inquiry.state is InquiryState.ASKED:
        came = {InquiryVerb.RETURN: Came.RETURNED, InquiryVerb.DESIGNATE: Came.DESIGNATED}
        opened = _open(step, inquiry, came[verb] if verb else Came.ASKED)
        opened.accept_due = deadlines.accept_due(now, step.rules, step.calendar)
    if verb in (InquiryVerb.ACCEPT, InquiryVerb.SILENCE, InquiryVerb.NOT_SOLVED, InquiryVerb.REOPEN):
        _accepted(step, inquiry, verb)
    step.session.flush()


def _accepted(step: Step, inquiry: Inquiry, verb: InquiryVerb) -> None:
    if inquiry.state is not InquiryState.ACCEPTED:
        return
    again = verb in (InquiryVerb.NOT_SOLVED, InquiryVerb.REOPEN)
    holding = _open(step, inquiry, Came.REOPENED) if again else inquiry.holding
    if holding is None:
        raise LookupError(inquiry.id)
    holding.accepted_at, holding.deemed = step.now, verb is InquiryVerb.SILENCE
    holding.accepted_by = step.actor.id if step.actor and verb is InquiryVerb.ACCEPT else None
    holding.reply_due = deadlines.first_reply_due(step.now, step.rules, step.calendar)
    holding.resolve_due = _resolve_due(step, inquiry, again=again)


def _open(step: Step, inquiry: Inquiry, came: Came) -> Holding:
    if inquiry.department_id is None:
        raise LookupError(inquiry.id)
    holding = Holding(inquiry_id=inquiry.id, department_id=inquiry.department_id, came=came, since=step.now)
    inquiry.holdings.append(holding)
    return holding


def _resolve_due(step: Step, inquiry: Inquiry, *, again: bool) -> datetime:
    due = deadlines.resolve_again_due if again else deadlines.resolve_due
    return due(step.now, inquiry.complexity, step.rules, step.calendar)


def _limits(step: Step, inquiry: Inquiry, verb: InquiryVerb | None) -> Iterator[Limit]:
    match inquiry.state:
        case InquiryState.ASKED:
            yield limit(step, terms.ACCEPT)
        case InquiryState.PLACING:
            yield limit(step, terms.DESIGNATION)
        case InquiryState.ACCEPTED if verb is not InquiryVerb.INPUT:
            yield limit(step, terms.FIRST_REPLY)
            again = verb in (InquiryVerb.NOT_SOLVED, InquiryVerb.REOPEN)
            yield in_days(step, terms.RESOLVE, _resolve_due(step, inquiry, again=again))
        case InquiryState.WAITING:
            yield limit(step, terms.INPUT)
        case InquiryState.ANSWERED:
            yield limit(step, terms.MARKING)


def limit(step: Step, term: InquiryTerm) -> Limit:
    """A clock that starts with the step, of a kind whose length is always the same."""
    due = term.due_from(step)
    return in_days(step, term, due) if term.in_days else reminded(step, term.kind, due)


def in_days(step: Step, term: Term, due: datetime) -> Limit:
    """A limit in days from now on, with its reminders: of a department it rolls to a working day, of the enterprise
    it only begins on one.
    """
    moments = deadlines.reminders_in_days(step.now, due, step.rules, step.calendar)
    until = day_of(due) if term.by_digest else step.calendar.day_of_receipt(step.now)
    found = Limit(kind=term.kind, due=due, reminders=moments, until=until)
    half = deadlines.half_time_in_days(step.now, due, step.calendar)
    return with_digest(step, found, half) if term.by_digest else found


@terms.RESOLVE.counts
def _resolve_again(step: Step, clock: Clock) -> Limit:
    """It may have stood still, or been given more days: only its last one rolls."""
    return in_days(step, terms.RESOLVE, deadlines.end_of_day(day_of(clock.due_at), step.calendar))


def _counted_again(term: InquiryTerm, step: Step, _clock: Clock) -> Limit:
    return limit(step, term)


for _term in (
    terms.ACCEPT,
    terms.DESIGNATION,
    terms.TRANSFER,
    terms.EXTENSION,
    terms.FIRST_REPLY,
    terms.INPUT,
    terms.MARKING,
):
    _term.counts(partial(_counted_again, _term))
