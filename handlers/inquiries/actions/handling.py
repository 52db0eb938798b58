"""What the desk that has an inquiry does with it: accepts, notes, asks back, asks for time, answers, releases."""

from datetime import datetime

from handlers.inquiries import terms, verbs
from handlers.inquiries.actions.asking import close, resolve_due
from handlers.inquiries.checks import check, check_release, shows_who_asked
from handlers.inquiries.commands import (
    AnswerInquiry,
    AskBack,
    AskExtension,
    LinkInquiry,
    NoteInquiry,
    RefuseInquiry,
    ReleaseAnswer,
)
from handlers.inquiries.door import HistoryEntry, held_for, in_days, limit, move, replied
from handlers.inquiries.showing import head_buttons, more_buttons, summary
from handlers.inquiries.telling import (
    close_cards,
    desks,
    tell_asker,
    tell_desk,
    tell_left,
    tell_people,
    who_decide_on_time,
)
from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.timekeeping import start
from handlers.turn import Step, Turn
from models.ground.messages import Json, day, lines
from models.ground.refusals import Refusal
from models.inquiries import deadlines
from models.inquiries.inquiries import (
    Complexity,
    Happening,
    Inquiry,
    InquiryEnding,
    InquiryState,
    InquiryVerb,
    ReleasedAnswer,
    inquiry_seen,
    linked_to,
)
from models.inquiries.rights import RIGHTS, inquiry_for
from models.search import search
from models.search.documents import About
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.moments import day_of


@does(verbs.ACCEPT)
def accept(turn: Turn, inquiry_id: int, revision: int) -> None:
    """The department accepts: from here on it answers to whoever asked."""
    inquiry = held_for(turn, "accept", inquiry_id)
    inquiry_seen(turn.session, inquiry, revision)
    first = inquiry.answerable_id
    event = HistoryEntry(what=Happening.ACCEPTED, authority="desk", department=inquiry.department_id)
    verb, to = InquiryVerb.ACCEPT, InquiryState.ACCEPTED
    move(turn, inquiry, verb, to, event, answerable_id=inquiry.department_id)
    accepted(turn, inquiry, first)


def accepted(step: Step, inquiry: Inquiry, first: int | None) -> None:
    """Both sides hear that it is accepted, and by when it is answered; so does whoever answered to the asker so far."""
    close_cards(step, inquiry, "desk", "asker")
    tell_asker(step, inquiry, due=resolve_due(step, inquiry))
    tell_desk(step, inquiry, due=reply_due(step, inquiry))
    if first is not None and first != inquiry.department_id:
        tell_left(step, inquiry, first, desks(step, inquiry, first))


@performs(RefuseInquiry)
def refuse(turn: Turn, command: RefuseInquiry) -> None:
    """Out of scope: closed, and the asker hears which department said so and why."""
    inquiry = held_for(turn, "out_of_scope", command.inquiry)
    inquiry_seen(turn.session, inquiry, command.revision)
    check(turn, inquiry, InquiryVerb.OUT_OF_SCOPE)
    event = HistoryEntry(
        what=Happening.OUT_OF_SCOPE, authority="desk", department=inquiry.department_id, words=command.reason
    )
    close(turn, inquiry, InquiryVerb.OUT_OF_SCOPE, InquiryEnding.OUT_OF_SCOPE, event)
    tell_asker(turn, inquiry)
    tell_desk(turn, inquiry)


@performs(NoteInquiry)
def note_inquiry(turn: Turn, command: NoteInquiry) -> None:
    """Something worth writing down; what the asker sees is a first reply."""
    inquiry = held_for(turn, "note", command.inquiry)
    event = HistoryEntry(
        what=Happening.NOTED,
        authority="desk",
        department=inquiry.department_id,
        words=command.words,
        shown=command.shown,
    )
    move(turn, inquiry, InquiryVerb.NOTE, InquiryState.ACCEPTED, event)
    if command.shown:
        replied(turn, inquiry)
        tell_asker(turn, inquiry, due=resolve_due(turn, inquiry))
    close_cards(turn, inquiry, "desk")
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))


@performs(AskBack)
def ask_back(turn: Turn, command: AskBack) -> None:
    """The enterprise is asked for what is missing; meanwhile the department's time stands still."""
    inquiry = held_for(turn, "ask_back", command.inquiry)
    replied(turn, inquiry)
    event = HistoryEntry(
        what=Happening.ASKED_BACK, authority="desk", department=inquiry.department_id, words=command.words
    )
    move(turn, inquiry, InquiryVerb.ASK_BACK, InquiryState.WAITING, event)
    close_cards(turn, inquiry, "desk", "asker", "offer", "extension")
    due = turn.deadline(deadlines.input_closes(turn.now, turn.rules, turn.calendar))
    tell_asker(turn, inquiry, due=due)
    tell_desk(turn, inquiry, due=due)


