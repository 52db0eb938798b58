"""The clock of a loan."""

from handlers.terms import Keeper, Term, declare
from handlers.turn import Step
from models.register.people import Person
from models.time.clocks import ClockKind
from tests.example_wing.loans.deadlines import loan_due
from tests.example_wing.loans.loans import LOANS


def _parties(step: Step, number: int) -> list[Person]:
    loan = LOANS.load(step.session, number)
    return [step.session.get_one(Person, loan.borrowed_by)] if loan is not None else []


LOAN = declare(
    Term(
        kind=ClockKind("loan"),
        keeper=Keeper(hold=LOANS.hold_back, parties=_parties),
        answered=True,
        line="loan",
        due=loan_due,
    )
)
