"""What follows when nobody acts on an inquiry: who is reminded, and what happens when a clock is up."""

from handlers.inquiries import terms
from handlers.inquiries.actions.asking import close, resolve_due
from handlers.inquiries.actions.handling import accepted, decide_extension, remind_head
from handlers.inquiries.actions.helping import ask_to_contribute
from handlers.inquiries.actions.passing import ask_to_take, end_offer
from handlers.inquiries.door import HistoryEntry, move, note
from handlers.inquiries.showing import asker_buttons, desk_buttons, supervisor_buttons
from handlers.inquiries.telling import askers, desks, heads, placers, tell_asker, tell_desk, tell_people, tell_placers
from handlers.terms import Limit
from handlers.timekeeping import due_said, start
from handlers.turn import Step
from models.inquiries.inquiries import Happening, Help, Inquiry, InquiryEnding, InquiryState, InquiryVerb, load_inquiry
from models.time.clocks import Clock, ClockKind


@terms.ACCEPT.reminds
def remind_to_accept(step: Step, clock: Clock) -> None:
    """The desk hasn't accepted yet."""
    _remind_desk(step, clock, "reminder-accept")


@terms.ACCEPT.passes
def deemed_accepted(step: Step, clock: Clock) -> None:
    """The department was silent: deemed accepted, and it can't be returned any more."""
    inquiry = _inquiry(step, clock)
    first = inquiry.answerable_id
    event = HistoryEntry(what=Happening.DEEMED, authority="rule inquiry.accept", department=inquiry.department_id)
    verb, to = InquiryVerb.SILENCE, InquiryState.ACCEPTED
    move(step, inquiry, verb, to, event, answerable_id=inquiry.department_id)
    accepted(step, inquiry, first)
    fields = {"due": resolve_due(step, inquiry)}
    tell_people(step, inquiry, heads(step, inquiry), "inquiry-deemed-head", fields, buttons=desk_buttons(inquiry))


@terms.DESIGNATION.reminds
def remind_to_designate(step: Step, clock: Clock) -> None:
    """The supervisor hasn't designated a department yet."""
    inquiry = _inquiry(step, clock)
    _remind_placers(step, inquiry, "reminder-designation", clock)


@terms.DESIGNATION.passes
def designation_overdue(step: Step, clock: Clock) -> None:
    """Nobody designated: on record, and the supervisors are reminded each working day until somebody does."""
    inquiry = _inquiry(step, clock)
    note(step, inquiry, HistoryEntry(what=Happening.DESIGNATION_OVERDUE, authority="rule inquiry.designation"))
    due = terms.DESIGNATION.due_from(step)
    start(step, inquiry.subject, [Limit(kind=ClockKind.DESIGNATION, due=due)])
    tell_placers(step, inquiry, due=step.deadline(due))
    tell_asker(step, inquiry, due=step.deadline(due))


@terms.TRANSFER.reminds
def remind_to_take(step: Step, clock: Clock) -> None:
    """The department to which it is offered hasn't answered yet."""
    ask_to_take(
        step,
        _inquiry(step, clock),
        "reminder-offer",
        due=due_said(clock),
        reason="",
    )


@terms.TRANSFER.passes
def offer_lapsed(step: Step, clock: Clock) -> None:
    """Nobody took it over: it stays."""
    end_offer(step, _inquiry(step, clock), Happening.OFFER_LAPSED, "rule inquiry.transfer")


@terms.EXTENSION.reminds
def remind_of_extension(step: Step, clock: Clock) -> None:
    """The head hasn't decided on more time yet."""
    remind_head(
        step,
        _inquiry(step, clock),
        "reminder-extension",
        due=due_said(clock),
        reason="",
    )


@terms.EXTENSION.passes
def extension_lapsed(step: Step, clock: Clock) -> None:
    """The head was silent: that is a no."""
    inquiry = _inquiry(step, clock)
    event = HistoryEntry(
        what=Happening.EXTENSION_LAPSED,
        authority="rule inquiry.extension",
        department=inquiry.department_id,
        shown=False,
    )
    decide_extension(step, inquiry, event)
    tell_desk(step, inquiry, due=resolve_due(step, inquiry))


@terms.FIRST_REPLY.reminds
def remind_to_reply(step: Step, clock: Clock) -> None:
    """Whoever asked has heard nothing of substance yet."""
    _remind_desk(step, clock, "reminder-first-reply")


@terms.FIRST_REPLY.passes
def reply_overdue(step: Step, clock: Clock) -> None:
    """The first reply is overdue: head and supervisor are told."""
    _overdue(step, clock, Happening.REPLY_OVERDUE, "rule inquiry.first_reply")


@terms.RESOLVE.reminds
def remind_to_resolve(step: Step, clock: Clock) -> None:
    """The answer is still to come."""
    _remind_desk(step, clock, "reminder-resolve")


