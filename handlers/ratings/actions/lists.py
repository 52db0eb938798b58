"""The bad ratings that wait for somebody: for a supervisor, a rater or the department, each as he was asked."""

from sqlalchemy import Select, or_, select

from handlers.ratings.door import about, due_of, named_to_department, seen_by, shown_to_supervisor
from handlers.ratings.pressing import consent_buttons, contact_buttons, decide_buttons, remedy_buttons
from handlers.talking.commands import waits
from handlers.turn import Turn
from models.ground.messages import moment
from models.ground.refusals import Refusal
from models.ratings.follow_ups import FollowUp, Stage
from models.register.offices import departments_of, supervised_regions
from models.register.people import Role
from models.visits.visits import Part, Visit

MOST = 8  # in a list: more than a small screen shows helps nobody
ASKS = {Stage.CONTACT: "contact", Stage.CONSENT: "consent", Stage.REMEDY: "remedy", Stage.APPEAL: "decide_appeal"}
"""What each stage asks of whoever it waits for."""


@waits("followed")
def show_followed(turn: Turn) -> bool:
    """Shows those that wait for the person himself, each with its buttons; whether there is any."""
    shown = [_show(turn, follow_up) for follow_up in turn.session.scalars(_mine(turn)).all()]
    return any(shown)


def _mine(turn: Turn) -> Select[FollowUp]:
    """What may wait for him, the oldest first; his right to each is asked once more where it is shown."""
    me, heads = turn.person.id, departments_of(turn.person, Role.APPROVER)
    of_department = select(Part.visit_id).where(or_(Part.requested_by == me, Part.department_id.in_(heads)))
    regions = supervised_regions(turn.session, turn.person)
    watched = select(Visit.id).where(Visit.region_id.in_(regions))
    return (
        select(FollowUp)
        .where(
            ((FollowUp.state == Stage.CONSENT) & (FollowUp.rater_id == me))
            | ((FollowUp.state == Stage.REMEDY) & FollowUp.visit_id.in_(of_department))
            | (FollowUp.state.in_((Stage.CONTACT, Stage.APPEAL)) & FollowUp.visit_id.in_(watched))
        )
        .order_by(FollowUp.id)
        .limit(MOST)
    )


def _show(turn: Turn, found: FollowUp) -> bool:
    try:
        follow_up, visit = seen_by(turn.session, turn.person, ASKS[found.state], found.id)
    except Refusal:
        return False
    late = follow_up.remedy_late_at or follow_up.contact_late_at
    due = due_of(turn, follow_up) or (moment(late) if late else "")
    seen = {**named_to_department(turn, follow_up, visit), "due": due}
    match follow_up.state:
        case Stage.CONTACT:
            told, rows = {**shown_to_supervisor(turn, follow_up, visit), "due": seen["due"]}, contact_buttons(follow_up)
            turn.answer("reminder-contact", told, buttons=rows, about=about(follow_up, "contact"))
        case Stage.CONSENT:
            turn.answer("consent-asked", seen, buttons=consent_buttons(follow_up), about=about(follow_up, "consent"))
        case Stage.REMEDY:
            rows = remedy_buttons(follow_up, appeal=follow_up.may_appeal)
            turn.answer("reminder-remedy", seen, buttons=rows, about=about(follow_up, "remedy"))
        case _:
            turn.answer("reminder-appeal", seen, buttons=decide_buttons(follow_up), about=about(follow_up, "appeal"))
    return True
