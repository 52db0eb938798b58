"""An inquiry in fields and buttons: what its words need, and what each side can press where it stands."""

from datetime import datetime, timedelta

from handlers.inquiries import verbs
from handlers.timekeeping import due_said
from handlers.turn import Rows, Step
from models.ground.cleaning import beginning
from models.ground.messages import Json, lines, moment, word
from models.inquiries.inquiries import Happening, Holding, Inquiry, InquiryState, InquiryStep, steps_of
from models.ratings.ratings import Level
from models.register import snapshots
from models.time import clocks
from models.time.clocks import ClockKind

MOST_STEPS = 12  # the newest of a long story; the first one always stands before them
LONGEST_SAID = 60  # characters of what somebody said, in the list of steps
HOUR = timedelta(hours=1)


def asker_buttons(inquiry: Inquiry) -> Rows:
    """For whoever asked."""
    view = verbs.SHOW.on(inquiry)
    match inquiry.state:
        case InquiryState.ASKED | InquiryState.ACCEPTED:
            return ((verbs.WITHDRAW.on(inquiry), view),)
        case InquiryState.WAITING:
            return ((verbs.INPUT.on(inquiry),), (view,))
        case InquiryState.ANSWERED:
            return ((verbs.SOLVED.on(inquiry), verbs.NOT_SOLVED.on(inquiry)), (view,))
        case InquiryState.CLOSED:
            return ((verbs.REOPEN.on(inquiry), view),)
        case InquiryState.PLACING:
            return ((view,),)


def satisfaction_buttons(inquiry: Inquiry) -> Rows:
    """How satisfied whoever asked is, apart from whether it is solved."""
    levels = [verbs.SATISFIED[level].on(inquiry) for level in sorted(Level, reverse=True)]
    return (tuple(levels[:2]), tuple(levels[2:4]), (levels[4], verbs.REOPEN.on(inquiry)))


def desk_buttons(inquiry: Inquiry) -> Rows:
    """For the desk of the department that has it."""
    view = verbs.SHOW.on(inquiry)
    match inquiry.state:
        case InquiryState.ASKED if inquiry.returnable:
            refuse = (verbs.RETURN.on(inquiry), verbs.OUT_OF_SCOPE.on(inquiry))
            return ((verbs.ACCEPT.on(inquiry), view), refuse)
        case InquiryState.ASKED:
            return ((verbs.ACCEPT.on(inquiry), view),)
        case InquiryState.ACCEPTED:
            first = (verbs.ANSWER.on(inquiry), verbs.ASK_BACK.on(inquiry))
            return (first, (verbs.NOTE.on(inquiry), verbs.MORE.on(inquiry)), (view,))
        case InquiryState.ANSWERED | InquiryState.CLOSED if inquiry.answer and not inquiry.confidential:
            return ((verbs.RELEASE.on(inquiry), view),)
    return ((view,),)


def more_buttons(inquiry: Inquiry) -> Rows:
    """What a desk does more rarely with an inquiry it has accepted."""
    return (
        (verbs.TRANSFER.on(inquiry), verbs.HELP.on(inquiry)),
        (verbs.EXTEND.on(inquiry), verbs.LINK.on(inquiry)),
    )


def offer_buttons(inquiry: Inquiry) -> Rows:
    """For the desk to which it is offered."""
    view = verbs.SHOW.on(inquiry)
    if inquiry.offered_to is None:
        return ((view,),)
    return ((verbs.TAKE.on(inquiry), verbs.LEAVE.on(inquiry)), (view,))


def help_buttons(inquiry: Inquiry) -> Rows:
    """For the desk that is asked to contribute."""
    return ((verbs.CONTRIBUTE.on(inquiry), verbs.SHOW.on(inquiry)),)


def head_buttons(inquiry: Inquiry) -> Rows:
    """For the head who decides on more time."""
    return ((verbs.GRANT.on(inquiry), verbs.DENY.on(inquiry)), (verbs.SHOW.on(inquiry),))


def supervisor_buttons(inquiry: Inquiry) -> Rows:
    """For the supervisor."""
    view = verbs.SHOW.on(inquiry)
    return ((verbs.DESIGNATE.on(inquiry), view),) if inquiry.state is InquiryState.PLACING else ((view,),)


def summary(step: Step, inquiry: Inquiry) -> dict[str, Json]:
    """Who asks what; wherever it is shown, what was asked in confidence is marked."""
    enterprise = snapshots.enterprise(step.session, inquiry.enterprise_id)
    return {
        "inquiry": inquiry.number,
        "enterprise": enterprise.name if enterprise else "",
        "question": marked(inquiry, inquiry.words),
        "department": department_name(step, inquiry.department_id),
        "secret": secret(step, inquiry),
    }


def without_asker(inquiry: Inquiry) -> dict[str, Json]:
    """What is put in place of who asks for those who only help, or may take it over: nothing, in confidence."""
    return {"enterprise": ""} if inquiry.confidential else {}


