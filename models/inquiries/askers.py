"""Who asked an inquiry, and everybody else by whom that could be found out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.inquiries.inquiries import Inquiry
from models.inquiries.traces import Askers
from models.register.enterprises import Enterprise
from models.register.people import GATE, Appointment, Person, Region, region_and_above


def askers_of(session: Session, inquiry: Inquiry) -> Askers:
    """Those whom a released answer must not give away: the enterprises that asked this and what is answered together
    with it, whoever speaks, keeps the gate or did so for them, and whoever typed it.
    """
    main = inquiry.linked_to or inquiry.id
    together = select(Inquiry).where((Inquiry.id == main) | (Inquiry.linked_to == main) | (Inquiry.id == inquiry.id))
    asked = session.scalars(together).all()
    numbers = {each.enterprise_id for each in asked}
    enterprises = session.scalars(select(Enterprise).where(Enterprise.id.in_(numbers)).order_by(Enterprise.id)).all()
    belong = select(Appointment.person_id).where(Appointment.enterprise_id.in_(numbers), Appointment.role.in_(GATE))
    names = select(Person.name).where(Person.id.in_(belong) | Person.id.in_({each.asked_by for each in asked}))
    regions = {above for each in enterprises for above in region_and_above(session, each.region_id)}
    return Askers(
        enterprises=tuple(each.name for each in enterprises),
        usccs=tuple(each.uscc for each in enterprises),
        addresses=tuple(each.address for each in enterprises if each.address),
        people=tuple(session.scalars(names.order_by(Person.id))),
        places=tuple(session.scalars(select(Region.name).where(Region.id.in_(regions)).order_by(Region.id))),
    )
