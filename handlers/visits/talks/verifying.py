"""At a gate without a camera: verifying a visitor by the number on his pass."""

from handlers.talking.asking import Ask, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import Digits
from handlers.visits.commands import VerifyNumber
from handlers.visits.lookup import VisitLookup
from models.register.people import GATE

NUMBER = Question("number", Digits(6))


@talk("pass.verify", starts=GATE, command="verify")
def verify_number(ask: Ask, lookup: VisitLookup) -> VerifyNumber:
    """The six digits."""
    return VerifyNumber(number=ask(NUMBER, shown={"enterprise": lookup.my_enterprise()}))