def marked(inquiry: Inquiry, question: str) -> Json:
    """The question, or the beginning of it, with a mark where it was asked in confidence."""
    return word("inquiry-marked-secret", question=question) if inquiry.confidential else question


def secret(step: Step, inquiry: Inquiry) -> Json:
    """What whoever handles it has to keep from whom, "" where it isn't in confidence."""
    return word("inquiry-secret", about=department_name(step, inquiry.accused_id)) if inquiry.confidential else ""


def happened(step: Step, row: InquiryStep) -> Json:
    """What happened, in words that everybody may read."""
    return word(
        f"inquiry-event-{row.event.value}",
        department=department_name(step, row.department_id),
        to=department_name(step, row.to_id),
        until=moment(row.until) if row.until else "",
    )


def department_name(step: Step, number: int | None) -> str:
    """A department by its name, "" for none."""
    return snapshots.department(step.session, number).name if number else ""


def whole(step: Step, inquiry: Inquiry, *, inside: bool) -> dict[str, Json]:
    """Everything there is to see: who has it, each clock, the time each department used, and each step. `inside`
    shows what departments say among themselves.
    """
    steps = [row for row in steps_of(step.session, inquiry.id) if inside or row.shown]
    shown = steps if len(steps) <= MOST_STEPS else [steps[0], *steps[1 - MOST_STEPS :]]
    files = [file for row in steps for file in row.files]
    return {
        **summary(step, inquiry),
        "secret": secret(step, inquiry) if inside else "",
        "state": word(f"inquiry-state-{inquiry.state.value}"),
        "ending": word(f"inquiry-ending-{inquiry.ending.value.replace('_', '-')}") if inquiry.ending else "",
        "answerable": department_name(step, inquiry.answerable_id),
        "clocks": lines(_clocks(step, inquiry)),
        "times": lines(_times(step, inquiry, steps)),
        "steps": lines([_line(step, row) for row in shown]),
        "left_out": word("inquiry-left-out", count=len(steps) - len(shown)) if len(steps) > len(shown) else "",
        "files": files_shown(len(files)),
    }


def files_shown(count: int) -> Json:
    """How many files there are, "" for none."""
    return word("inquiry-files", count=count) if count else ""


def _clocks(step: Step, inquiry: Inquiry) -> list[Json]:
    """Each clock that runs or stands still, and those that ran out without what they waited for."""
    subject = inquiry.subject
    running = [
        word(
            "inquiry-clock",
            clock=_named(clock.kind),
            due=due_said(clock),
        )
        for clock in clocks.running(step.session, subject)
    ]
    paused = [word("inquiry-clock-paused", clock=_named(clock.kind)) for clock in clocks.paused(step.session, subject)]
    return [*running, *paused, *_overdue(step, inquiry.holding)]


def _named(kind: ClockKind) -> Json:
    return word(f"clock-{kind.value.replace('_', '-')}")


def _overdue(step: Step, holding: Holding | None) -> list[Json]:
    if holding is None:
        return []
    late = {
        ClockKind.FIRST_REPLY: (holding.reply_due, holding.replied_at),
        ClockKind.RESOLVE: (holding.resolve_due, holding.answered_at),
    }
    return [
        word("inquiry-clock-overdue", clock=_named(kind), due=moment(due))
        for kind, (due, done) in late.items()
        if due is not None and done is None and due <= step.now
    ]


def _times(step: Step, inquiry: Inquiry, steps: list[InquiryStep]) -> list[Json]:
    """The office time each department has used, without the time it waited for the enterprise."""
    used: dict[int, timedelta] = {}
    for holding in inquiry.holdings:
        time = time_used(step, holding.since, holding.until or step.now, steps)
        used[holding.department_id] = used.get(holding.department_id, timedelta(0)) + time
    return [
        word("inquiry-time-used", department=department_name(step, number), hours=round(time / HOUR))
        for number, time in used.items()
    ]


def time_used(step: Step, since: datetime, until: datetime, steps: list[InquiryStep]) -> timedelta:
    """The office time between two moments in which the inquiry didn't wait for the enterprise."""
    time = step.calendar.working_time_between(since, until)
    waiting: datetime | None = None
    for row in steps:
        if row.event is Happening.ASKED_BACK:
            waiting = row.at
        elif waiting is not None and row.event in (Happening.INPUT, Happening.NO_INPUT):
            time -= step.calendar.working_time_between(max(waiting, since), min(row.at, until))
            waiting = None
    if waiting is not None:
        time -= step.calendar.working_time_between(max(waiting, since), until)
    return max(time, timedelta(0))


def _line(step: Step, row: InquiryStep) -> Json:
    said = beginning(row.words, LONGEST_SAID)
    return word("inquiry-step", at=moment(row.at), happened=happened(step, row), said=said)
