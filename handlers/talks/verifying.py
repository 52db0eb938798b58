"""At a gate without a camera: verifying a visitor by the number on his pass."""

from handlers.asking import Ask, Question
from handlers.commands import VerifyNumber
from handlers.conversing import talk
from handlers.forms import Digits
from handlers.lookup import Lookup
from models.people import GATE

NUMBER = Question("number", Digits(6))


@talk("pass.verify", starts=GATE)
def verify_number(ask: Ask, lookup: Lookup) -> VerifyNumber:
    """The six digits."""
    return VerifyNumber(number=ask(NUMBER, shown={"enterprise": lookup.my_enterprise()}))
