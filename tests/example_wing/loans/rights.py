"""Who may do what to a loan."""

from sqlalchemy.orm import Session

from models.register.offices import departments_of
from models.register.people import Person, Role
from models.register.rights import Office, Right
from tests.example_wing.loans.loans import Loan


@Office
def borrower(_session: Session, person: Person, loan: Loan) -> bool:
    """Whoever borrowed it, as long as he is an official there."""
    return loan.borrowed_by == person.id and loan.department_id in departments_of(person, Role.OFFICIAL)


@Office
def head(_session: Session, person: Person, loan: Loan) -> bool:
    """The head of the department whose it is."""
    return loan.department_id in departments_of(person, Role.APPROVER)


RIGHTS: dict[str, Right[Loan]] = {"give_back": Right(office=borrower, ties={})}
