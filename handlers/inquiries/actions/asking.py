"""What an enterprise does with its inquiry: asks, answers a question back, marks it solved or not, takes it back."""

from functools import partial

from handlers.inquiries import verbs
from handlers.inquiries.checks import check
from handlers.inquiries.commands import AskInquiry, GiveInput, ReopenInquiry, UseAnswer, WithdrawInquiry
from handlers.inquiries.door import HistoryEntry, begin, held_for, move
from handlers.inquiries.showing import department_name, satisfaction_buttons
from handlers.inquiries.telling import askers, close_cards, placers, tell_asker, tell_desk, tell_people, tell_placers
from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.turn import Step, Turn
from models.ground.messages import Json, day, word
from models.ground.refusals import Refusal
from models.inquiries import deadlines
from models.inquiries.inquiries import (
    Happening,
    Inquiry,
    InquiryEnding,
    InquiryState,
    InquiryVerb,
    ReleasedAnswer,
    inquiry_seen,
)
from models.ratings.ratings import Level
from models.register.numbers import MARK_OF_SUPERVISOR, give_number
from models.register.offices import enterprises_of
from models.register.people import ADMINS, Department
from models.time.moments import day_of
from models.time.workdays import ONE_DAY

MOST_MERGERS = 10  # one after the other, of the department an inquiry was with


@performs(AskInquiry)
def ask_inquiry(turn: Turn, command: AskInquiry) -> None:
    """Writes the inquiry down and gives it to the department; a complaint in confidence goes to the supervisor."""
    mine = sorted(enterprises_of(turn.person, *ADMINS))
    asks = command.enterprise or next(iter(mine), None)
    if asks not in mine or turn.person.suspended_at is not None:
        raise Refusal("not-yours")
    confidential = command.accused is not None
    named = standing_department(turn, command.accused if confidential else command.department)
    inquiry = Inquiry(
        region_id=named.region_id,
        enterprise_id=asks,
        asked_by=turn.person.id,
        asked_at=turn.now,
        words=command.words,
        confidential=confidential,
        accused_id=command.accused,
        state=InquiryState.PLACING if confidential else InquiryState.ASKED,
        department_id=command.department,
        answerable_id=command.department,
        changed_by=turn.person.id,
    )
    mark = MARK_OF_SUPERVISOR if confidential else named.mark
    give_number(turn.session, inquiry, region=named.region_id, mark=mark, at=turn.now)
    what = Happening.ASKED_IN_CONFIDENCE if confidential else Happening.ASKED
    begin(turn, inquiry, HistoryEntry(what=what, authority="enterprise", to=command.department, files=command.files))
    if confidential:
        due = deadlines.designation_due(turn.now, turn.rules, turn.calendar)
        if not placers(turn, inquiry):
            raise Refusal("no-supervisor")
        tell_placers(turn, inquiry, due=turn.deadline(due))
    else:
        due = deadlines.accept_due(turn.now, turn.rules, turn.calendar)
        tell_desk(turn, inquiry, "inquiry-to-accept", due=turn.deadline(due))
    tell_asker(turn, inquiry, due=turn.deadline(due))


@performs(UseAnswer)
def use_answer(turn: Turn, command: UseAnswer) -> None:
    """A released answer was enough: nobody is bothered, and that it helped is on record."""
    released = turn.session.get(ReleasedAnswer, command.answer)
    if released is None:
        raise Refusal("not-yours")
    turn.record("answer_used", released.subject, "enterprise")
    turn.answer("inquiry-answer-used", {"department": department_name(turn, released.department_id)})


@performs(GiveInput)
def give_input(turn: Turn, command: GiveInput) -> None:
    """The enterprise answers the department's question, and its clock goes on."""
    inquiry = held_for(turn, "input", command.inquiry)
    event = HistoryEntry(what=Happening.INPUT, authority="enterprise", words=command.words, files=command.files)
    move(turn, inquiry, InquiryVerb.INPUT, InquiryState.ACCEPTED, event)
    close_cards(turn, inquiry, "asker")
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))
    tell_asker(turn, inquiry, due=resolve_due(turn, inquiry))


@performs(WithdrawInquiry)
def withdraw(turn: Turn, command: WithdrawInquiry) -> None:
    """Whoever asked takes it back."""
    inquiry = held_for(turn, "withdraw", command.inquiry)
    event = HistoryEntry(what=Happening.WITHDRAWN, authority="enterprise", words=command.reason)
    close(turn, inquiry, InquiryVerb.WITHDRAW, InquiryEnding.WITHDRAWN, event)
    tell_desk(turn, inquiry)
    tell_asker(turn, inquiry)


@does(verbs.SOLVED)
def solved(turn: Turn, inquiry_id: int, revision: int) -> None:
    """The answer solved it; how satisfied the enterprise is, is another question."""
    inquiry = held_for(turn, "solved", inquiry_id)
    inquiry_seen(turn.session, inquiry, revision)
    close(
        turn,
        inquiry,
        InquiryVerb.SOLVED,
        InquiryEnding.SOLVED,
        HistoryEntry(what=Happening.SOLVED, authority="enterprise"),
    )
    tell_desk(turn, inquiry)
    ask_satisfaction(turn, inquiry)


