"""Borrowing, in words."""

from handlers.talking.asking import Ask, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import Text
from models.register.people import Role
from tests.example_wing.loans.commands import Borrow
from tests.example_wing.loans.lookup import LoanLookup

LONGEST_WHAT = 40  # characters


@talk("loan.borrow", starts=frozenset({Role.OFFICIAL}), command="borrow")
def borrow(ask: Ask, lookup: LoanLookup) -> Borrow:
    """What it is."""
    return Borrow(what=ask(Question("what", Text(LONGEST_WHAT)), shown={"out": lookup.out()}))
