"""Who may still see what messages show of a loan."""

from sqlalchemy.orm import Session

from models.register.people import Person
from models.register.sights import shown_to
from tests.example_wing.loans.loans import LOANS, Loan
from tests.example_wing.loans.rights import borrower, head


@shown_to(Loan.KIND)
def _loan(session: Session, person: Person, number: int, what: str) -> bool:
    loan = LOANS.load(session, number)
    return loan is not None and (head if what == "head" else borrower).holds(session, person, loan)
