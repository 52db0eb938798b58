"""What somebody has borrowed: as a list, among what waits for him, and in his digest."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from handlers.digest.gathering import gathers
from handlers.digest.items import Item, Todo
from handlers.digest.wording import opens
from handlers.talking.commands import command, goes_on, waits
from handlers.talking.paging import MOST, page_of
from handlers.turn import Step, Turn
from models.digest.digests import DigestSpan
from models.register.people import Appointment, Person, Role
from tests.example_wing.loans import verbs
from tests.example_wing.loans.door import buttons_for, fields_of, out
from tests.example_wing.loans.loans import Loan, LoanState
from tests.example_wing.loans.terms import LOAN

opens(Loan.KIND, verbs.GIVE_BACK)


@command("loans", menu=frozenset({Role.OFFICIAL}))
@goes_on("loans")
def show_loans(turn: Turn, start: int = 0) -> None:
    """What the person has borrowed, a page at a time."""
    page = page_of(turn.session, out(turn.person), start)
    if not page.items:
        turn.answer("loans-none")
    for loan in page.items:
        _show(turn, loan)
    if page.left:
        turn.answer("loans-more", {"count": page.left}, buttons=page.way_on("loans"))


@waits("loans")
def show_overdue(turn: Turn) -> bool:
    """What the person should have given back; whether there is any."""
    overdue = turn.session.scalars(out(turn.person).where(Loan.due_at <= turn.now).limit(MOST)).all()
    for loan in overdue:
        _show(turn, loan)
    return bool(overdue)


def _owe(_span: DigestSpan) -> ColumnElement[bool]:
    return select(Loan.id).where(Loan.borrowed_by == Appointment.person_id, Loan.state == LoanState.OUT).exists()


@gathers(_owe)
def due_loans(step: Step, person: Person, span: DigestSpan) -> Iterator[Item]:
    """What he has to give back today, or should have."""
    for loan in step.session.scalars(out(person).where(Loan.due_at < span.until)):
        yield Item(
            todo=Todo(LOAN.line),
            due=loan.due_at,
            subject=loan.subject,
            public_id=loan.public_id,
            revision=loan.revision,
            name=loan.what,
        )


def _show(turn: Turn, loan: Loan) -> None:
    buttons, about = buttons_for(turn, turn.person, loan), loan.subject.about("borrower")
    turn.answer("loan-shown", fields_of(loan), buttons=buttons, about=about)
