"""The buttons of a visit: what each side can press, by where the visit stands."""

from handlers.talking.buttons import one_tap
from handlers.turn import Rows
from models.ground.messages import Button, word
from models.visits.paper_notices import PaperNotice
from models.visits.states import Side, State
from models.visits.visits import Visit, Visitor


def on_visit(name: str, verb: str, visit: Visit) -> Button:
    """A button that does `verb` to the visit as it is now; `name` is the key of its label, without "button-"."""
    return one_tap(word(f"button-{name}"), verb, "v", visit.public_id, visit.revision)


def on_visitor(name: str, verb: str, named: Visitor) -> Button:
    """A button that does `verb` to one visitor's coming and going."""
    return one_tap(word(f"button-{name}"), verb, "n", named.public_id)


def notice_buttons(notice: PaperNotice) -> Rows:
    """For the supervisor who decides on a paper notice."""

    def on_notice(name: str) -> Button:
        return one_tap(word(f"button-{name}"), name.replace("-", "_"), "p", notice.public_id)

    return ((on_notice("notice-show"),), (on_notice("notice-approve"), on_notice("notice-reject")))


def approval_buttons(visit: Visit) -> Rows:
    """For the approver."""
    slip = ((on_visit("slip", "slip", visit),),) if any(part.slip for part in visit.parts) else ()
    return ((on_visit("approve", "approve", visit), on_visit("reject", "reject", visit)), *slip)


def reply_buttons(visit: Visit) -> Rows:
    """For owner and deputies, while the enterprise is asked."""
    return (
        (on_visit("agree", "agree", visit),),
        (on_visit("postpone", "postpone", visit), on_visit("decline", "decline", visit)),
    )


def postpone_buttons(visit: Visit) -> Rows:
    """For owner and deputies, once it is agreed."""
    return ((on_visit("postpone", "postpone", visit),),)


def objection_buttons(visit: Visit) -> Rows:
    """For the supervisor."""
    return ((on_visit("uphold", "uphold", visit), on_visit("overrule", "overrule", visit)),)


def moving_buttons(visit: Visit) -> Rows:
    """For the side whose turn it is while another day is on the table."""
    take = (on_visit("accept", "accept", visit),) if visit.proposed_start else ()
    if visit.turn is Side.ENTERPRISE:
        return (take, (on_visit("last-day", "counter", visit),))
    counter = () if visit.countered else (on_visit("counter", "counter", visit),)
    rows = (take, (*counter, on_visit("withdraw", "withdraw", visit)))
    return tuple(row for row in rows if row)


def official_buttons(visit: Visit) -> Rows:
    """For the official who asked, wherever the visit stands."""
    if visit.state is State.MOVING and visit.turn is Side.OFFICIAL:
        return moving_buttons(visit)
    withdraw = on_visit("withdraw", "withdraw", visit)
    if visit.state is State.ASKED and visit.paper_from is not None:
        return ((on_visit("serve", "serve", visit), withdraw),)
    if visit.state is State.AGREED:
        return ((on_visit("visitors", "visitors", visit), withdraw),)
    return ((withdraw,),) if visit.state is not State.UNDER_WAY else ()


def inside_buttons(named: Visitor, *, first: bool) -> Rows:
    """For a visitor who is in: leaving, and for a moment after coming, that it was a mistake."""
    leave = (on_visitor("leave", "leave", named),)
    return (leave, (on_visitor("take-back", "take_back", named),)) if first else (leave,)


def outcome_buttons(visit: Visit) -> Rows:
    """For the official who asked, while what was found isn't noted."""
    return ((on_visit("outcome", "outcome", visit),),) if visit.parts[0].outcome is None else ()
