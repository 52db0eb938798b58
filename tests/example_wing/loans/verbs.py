"""The verb of the button on a loan."""

from handlers.talking.verbs import declare
from tests.example_wing.loans.loans import Loan
from tests.example_wing.loans.rights import RIGHTS

GIVE_BACK = declare(Loan, "give_back", RIGHTS["give_back"])