@performs(AskExtension)
def ask_extension(turn: Turn, command: AskExtension) -> None:
    """More time, once and before it is due; the head decides, or the supervisor where no other head is left."""
    inquiry = held_for(turn, "extend", command.inquiry)
    check(turn, inquiry, InquiryVerb.EXTEND)
    until = _extension(turn, inquiry, command)
    event = HistoryEntry(
        what=Happening.EXTENSION_ASKED,
        authority="desk",
        department=inquiry.department_id,
        words=command.reason,
        until=until,
    )
    move(
        turn,
        inquiry,
        InquiryVerb.EXTEND,
        InquiryState.ACCEPTED,
        event,
        extension_asked=True,
        extension_until=until,
        extension_complex=command.until is None,
    )
    if not who_decide_on_time(turn, inquiry):
        raise Refusal("nobody-decides-on-time")
    decision = limit(turn, terms.EXTENSION)
    start(turn, inquiry.subject, [decision])
    close_cards(turn, inquiry, "desk")
    remind_head(turn, inquiry, "extension-to-grant", due=turn.deadline(decision.due), reason=command.reason)
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))


def remind_head(step: Step, inquiry: Inquiry, key: str, *, due: object, reason: str) -> None:
    """Puts the wish for more time before the head."""
    until = step.deadline(inquiry.extension_until) if inquiry.extension_until else ""
    fields = {"until": until, "due": due, "reason": reason}
    about = inquiry.subject.about("extension")
    people = who_decide_on_time(step, inquiry)
    tell_people(step, inquiry, people, key, fields, buttons=head_buttons(inquiry), about=about)


@does(verbs.GRANT)
def grant(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """The head grants more time: the clock is due later."""
    inquiry, until = _wanted(turn, "grant", inquiry_id)
    event = HistoryEntry(what=Happening.EXTENDED, authority="approver", department=inquiry.department_id, until=until)
    complexity = Complexity.COMPLEX if inquiry.extension_complex else inquiry.complexity
    decide_extension(turn, inquiry, event, complexity=complexity)
    _run_until(turn, inquiry, until)
    if inquiry.holding is not None:
        inquiry.holding.resolve_due = until
        turn.session.flush()
    tell_asker(turn, inquiry, due=turn.deadline(until))
    tell_desk(turn, inquiry, due=turn.deadline(until))
    turn.answer("extension-decided", {"inquiry": inquiry.number, "until": turn.deadline(until)})


@does(verbs.DENY)
def deny(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """The head doesn't: it stays due as it was."""
    inquiry, _ = _wanted(turn, "deny", inquiry_id)
    event = HistoryEntry(
        what=Happening.EXTENSION_DENIED, authority="approver", department=inquiry.department_id, shown=False
    )
    decide_extension(turn, inquiry, event)
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))
    turn.answer("extension-decided", {"inquiry": inquiry.number, "until": resolve_due(turn, inquiry)})


def _run_until(turn: Turn, inquiry: Inquiry, until: datetime) -> None:
    """The clock goes on until then; again, where it was up while the head thought about it."""
    granted = in_days(turn, terms.RESOLVE, until)
    running = [clock for clock in clocks.running(turn.session, inquiry.subject) if clock.kind is granted.kind]
    for clock in running:
        awaited = turn.awaited(day_of(until))
        moments, digest = granted.reminders, granted.digest
        clocks.postpone(turn.session, clock, granted.due, moments, provisional=awaited, digest=digest)
    if not running:
        start(turn, inquiry.subject, [granted])


@performs(AnswerInquiry)
def answer_inquiry(turn: Turn, command: AnswerInquiry) -> None:
    """The answer; whoever asks the same gets it too."""
    inquiry = held_for(turn, "answer", command.inquiry)
    check(turn, inquiry, InquiryVerb.ANSWER)
    others = [held_for(turn, "answer", each.id) for each in linked_to(turn.session, inquiry)]
    for each in (inquiry, *others):
        event = HistoryEntry(
            what=Happening.ANSWERED,
            authority="desk",
            department=each.department_id,
            words=command.words,
            files=command.files,
        )
        move(turn, each, InquiryVerb.ANSWER, InquiryState.ANSWERED, event, answer=command.words)
        close_cards(turn, each, "desk", "asker", "offer", "extension")
        due = turn.deadline(deadlines.marking_closes(turn.now, turn.rules, turn.calendar))
        tell_asker(turn, each, due=due)
    tell_desk(turn, inquiry)


