"""Who may see what messages show of an inquiry."""

from sqlalchemy.orm import Session

from models.inquiries.inquiries import Inquiry, load_inquiry
from models.inquiries.rights import HANDLING, RIGHTS, accused, asker, supervisor
from models.register.offices import departments_of
from models.register.people import Person
from models.register.sights import shown_to

DIGITS = "0123456789"  # after the name of what was asked of another department

OF_AN_INQUIRY = {
    "asker": asker,
    "offer": RIGHTS["take"].office,
    "extension": RIGHTS["grant"].office,
    "placing": supervisor,
    "help": RIGHTS["contribute"].office,
    "see": RIGHTS["see"].office,
}


@shown_to(Inquiry.KIND)
def _inquiry(session: Session, person: Person, number: int, what: str) -> bool:
    inquiry: Inquiry | None = load_inquiry(session, number)
    if inquiry is None or accused(session, person, inquiry):
        return False
    name, _, department = what.partition(".")
    name = name.rstrip(DIGITS)
    if name == "desk":  # also of a department that it has left: that it went on is the last it hears
        return department.isdecimal() and int(department) in departments_of(person, *HANDLING)
    office = OF_AN_INQUIRY.get(name)
    return office is None or office.holds(session, person, inquiry)
