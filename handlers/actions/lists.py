"""Lists: what waits for me, what is coming, who comes today."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Select, select

from handlers.describing import describe
from handlers.pressing import (
    approval_buttons,
    moving_buttons,
    objection_buttons,
    official_buttons,
    on_visit,
    reply_buttons,
)
from handlers.turn import Rows, Turn
from models.clock import midnight
from models.enterprises import Enterprise
from models.messages import Json, lines, listing, moment, window, word
from models.people import ADMINS, Role
from models.permissions import RIGHTS, departments_of, enterprise_at_gate, enterprises_of
from models.refusals import Refusal
from models.states import State
from models.visits import TRANSITIONS, Part, Side, Verb, Visit, Visitor, visitors

_with_the_enterprise = (Visit.state == State.ASKED) | ((Visit.state == State.MOVING) & (Visit.turn == Side.ENTERPRISE))
_DECIDING: dict[State, tuple[str, Callable[[Visit], Rows]]] = {
    State.REQUESTED: ("approval", approval_buttons),
    State.ASKED: ("reply", reply_buttons),
    State.MOVING: ("moving", moving_buttons),
}
MOST = 8  # visits in a list: more than a small screen shows helps nobody
OPEN = (State.REQUESTED, State.ASKED, State.MOVING, State.OBJECTED, State.AGREED, State.UNDER_WAY)


def show_todays_visits(turn: Turn) -> None:
    """Who comes today, for owner, deputy and gatekeeper."""
    enterprise = enterprise_at_gate(turn.session, turn.person)
    if enterprise is None:
        raise Refusal("not-yours")
    list_todays_visits(turn, enterprise)


def list_todays_visits(turn: Turn, enterprise: Enterprise) -> None:
    """Who comes to the enterprise today, and who is there."""
    start = midnight(turn.today)
    found = turn.session.scalars(
        select(Visit)
        .where(
            Visit.enterprise_id == enterprise.id,
            Visit.state.in_((State.AGREED, State.UNDER_WAY, State.ENDED)),
            Visit.starts_at >= start,
            Visit.starts_at < start + timedelta(days=1),
        )
        .order_by(Visit.starts_at)
        .limit(MOST)
    ).all()
    if not found:
        turn.answer("today-nobody", {"enterprise": enterprise.name})
        return
    shown = [_line(turn, visit) for visit in found]
    turn.answer("today-visits", {"enterprise": enterprise.name, "visits": lines(shown)})


def show_my_visits(turn: Turn) -> None:
    """An official's own visits that are under way, each with what can be done about it."""
    found = turn.session.scalars(
        select(Visit)
        .where(Visit.requested_by == turn.person.id, Visit.state.in_(OPEN))
        .order_by(Visit.starts_at)
        .limit(MOST)
    ).all()
    if not found:
        turn.answer("visits-none")
    for visit in found:
        turn.answer("visit-shown", _shown(turn, visit), buttons=official_buttons(visit))


def show_waiting(turn: Turn) -> None:
    """What waits for the person's own decision, each with its buttons."""
    waiting = [
        visit
        for visit in turn.session.scalars(_mine_to_decide(turn)).unique()
        if RIGHTS["approve" if visit.state is State.REQUESTED else "agree"].holds(turn.session, turn.person, visit)
    ]
    if not waiting:
        turn.answer("waiting-nothing")
    for visit in waiting[:MOST]:
        about, ask = _DECIDING[visit.state]
        turn.answer("visit-shown", _shown(turn, visit), buttons=ask(visit), about=f"visit.{visit.id}.{about}")


def show_supervised(turn: Turn) -> None:
    """The visits of the supervisor's region that are still to come, each with its button to revoke it."""
    regions = [a.region_id for a in turn.person.appointments if a.role is Role.SUPERVISOR]
    if not regions:
        raise Refusal("not-yours")
    found = turn.session.scalars(
        select(Visit).where(Visit.region_id.in_(regions), Visit.state.in_(OPEN)).order_by(Visit.starts_at).limit(MOST)
    ).all()
    if not found:
        turn.answer("visits-none")
    for visit in found:
        turn.answer("visit-shown", _shown(turn, visit), buttons=_supervising(visit))


def _supervising(visit: Visit) -> Rows:
    if visit.state is State.OBJECTED:
        return objection_buttons(visit)
    return ((on_visit("revoke", "revoke", visit),),) if Verb.REVOKE in TRANSITIONS[visit.state] else ()


def _mine_to_decide(turn: Turn) -> Select[Visit]:
    departments = departments_of(turn.person, Role.APPROVER)
    enterprises = enterprises_of(turn.person, *ADMINS)
    return (
        select(Visit)
        .join(Part, Part.visit_id == Visit.id)
        .where(
            ((Visit.state == State.REQUESTED) & Part.department_id.in_(departments))
            | (_with_the_enterprise & Visit.enterprise_id.in_(enterprises))
        )
        .order_by(Visit.starts_at)
    )


def _shown(turn: Turn, visit: Visit) -> dict[str, Json]:
    return {**describe(turn.session, visit), "state": word(f"state-{visit.state.value.replace('_', '-')}")}


def _line(turn: Turn, visit: Visit) -> Json:
    return word(
        "today-visit",
        window=window(visit.starts_at, visit.ends_at),
        departments=describe(turn.session, visit)["departments"],
        visitors=listing([_who(visitor) for visitor in visitors(visit)]),
    )


def _who(visitor: Visitor) -> Json:
    if visitor.checked_out_at is not None:
        return word("today-left", name=visitor.person.name, at=moment(visitor.checked_out_at))
    if visitor.checked_in_at is not None:
        return word("today-in", name=visitor.person.name, at=moment(visitor.checked_in_at))
    return word("today-expected", name=visitor.person.name)
