"""What time does about a loan, and who hears that it is due at another moment."""

from datetime import datetime

from handlers.terms import Limit
from handlers.timekeeping import moved
from handlers.turn import Step
from models.time.clocks import Clock
from tests.example_wing.loans.door import limit_of, tell_borrower, tell_heads
from tests.example_wing.loans.loans import LOANS, Loan
from tests.example_wing.loans.terms import LOAN


@LOAN.reminds
def remind_borrower(step: Step, clock: Clock) -> None:
    """It isn't back yet."""
    tell_borrower(step, _loan(step, clock), "loan-reminder", clock)


@LOAN.passes
def loan_overdue(step: Step, clock: Clock) -> None:
    """It should have been back: the head hears of it too, and it can still be given back."""
    loan = _loan(step, clock)
    step.record("loan_overdue", loan.subject, "rule of the example")
    tell_borrower(step, loan, "loan-overdue", clock)
    tell_heads(step, loan, "loan-overdue-told")


@LOAN.counts
def count_again(step: Step, _clock: Clock) -> Limit:
    """Which days are worked has changed."""
    return limit_of(step)


@LOAN.retells
def tell_again(step: Step, clock: Clock, was: datetime) -> None:
    """It is due at another moment than was said."""
    loan = _loan(step, clock)
    loan.due_at = clock.due_at
    step.session.flush()
    tell_borrower(step, loan, "loan-due-again", clock, **moved(clock, was))


def _loan(step: Step, clock: Clock) -> Loan:
    loan = LOANS.load(step.session, clock.subject.number, hold=True)
    if loan is None:
        raise LookupError(clock.subject)
    return loan
