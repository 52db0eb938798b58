"""Borrowing and giving back, the list of what is out, and what time does."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from handlers.digest.gathering import gathers
from handlers.digest.items import Item, Todo
from handlers.digest.wording import OPENS_ONE
from handlers.talking.commands import command, goes_on
from handlers.talking.conversing import performs
from handlers.talking.paging import page_of
from handlers.talking.verbs import does, offered
from handlers.terms import Limit
from handlers.timekeeping import due_said, moved, pass_what_is_late, reminded, start
from handlers.turn import Rows, Step, Turn
from models.digest.digests import DigestSpan
from models.ground.messages import moment
from models.ground.refusals import Refusal
from models.register.offices import departments_of
from models.register.people import Appointment, Person, Role, holders
from models.time import clocks
from models.time.clocks import Clock
from tests.example_wing import verbs
from tests.example_wing.commands import Borrow
from tests.example_wing.loans import LOANS, Loan, LoanState, LoanVerb
from tests.example_wing.terms import LOAN

OPENS_ONE[Loan.KIND.name] = verbs.GIVE_BACK


@performs(Borrow)
def borrow(turn: Turn, command: Borrow) -> None:
    """Writes it down; its clock starts."""
    department = min(departments_of(turn.person, Role.OFFICIAL), default=None)
    if department is None:
        raise Refusal("not-yours")
    due = LOAN.due_from(turn)
    loan = Loan(what=command.what, borrowed_by=turn.person.id, department_id=department, due_at=due)
    turn.session.add(loan)
    turn.session.flush()
    start(turn, loan.subject, [reminded(turn, LOAN.kind, due)])
    turn.record("borrow", loan.subject, "official", what=loan.what)
    turn.answer("loan-noted", _fields(loan), buttons=_buttons(turn, turn.person, loan))


@does(verbs.GIVE_BACK)
def give_back(turn: Turn, number: int, revision: int) -> None:
    """It is back; its clock stops."""
    loan = _held_for(turn, number)
    LOANS.seen(turn.session, loan, revision)
    LOANS.change(turn.session, loan, LoanVerb.GIVE_BACK, LoanState.BACK, by=turn.person.id)
    clocks.stop(turn.session, loan.subject, LOAN.kind)
    turn.record("give_back", loan.subject, "official")
    turn.answer("loan-back", _fields(loan))


@command("loans")
@goes_on("loans")
def show_loans(turn: Turn, start: int = 0) -> None:
    """What the person has borrowed, each with its button."""
    page = page_of(turn.session, _out(turn.person), start)
    if not page.items:
        turn.answer("loans-none")
    for loan in page.items:
        turn.answer("loan-shown", _fields(loan), buttons=_buttons(turn, turn.person, loan))
    if page.left:
        turn.answer("loans-more", {"count": page.left}, buttons=page.way_on("loans"))


@LOAN.reminds
def remind_borrower(step: Step, clock: Clock) -> None:
    """It isn't back yet."""
    _tell(step, clock, "loan-reminder")


@LOAN.passes
def loan_overdue(step: Step, clock: Clock) -> None:
    """It should have been back: the head hears of it too, and it can still be given back."""
    loan = _tell(step, clock, "loan-overdue")
    step.record("loan_overdue", loan.subject, "rule of the example")
    for head in holders(step.session, Role.APPROVER, department=loan.department_id):
        step.notify(head, "loan-overdue-told", {**_fields(loan), "by": _borrower(step, loan).name})


@LOAN.counts
def count_again(step: Step, _clock: Clock) -> Limit:
    """A year's notice has come."""
    return reminded(step, LOAN.kind, LOAN.due_from(step))


@LOAN.retells
def tell_again(step: Step, clock: Clock, was: datetime) -> None:
    """It is due at another moment than was said."""
    loan = _tell(step, clock, "loan-due-again", **moved(clock, was))
    loan.due_at = clock.due_at
    step.session.flush()


def _owe(_span: DigestSpan) -> ColumnElement[bool]:
    return select(Loan.id).where(Loan.borrowed_by == Appointment.person_id, Loan.state == LoanState.OUT).exists()


@gathers(_owe)
def due_loans(step: Step, person: Person, span: DigestSpan) -> Iterator[Item]:
    """What he has to give back today, or should have."""
    for loan in step.session.scalars(_out(person).where(Loan.due_at < span.until)):
        yield Item(
            todo=Todo(LOAN.line),
            due=loan.due_at,
            subject=loan.subject,
            public_id=loan.public_id,
            revision=loan.revision,
            name=loan.what,
        )


def _held_for(turn: Turn, number: int) -> Loan:
    loan = LOANS.load(turn.session, number, hold=True)
    if loan is None:
        raise Refusal("not-yours")
    verbs.GIVE_BACK.right.check(turn.session, turn.person, loan)
    pass_what_is_late(turn, loan.subject)
    return loan


def _out(person: Person) -> Select[Loan]:
    return select(Loan).where(Loan.borrowed_by == person.id, Loan.state == LoanState.OUT).order_by(Loan.id)


def _borrower(step: Step, loan: Loan) -> Person:
    return step.session.get_one(Person, loan.borrowed_by)


def _fields(loan: Loan) -> dict[str, object]:
    return {"what": loan.what, "due": moment(loan.due_at)}


def _buttons(step: Step, person: Person, loan: Loan) -> Rows:
    return offered(step.session, person, loan, ((verbs.GIVE_BACK.on(loan),),))


def _tell(step: Step, clock: Clock, key: str, **fields: object) -> Loan:
    loan = LOANS.load(step.session, clock.subject.number, hold=True)
    if loan is None:
        raise LookupError(clock.subject)
    person = _borrower(step, loan)
    said = {**_fields(loan), "due": due_said(clock), **fields}
    step.notify(person, key, said, buttons=_buttons(step, person, loan), about=loan.subject.about("out"))
    return loan