@performs(LinkInquiry)
def link(turn: Turn, command: LinkInquiry) -> None:
    """Two that ask the same get one answer."""
    inquiry = held_for(turn, "link", command.inquiry)
    check(turn, inquiry, InquiryVerb.LINK)
    main = held_for(turn, "link", command.main)
    same = main.state is inquiry.state and main.department_id == inquiry.department_id
    if main.id == inquiry.id or main.linked_to or main.confidential or inquiry.confidential or not same:
        raise Refusal("cannot-be-linked", inquiry=inquiry.number, main=main.number)
    if linked_to(turn.session, inquiry):
        raise Refusal("cannot-be-linked", inquiry=inquiry.number, main=main.number)
    event = HistoryEntry(what=Happening.LINKED, authority="desk", department=inquiry.department_id)
    move(turn, inquiry, InquiryVerb.LINK, InquiryState.ACCEPTED, event, linked_to=main.id)
    close_cards(turn, inquiry, "desk")
    tell_asker(turn, inquiry, due=resolve_due(turn, inquiry))
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))


@performs(ReleaseAnswer)
def release(turn: Turn, command: ReleaseAnswer) -> None:
    """Question and answer for everybody, in words of the desk's own; what was asked in confidence never."""
    inquiry = held_for(turn, "release", command.inquiry)
    check_release(turn, inquiry)
    shown = shows_who_asked(turn, inquiry, question=command.question, answer=command.answer)
    if shown:
        raise Refusal("shows-who-asked", found=lines(shown))
    released = ReleasedAnswer(
        inquiry_id=inquiry.id,
        department_id=inquiry.department_id,
        question=command.question,
        answer=command.answer,
        released_by=turn.person.id,
        released_at=turn.now,
    )
    turn.session.add(released)
    turn.session.flush()
    said = f"{command.question}\n{command.answer}"
    search.put(turn.session, About.ANSWER, released.id, said, region=inquiry.region_id)
    turn.record("release", released.subject, "desk", question=command.question, answer=command.answer)
    turn.answer("answer-released", {"inquiry": inquiry.number})


@does(verbs.MORE)
def show_more(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """What is done more rarely."""
    inquiry = inquiry_for(turn.session, turn.person, RIGHTS["note"], inquiry_id)
    rows = more_buttons(inquiry)
    turn.answer("inquiry-more", summary(turn, inquiry), buttons=rows)


def reply_due(step: Step, inquiry: Inquiry) -> Json:
    """When the asker must have heard something, for the words."""
    holding = inquiry.holding
    return step.deadline(holding.reply_due) if holding is not None and holding.reply_due is not None else ""


def _extension(turn: Turn, inquiry: Inquiry, command: AskExtension) -> datetime:
    """Until when; raises Refusal where no more time can be asked for."""
    running = clocks.running(turn.session, inquiry.subject)
    clock = next((each for each in running if each.kind is ClockKind.RESOLVE), None)
    if clock is None:
        raise Refusal("extension-too-late", inquiry=inquiry.number)
    if command.until is None:
        until = deadlines.resolve_due(clock.started_at, Complexity.COMPLEX, turn.rules, turn.calendar)
        if inquiry.complexity is not Complexity.COMPLEX and until > clock.due_at:
            return until
        raise Refusal("extension-too-long", last=day(day_of(clock.due_at)))
    last = deadlines.longest_extension(clock.due_at, inquiry.complexity, turn.rules)
    until = deadlines.end_of_day(command.until, turn.calendar)
    if not clock.due_at < until or command.until > last:
        raise Refusal("extension-too-long", last=day(last))
    return until


def _wanted(turn: Turn, verb: str, inquiry_id: int) -> tuple[Inquiry, datetime]:
    inquiry = held_for(turn, verb, inquiry_id)
    if inquiry.extension_until is None:
        raise Refusal("nothing-to-grant", inquiry=inquiry.number)
    return inquiry, inquiry.extension_until


def decide_extension(step: Step, inquiry: Inquiry, event: HistoryEntry, **values: object) -> None:
    """The wish for more time is off the table, whoever took it off."""
    move(step, inquiry, InquiryVerb.EXTEND, InquiryState.ACCEPTED, event, extension_until=None, **values)
    clocks.stop(step.session, inquiry.subject, ClockKind.EXTENSION)
    close_cards(step, inquiry, "extension", "desk")
