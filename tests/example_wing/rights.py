"""Who may do what to a loan."""

from sqlalchemy.orm import Session

from models.register.offices import departments_of
from models.register.people import Person, Role
from models.register.rights import Office, Right
from models.sight import shown_to
from tests.example_wing.loans import LOANS, Loan


@Office
def borrower(_session: Session, person: Person, loan: Loan) -> bool:
    """Whoever borrowed it, as long as he is an official there."""
    return loan.borrowed_by == person.id and loan.department_id in departments_of(person, Role.OFFICIAL)


RIGHTS: dict[str, Right[Loan]] = {"give_back": Right(office=borrower, ties={})}


@shown_to(Loan.KIND)
def _may_see(session: Session, person: Person, number: int, _what: str) -> bool:
    loan = LOANS.load(session, number)
    return loan is not None and borrower.holds(session, person, loan)