@terms.RESOLVE.passes
def resolve_overdue(step: Step, clock: Clock) -> None:
    """The answer is overdue: head and supervisor are told."""
    _overdue(step, clock, Happening.RESOLVE_OVERDUE, "rule inquiry.simple")


@terms.INPUT.reminds
def remind_of_question_back(step: Step, clock: Clock) -> None:
    """The department's question still waits for the enterprise."""
    _remind_asker(step, clock, "reminder-input")


@terms.INPUT.passes
def no_input(step: Step, clock: Clock) -> None:
    """The enterprise didn't answer: closed, and it can be opened again."""
    inquiry = _inquiry(step, clock)
    event = HistoryEntry(what=Happening.NO_INPUT, authority="rule inquiry.waiting", department=inquiry.department_id)
    close(step, inquiry, InquiryVerb.SILENCE, InquiryEnding.NO_INPUT, event)
    _tell_both(step, inquiry)


@terms.MARKING.reminds
def remind_to_mark(step: Step, clock: Clock) -> None:
    """Whether the answer solved it isn't said yet."""
    _remind_asker(step, clock, "reminder-marking")


@terms.MARKING.passes
def not_marked(step: Step, clock: Clock) -> None:
    """Nobody said whether it is solved: closed "not marked", which counts as neither."""
    inquiry = _inquiry(step, clock)
    event = HistoryEntry(what=Happening.NOT_MARKED, authority="rule inquiry.marking", department=inquiry.department_id)
    close(step, inquiry, InquiryVerb.SILENCE, InquiryEnding.NOT_MARKED, event)
    _tell_both(step, inquiry)


@terms.HELP.reminds
def remind_to_contribute(step: Step, clock: Clock) -> None:
    """The helping department's contribution is still to come."""
    inquiry, asked = _help(step, clock)
    ask_to_contribute(step, inquiry, asked, "reminder-help")


@terms.HELP.passes
def help_overdue(step: Step, clock: Clock) -> None:
    """The contribution is overdue: the helping department and the lead hear of it, and it can still be given."""
    inquiry, asked = _help(step, clock)
    event = HistoryEntry(
        what=Happening.HELP_OVERDUE,
        authority="own day",
        department=inquiry.department_id,
        to=asked.department_id,
        shown=False,
    )
    note(step, inquiry, event)
    ask_to_contribute(step, inquiry, asked, "help-overdue")
    tell_desk(step, inquiry, due=resolve_due(step, inquiry))


def _inquiry(step: Step, clock: Clock) -> Inquiry:
    inquiry = load_inquiry(step.session, clock.subject.number, hold=True)
    if inquiry is None:
        raise LookupError(clock.subject)
    return inquiry


def _help(step: Step, clock: Clock) -> tuple[Inquiry, Help]:
    asked = step.session.get_one(Help, clock.subject.number)
    return step.session.get_one(Inquiry, asked.inquiry_id), asked


def _overdue(step: Step, clock: Clock, what: Happening, authority: str) -> None:
    inquiry = _inquiry(step, clock)
    note(step, inquiry, HistoryEntry(what=what, authority=authority, department=inquiry.department_id))
    due = due_said(clock)
    next_due = resolve_due(step, inquiry) if what is Happening.REPLY_OVERDUE else ""
    tell_desk(step, inquiry, due=next_due)
    tell_asker(step, inquiry, due=next_due)
    told = [*heads(step, inquiry), *placers(step, inquiry)]
    tell_people(step, inquiry, told, f"inquiry-{what.value}", {"due": due}, buttons=supervisor_buttons(inquiry))


def _remind_desk(step: Step, clock: Clock, key: str) -> None:
    inquiry = _inquiry(step, clock)
    fields, about = (
        {"due": due_said(clock)},
        inquiry.subject.about(f"desk.{inquiry.department_id}"),
    )
    tell_people(step, inquiry, desks(step, inquiry), key, fields, buttons=desk_buttons(inquiry), about=about)


def _remind_asker(step: Step, clock: Clock, key: str) -> None:
    inquiry = _inquiry(step, clock)
    fields, about = (
        {"due": due_said(clock)},
        inquiry.subject.about("asker"),
    )
    tell_people(step, inquiry, askers(step, inquiry), key, fields, buttons=asker_buttons(inquiry), about=about)


def _remind_placers(step: Step, inquiry: Inquiry, key: str, clock: Clock) -> None:
    fields, about = (
        {"due": due_said(clock)},
        inquiry.subject.about("placing"),
    )
    tell_people(step, inquiry, placers(step, inquiry), key, fields, buttons=supervisor_buttons(inquiry), about=about)


def _tell_both(step: Step, inquiry: Inquiry) -> None:
    tell_asker(step, inquiry)
    tell_desk(step, inquiry)
