"""Borrowing and giving back."""

from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.timekeeping import start
from handlers.turn import Turn
from models.ground.refusals import Refusal
from models.register.offices import departments_of
from models.register.people import Role
from models.time import clocks
from tests.example_wing.loans import verbs
from tests.example_wing.loans.commands import Borrow
from tests.example_wing.loans.door import buttons_for, fields_of, held_for, limit_of
from tests.example_wing.loans.loans import LOANS, Loan, LoanState, LoanVerb
from tests.example_wing.loans.terms import LOAN


@performs(Borrow)
def borrow(turn: Turn, command: Borrow) -> None:
    """Writes it down; its clock starts."""
    department = min(departments_of(turn.person, Role.OFFICIAL), default=None)
    if department is None:
        raise Refusal("not-yours")
    limit = limit_of(turn)
    loan = Loan(what=command.what, borrowed_by=turn.person.id, department_id=department, due_at=limit.due)
    turn.session.add(loan)
    turn.session.flush()
    start(turn, loan.subject, [limit])
    turn.record("borrow", loan.subject, "official", what=loan.what)
    buttons, about = buttons_for(turn, turn.person, loan), loan.subject.about("borrower")
    turn.answer("loan-noted", fields_of(loan), buttons=buttons, about=about)


@does(verbs.GIVE_BACK)
def give_back(turn: Turn, number: int, revision: int) -> None:
    """It is back; its clock stops."""
    loan = held_for(turn, "give_back", number)
    LOANS.seen(turn.session, loan, revision)
    LOANS.change(turn.session, loan, LoanVerb.GIVE_BACK, LoanState.BACK, by=turn.person.id)
    clocks.stop(turn.session, loan.subject, LOAN.kind)
    turn.record("give_back", loan.subject, "official")
    turn.answer("loan-back", fields_of(loan))
