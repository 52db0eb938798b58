"""Lists: what waits for me, what is coming, who comes today."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select

from handlers.talking.commands import command, goes_on, waits
from handlers.talking.paging import MOST, Page, page_among, page_of
from handlers.talking.verbs import does, offered
from handlers.turn import Rows, Turn
from handlers.visits import verbs
from handlers.visits.pressing import (
    approval_buttons,
    inside_buttons,
    moving_buttons,
    objection_buttons,
    official_buttons,
    outcome_buttons,
    reply_buttons,
)
from handlers.visits.showing import describe, needs, other_day, reply_deadline
from handlers.visits.telling import tell_pass
from models.ground.messages import Json, day, lines, listing, moment, window, word
from models.ground.refusals import Refusal
from models.register.enterprises import Enterprise
from models.register.offices import departments_of, enterprise_at_gate, enterprises_of, has_role, supervised_regions
from models.register.people import ADMINS, GATE, Role
from models.time.moments import day_of, midnight
from models.visits import deadlines, parts
from models.visits.passes import open_pass
from models.visits.rights import RIGHTS, visit_for
from models.visits.states import Side, State
from models.visits.visits import TRANSITIONS, Part, Verb, Visit, Visitor, visitors

_to_answer = (Visit.state == State.MOVING) & (Visit.whose_turn == Side.ENTERPRISE)
_with_the_enterprise = (Visit.state == State.ASKED) | _to_answer
_DECIDING: dict[State, tuple[str, Callable[[Visit], Rows]]] = {
    State.REQUESTED: ("approval", approval_buttons),
    State.ASKED: ("reply", reply_buttons),
    State.MOVING: ("moving", moving_buttons),
}
A_WEEK = timedelta(days=7)
MOST_READ = 200  # visits looked through for those that wait for somebody
OPEN = (State.REQUESTED, State.ASKED, State.MOVING, State.OBJECTED, State.AGREED, State.UNDER_WAY)


@command("today", menu=GATE)
@goes_on("today")
def show_todays_visits(turn: Turn, start: int = 0) -> None:
    """Who comes today, for owner, deputy and gatekeeper."""
    enterprise = enterprise_at_gate(turn.session, turn.person)
    if enterprise is None:
        raise Refusal("not-yours")
    list_todays_visits(turn, enterprise, start)


def list_todays_visits(turn: Turn, enterprise: Enterprise, start: int = 0) -> None:
    """Who comes to the enterprise today, and who is there."""
    today = midnight(turn.today)
    query = (
        select(Visit)
        .where(
            Visit.enterprise_id == enterprise.id,
            Visit.state.in_((State.AGREED, State.UNDER_WAY, State.ENDED)),
            Visit.starts_at >= today,
            Visit.starts_at < today + timedelta(days=1),
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    page = page_of(turn.session, query, start)
    if not page.items:
        turn.answer("today-nobody", {"enterprise": enterprise.name})
        return
    shown = [_line(turn, visit) for visit in page.items]
    fields = {"enterprise": enterprise.name, "visits": lines(shown)}
    turn.answer("today-visits", fields, buttons=page.way_on("today"))


@command("mine", menu=frozenset({Role.OFFICIAL}))
@goes_on("mine")
def show_my_visits(turn: Turn, start: int = 0) -> None:
    """The visits a person asked for or goes along to, each with what he can do about it."""
    me = turn.person.id
    mine = (Visit.requested_by == me) | parts.asked_by(me) | parts.gone_to_by(me)
    page = page_of(turn.session, _in_order(select(Visit).where(mine, _current(turn))), start)
    _show(turn, page, "mine", lambda visit: _mine(turn, visit))


def _mine(turn: Turn, visit: Visit) -> Rows:
    inside = next((v for v in visitors(visit) if v.person_id == turn.person.id and v.inside), None)
    if inside is not None:
        return inside_buttons(inside, first=False)
    own = ((verbs.PASS.on(visit),),) if open_pass(turn.session, visit.id, turn.person.id) else ()
    if turn.person.id not in parts.officials(visit):
        return own
    return outcome_buttons(visit, turn.person.id) if visit.state is State.ENDED else (*own, *official_buttons(visit))


@does(verbs.PASS)
def show_pass(turn: Turn, visit_id: int, _revision: int) -> None:
    """The person's own pass once more, as it is now: the message it came with may be lost or far above."""
    visit = visit_for(turn.session, turn.person, RIGHTS["see"], visit_id)
    if turn.person.id not in {visitor.person_id for visitor in visitors(visit)}:
        raise Refusal("not-yours")
    card = open_pass(turn.session, visit.id, turn.person.id)
    if card is None:
        raise Refusal("no-open-pass")
    tell_pass(turn, visit, card)


def _current(turn: Turn) -> ColumnElement[bool]:
    """What is under way or still to come, and what ended in the last week, whose outcome may be missing."""
    today = midnight(turn.today)
    to_come = Visit.state.in_(OPEN) & (Visit.ends_at >= today)
    just_ended = (Visit.state == State.ENDED) & (Visit.ends_at >= today - A_WEEK)
    return to_come | (Visit.state == State.UNDER_WAY) | just_ended


def _in_order(query: Select[Visit]) -> Select[Visit]:
    return query.order_by(Visit.starts_at, Visit.id)


