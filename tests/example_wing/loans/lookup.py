"""What a talk about a loan may look up while it asks."""

from handlers.talking.lookup import Lookup
from tests.example_wing.loans.door import number_out


class LoanLookup(Lookup):
    """The facts a talk about a loan may ask for, as they are in this turn."""

    def out(self) -> int:
        """How many instruments the person has already."""
        return number_out(self._session, self.me)
