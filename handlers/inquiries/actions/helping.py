"""Handling together (协办): the department that has an inquiry leads, others contribute by a day of their own."""

from handlers.inquiries import terms
from handlers.inquiries.actions.asking import resolve_due, standing_department
from handlers.inquiries.checks import check, help_of
from handlers.inquiries.commands import AskHelp, Contribute
from handlers.inquiries.door import HistoryEntry, held_for, in_days, note
from handlers.inquiries.showing import help_buttons, without_asker
from handlers.inquiries.telling import desks, tell_desk, tell_people
from handlers.talking.conversing import performs
from handlers.timekeeping import start
from handlers.turn import Step, Turn
from models.ground.messages import day
from models.ground.refusals import Refusal
from models.inquiries import deadlines
from models.inquiries.inquiries import Happening, Help, Inquiry, open_helps
from models.register.people import with_successors
from models.time import clocks
from models.time.clocks import ClockKind


@performs(AskHelp)
def ask_help(turn: Turn, command: AskHelp) -> None:
    """Another department is asked to contribute; the lead goes on answering to whoever asked."""
    inquiry = held_for(turn, "help", command.inquiry)
    check(turn, inquiry, "help")
    department = standing_department(turn, command.department)
    if department.id in {inquiry.department_id, *with_successors(turn.session, inquiry.accused_id)}:
        raise Refusal("not-that-department", department=department.name)
    if any(each.department_id == department.id for each in open_helps(turn.session, inquiry.id)):
        raise Refusal("help-asked-already", department=department.name)
    due = deadlines.end_of_day(command.until, turn.calendar)
    if due <= turn.now:
        raise Refusal("help-day-is-past", today=day(turn.today))
    asked = Help(inquiry_id=inquiry.id, department_id=department.id, words=command.words, asked_at=turn.now, due=due)
    turn.session.add(asked)
    turn.session.flush()
    start(turn, asked.subject, [in_days(turn, terms.HELP, due)])
    event = HistoryEntry(
        what=Happening.HELP_ASKED,
        authority="desk",
        department=inquiry.department_id,
        to=department.id,
        until=due,
        words=command.words,
        shown=False,
    )
    note(turn, inquiry, event)
    ask_to_contribute(turn, inquiry, asked, "help-asked")
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))


def ask_to_contribute(step: Step, inquiry: Inquiry, asked: Help, key: str) -> None:
    """Puts it before the helping department."""
    fields = {"wanted": asked.words, "due": step.deadline(asked.due), **without_asker(inquiry)}
    people = desks(step, inquiry, asked.department_id)
    about = inquiry.subject.about(f"help{asked.id}")
    tell_people(step, inquiry, people, key, fields, buttons=help_buttons(inquiry), about=about)


@performs(Contribute)
def contribute(turn: Turn, command: Contribute) -> None:
    """The helping department's contribution goes to the lead, not to whoever asked."""
    inquiry = held_for(turn, "contribute", command.inquiry)
    asked = help_of(turn, inquiry)
    asked.done_at = turn.now
    turn.session.flush()
    clocks.stop(turn.session, asked.subject, ClockKind.HELP)
    event = HistoryEntry(
        what=Happening.HELPED,
        authority="desk",
        department=inquiry.department_id,
        to=asked.department_id,
        words=command.words,
        shown=False,
    )
    note(turn, inquiry, event)
    turn.change(
        inquiry.subject.about(f"help{asked.id}"), "help-given", {"inquiry": inquiry.number, "said": command.words}
    )
    turn.answer("help-given", {"inquiry": inquiry.number, "said": command.words})
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))
