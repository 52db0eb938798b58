"""Which clocks may run for a visit, by where it stands; said again, apart from the code that starts them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.subjects import Subject
from models.register.rules import Kind
from models.time import clocks, failing_clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import to_cst
from models.visits.states import State
from models.visits.visits import Visit

INSPECTIONS = (Kind.ROUTINE, Kind.CLUE, Kind.SURPRISE)
MUST = {
    State.REQUESTED: {ClockKind.LEAD_TIME},
    State.MOVING: {ClockKind.ANSWER},
    State.OBJECTED: {ClockKind.OBJECTION},
    State.AGREED: {ClockKind.WINDOW},
    State.UNDER_WAY: {ClockKind.MIDNIGHT},
}
MAY = {
    State.REQUESTED: {ClockKind.APPROVAL},  # until the head's day is over
    State.ASKED: {ClockKind.REPLY},  # once the question has arrived
    State.UNDER_WAY: {ClockKind.TEAM},
    State.ENDED: {ClockKind.RATING},
}


def check_clocks(session: Session) -> None:
    """Every running clock belongs to where its visit stands, and every visit that waits has the clock it needs."""
    for visit in session.scalars(select(Visit)):
        running = clocks.running(session, Subject("visit", visit.id))
        kinds = {clock.kind for clock in running}
        must, may = MUST.get(visit.state, set()), MAY.get(visit.state, set())
        assert must <= kinds <= must | may, (visit.state, kinds)
        assert len(kinds) == len(running)
        for clock in running:
            _check(visit, clock)


def _check(visit: Visit, clock: Clock) -> None:
    """Moments that follow from the visit alone."""
    assert clock.started_at <= clock.due_at  # a request made in the last second lapses with it
    assert all(clock.started_at < moment < clock.due_at for moment in clock.reminders)
    match clock.kind:
        case ClockKind.WINDOW:
            assert clock.due_at == visit.ends_at + timedelta(minutes=60)
        case ClockKind.MIDNIGHT:
            due = to_cst(clock.due_at)
            assert due.time() == datetime.min.time()
            assert due - to_cst(clock.started_at) <= timedelta(days=1)
        case ClockKind.TEAM:
            assert visit.parts[0].kind in INSPECTIONS
        case ClockKind.REPLY:
            assert clock.due_at < visit.starts_at


def nothing_is_late(session: Session, now: datetime) -> None:
    """After a sweep in which nothing failed."""
    assert failing_clocks.failing(session) == 0
    assert clocks.due(session, now, float("inf"), 1) == []