def _show(turn: Turn, page: Page[Visit], verb: str, buttons: Callable[[Visit], Rows]) -> None:
    """The visits of a page, each with its buttons, and the way on."""
    if not page.items:
        turn.answer("visits-none")
    for visit in page.items:
        rows = offered(turn.session, turn.person, visit, buttons(visit))
        turn.answer("visit-shown", _shown(turn, visit), buttons=rows)
    _way_on(turn, page, verb)


def _way_on(turn: Turn, page: Page[Visit], verb: str) -> None:
    if page.left:
        turn.answer("visits-more", {"count": page.left}, buttons=page.way_on(verb))


@waits("visits")
def show_visits_to_decide(turn: Turn, start: int = 0) -> bool:
    """The visits that wait for the person's own decision, each with its buttons; whether there is any."""
    waiting = [
        visit
        for visit in turn.session.scalars(_mine_to_decide(turn).limit(MOST_READ)).unique()
        if RIGHTS["approve" if visit.state is State.REQUESTED else "agree"].holds(turn.session, turn.person, visit)
    ]
    unreached = _unreached(turn)
    for visit in unreached:
        turn.answer("visit-shown", _shown(turn, visit))
    page = page_among(waiting, start)
    for visit in page.items:
        about, ask = _DECIDING[visit.state]
        turn.answer("visit-shown", _shown(turn, visit), buttons=ask(visit), about=visit.subject.about(about))
    _way_on(turn, page, "waiting")
    return bool(waiting or unreached)


def _unreached(turn: Turn) -> list[Visit]:
    """For an operator: the visits whose enterprise nobody can reach, which he can invite."""
    if not has_role(turn.person, Role.OPERATOR):
        return []
    lost = (Visit.state == State.ASKED, Visit.unreached_since.is_not(None))
    return list(turn.session.scalars(select(Visit).where(*lost).order_by(Visit.unreached_since).limit(MOST)))


@command("visits", menu=frozenset({Role.SUPERVISOR}))
@goes_on("visits")
def show_supervised(turn: Turn, start: int = 0) -> None:
    """The visits of the supervisor's region that are still to come, each with its button to revoke it."""
    regions = supervised_regions(turn.session, turn.person)
    if not regions:
        raise Refusal("not-yours")
    open_ones = Visit.state.in_(OPEN) & ((Visit.ends_at >= midnight(turn.today)) | (Visit.state == State.UNDER_WAY))
    page = page_of(turn.session, _in_order(select(Visit).where(Visit.region_id.in_(regions), open_ones)), start)
    _show(turn, page, "visits", _supervising)


@does(verbs.SHOW)
def show_visit(turn: Turn, visit_id: int, _revision: int) -> None:
    """One visit, with what the person can do about it."""
    visit = visit_for(turn.session, turn.person, RIGHTS["see"], visit_id)
    about, rows = _to_do(turn, visit)
    rows = offered(turn.session, turn.person, visit, rows)
    turn.answer("visit-shown", _shown(turn, visit), buttons=rows, about=about and visit.subject.about(about))


def _to_do(turn: Turn, visit: Visit) -> tuple[str | None, Rows]:
    """What the person decides, and what the message is about then; else what he can do besides."""

    def may(verb: str) -> bool:
        return RIGHTS[verb].holds(turn.session, turn.person, visit)

    if visit.state is State.REQUESTED and may("approve"):
        return "approval", approval_buttons(visit)
    if visit.state is State.OBJECTED and may("uphold"):
        return "objection", objection_buttons(visit)
    if visit.state is State.MOVING and may("withdraw" if visit.whose_turn is Side.OFFICIAL else "agree"):
        return "moving", moving_buttons(visit)
    if visit.state is State.ASKED and may("agree"):
        return "reply", reply_buttons(visit)
    return None, _mine(turn, visit) or (_supervising(visit) if may("revoke") else ())


def _supervising(visit: Visit) -> Rows:
    if visit.state is State.OBJECTED:
        return objection_buttons(visit)
    return ((verbs.REVOKE.on(visit),),) if Verb.REVOKE in TRANSITIONS[visit.state] else ()


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
    """What somebody has to know who decides by this list alone."""
    return {
        **describe(turn.session, visit),
        **needs(visit),
        **other_day(visit),
        "state": word(f"state-{visit.state.value.replace('_', '-')}"),
        "due": _due(turn, visit),
        "unreached": _reach(turn, visit),
    }


def _reach(turn: Turn, visit: Visit) -> Json:
    """That nobody of the enterprise is reached, and what follows; "" where somebody is."""
    if visit.state is not State.ASKED or visit.unreached_since is None:
        return ""
    if visit.paper_from is not None:
        return word("unreached-paper")
    until = deadlines.unreached_due(visit.unreached_since, turn.rules, turn.calendar)
    inspection = parts.is_inspection(visit, turn.rules)
    return word("unreached-inspection" if inspection else "unreached-other", earliest=day(day_of(until)))


def _due(turn: Turn, visit: Visit) -> Json:
    if visit.state is State.REQUESTED:
        last = parts.last_moment_to_ask(visit, turn.rules, turn.calendar)
        due = deadlines.approval_due(visit.requested_at, turn.rules, turn.calendar)
        return turn.deadline(due) if due < last else turn.deadline(last, day_of(visit.starts_at))
    if visit.state is State.ASKED and visit.asked_at is not None and visit.unreached_since is None:
        return reply_deadline(turn, visit, visit.asked_at)
    return ""


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