def satisfied(level: Level, turn: Turn, inquiry_id: int, _revision: int) -> None:
    """One tap, once; it can be changed while the inquiry can be reopened."""
    inquiry = held_for(turn, "satisfied", inquiry_id)
    if inquiry.state is not InquiryState.CLOSED or inquiry.ending not in (
        InquiryEnding.SOLVED,
        InquiryEnding.NOT_MARKED,
    ):
        raise Refusal("inquiry-not-now", inquiry=inquiry.number, state=inquiry.state.value, who="")
    _check_time_to_reopen(turn, inquiry)
    inquiry.satisfied = level.value
    turn.session.flush()
    turn.record("satisfied", inquiry.subject, "enterprise", nameless=True)
    fields = {"inquiry": inquiry.number, "level": word(f"level-{level.value}")}
    turn.change(inquiry.subject.about("asker"), "inquiry-satisfied-done", fields)
    turn.answer("inquiry-satisfied", fields)


for _level, _verb in verbs.SATISFIED.items():
    does(_verb)(partial(satisfied, _level))


@performs(ReopenInquiry)
def reopen(turn: Turn, command: ReopenInquiry) -> None:
    """It isn't solved: the department that had it accepts it again, with half the time; too often, and the supervisor
    looks into it.
    """
    inquiry = held_for(turn, "reopen", command.inquiry)
    check(turn, inquiry, "reopen")
    again = inquiry.state is InquiryState.CLOSED
    if again:
        _check_time_to_reopen(turn, inquiry)
    department = _who_has_it_now(turn, inquiry)
    verb = InquiryVerb.REOPEN if again else InquiryVerb.NOT_SOLVED
    what = Happening.REOPENED if again else Happening.NOT_SOLVED
    count = inquiry.reopenings + 1
    event = HistoryEntry(what=what, authority="enterprise", department=department.id, words=command.words)
    move(
        turn,
        inquiry,
        verb,
        InquiryState.ACCEPTED,
        event,
        reopenings=count,
        ending=None,
        closed_at=None,
        linked_to=None,
        satisfied=None,
        department_id=department.id,
        answerable_id=department.id,
    )
    close_cards(turn, inquiry, "asker", "desk")
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))
    tell_asker(turn, inquiry, due=resolve_due(turn, inquiry))
    if count >= turn.rules.inquiry.reopenings:
        tell_people(
            turn, inquiry, placers(turn, inquiry), "inquiry-reopened-often", {"count": count, "said": command.words}
        )


def close(step: Step, inquiry: Inquiry, verb: InquiryVerb, ending: InquiryEnding, event: HistoryEntry) -> None:
    """Ends an inquiry, however it ends."""
    move(step, inquiry, verb, InquiryState.CLOSED, event, ending=ending, closed_at=step.now)
    close_cards(step, inquiry, "asker", "desk", "offer", "extension")


def ask_satisfaction(step: Step, inquiry: Inquiry) -> None:
    """Whoever asked is asked how satisfied he is."""
    closes = deadlines.reopening_closes(step.now, step.rules, step.calendar)
    fields = {"closes": step.counted_day(day_of(closes) - ONE_DAY, step.calendar.day_of_receipt(step.now))}
    rows = satisfaction_buttons(inquiry)
    tell_people(
        step,
        inquiry,
        askers(step, inquiry),
        "inquiry-satisfied-ask",
        fields,
        buttons=rows,
        about=inquiry.subject.about("asker"),
    )


def resolve_due(step: Step, inquiry: Inquiry) -> Json:
    """When it must be answered, for the words; "" where nobody has to."""
    holding = inquiry.holding
    return step.deadline(holding.resolve_due) if holding is not None and holding.resolve_due is not None else ""


def standing_department(turn: Turn, number: int | None) -> Department:
    """A department that can be asked; raises Refusal for one that was merged away, naming where its matters went."""
    department = turn.session.get(Department, number) if number else None
    if department is None:
        raise Refusal("no-such-department")
    if department.ended_at is not None:
        successor = turn.session.get(Department, department.successor_id) if department.successor_id else None
        raise Refusal("department-ended", department=department.name, successor=successor.name if successor else "")
    return department


def _who_has_it_now(turn: Turn, inquiry: Inquiry) -> Department:
    """The department that had it, or where its matters went; raises Refusal where they went nowhere."""
    department = turn.session.get(Department, inquiry.department_id) if inquiry.department_id else None
    for _ in range(MOST_MERGERS):
        if department is None or department.ended_at is None or department.successor_id is None:
            break
        department = turn.session.get(Department, department.successor_id)
    return standing_department(turn, department.id if department else None)


def _check_time_to_reopen(turn: Turn, inquiry: Inquiry) -> None:
    closed = inquiry.closed_at or turn.now
    until = deadlines.reopening_closes(closed, turn.rules, turn.calendar)
    if turn.now >= until:
        raise Refusal("reopening-over", inquiry=inquiry.number, until=day(day_of(until) - ONE_DAY))
