"""The buttons of a visit: what each side can press, by where the visit stands."""

from handlers.turn import Rows
from handlers.visits import verbs
from models.visits.paper_notices import PaperNotice
from models.visits.parts import own_parts, parts_told
from models.visits.states import Side, State
from models.visits.visits import Visit, Visitor


def notice_buttons(notice: PaperNotice) -> Rows:
    """For the supervisor who decides on a paper notice."""
    decide = (verbs.NOTICE_APPROVE.on(notice), verbs.NOTICE_REJECT.on(notice))
    return ((verbs.NOTICE_SHOW.on(notice),), decide)


def approval_buttons(visit: Visit) -> Rows:
    """For the approver."""
    slip = ((verbs.SLIP.on(visit),),) if any(part.slip for part in parts_told(visit)) else ()
    return ((verbs.APPROVE.on(visit), verbs.REJECT.on(visit)), *slip)


def reply_buttons(visit: Visit) -> Rows:
    """For owner and deputies, while the enterprise is asked."""
    return (
        (verbs.AGREE.on(visit),),
        (verbs.POSTPONE.on(visit), verbs.DECLINE.on(visit)),
    )


def postpone_buttons(visit: Visit) -> Rows:
    """For owner and deputies, once it is agreed."""
    return ((verbs.POSTPONE.on(visit),),)


def objection_buttons(visit: Visit) -> Rows:
    """For the supervisor."""
    return ((verbs.UPHOLD.on(visit), verbs.OVERRULE.on(visit)),)


def moving_buttons(visit: Visit) -> Rows:
    """For the side whose turn it is while another day is on the table."""
    take = (verbs.ACCEPT.on(visit),) if visit.proposed_start else ()
    if visit.whose_turn is Side.ENTERPRISE:
        return (take, (verbs.COUNTER.on(visit, "last-day"),))
    counter = () if visit.countered else (verbs.COUNTER.on(visit),)
    rows = (take, (*counter, verbs.WITHDRAW.on(visit)))
    return tuple(row for row in rows if row)


def official_buttons(visit: Visit) -> Rows:
    """For the official who asked, wherever the visit stands."""
    if visit.state is State.MOVING and visit.whose_turn is Side.OFFICIAL:
        return moving_buttons(visit)
    withdraw = verbs.WITHDRAW.on(visit)
    if visit.state is State.ASKED and visit.paper_from is not None:
        return ((verbs.SERVE.on(visit), withdraw),)
    if visit.state is State.AGREED:
        return ((verbs.VISITORS.on(visit), withdraw),)
    return ((withdraw,),) if visit.state is not State.UNDER_WAY else ()


def inside_buttons(named: Visitor, *, first: bool) -> Rows:
    """For a visitor who is in: leaving, and for a moment after coming, that it was a mistake."""
    leave = (verbs.LEAVE.on(named),)
    return (leave, (verbs.TAKE_BACK.on(named),)) if first else (leave,)


def outcome_buttons(visit: Visit, person_id: int) -> Rows:
    """For an official who was there, while what was found isn't noted for his part."""
    missing = any(part.outcome is None for part in own_parts(visit, person_id))
    return ((verbs.OUTCOME.on(visit),),) if missing else ()
