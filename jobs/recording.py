"""What becomes of a row of the outbox after an attempt: ended, or to be tried again at a moment.

What may have arrived is tried again like what certainly hasn't: at least once, as after a kill. What was tried as
often as there is hope stands aside, where an operator sees it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy.orm import Session

from jobs.backoff import Backoff
from jobs.sending import Again, Gone, Outcome, Sent, Target, Unknown
from models.post import chats, outbox
from models.post.outbox_table import Row, RowEnding
from models.register import people

log = structlog.get_logger(__name__)

Heard = Callable[[Session, Row], None]

PATIENCE = 12  # attempts, each while the platform answers, before a message stands aside: some twenty minutes
LITTLE_PATIENCE = 3  # attempts at a row that we can't put into words ourselves
NOT_COMPOSED = "not composed"
LONGEST_PAUSE = 300.0  # seconds to which the pause after a fault grows
UNKNOWN_PAUSE = 1.0  # seconds before an attempt is repeated that may have arrived


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is to be written about a row; `target` is what stands in the chat because of it."""

    row: Row
    write: Callable[[Session], None]
    stays_open: bool = False
    target: Target | None = None

    @property
    def of(self) -> int:
        """The row whose message stands in the chat."""
        return self.row.of or self.row.id


def record_of(row: Row, outcome: Outcome, now: float, heard: Heard | None = None, lost: Heard | None = None) -> Record:
    """How an attempt that ended at `now` (wall clock, seconds since 1970) is recorded; what was sent is told to
    `heard` in the same transaction, what will never arrive to `lost`.
    """
    match outcome:
        case Sent(target=target):
            return Record(row=row, target=target, write=partial(_sent, row=row, target=target, at=now, heard=heard))
        case Gone():
            if outcome.ours:
                log.warning("outbox.refused", row=row.id, why=outcome.why)
            else:
                log.info("outbox.gone", row=row.id, why=outcome.why)
            return Record(row=row, write=partial(_gone, row=row, outcome=outcome, at=now, lost=lost))
        case Again(everybody=True) | Again(counted=False):
            at = now + outcome.seconds
            return _again(row, at, outcome.why, counted=False)
        case Again(why=why) if row.attempts + 1 < (LITTLE_PATIENCE if why == NOT_COMPOSED else PATIENCE):
            return _again(row, now + pauses(outcome.seconds).after(row.attempts), outcome.why)
        case Unknown() if row.attempts + 1 < PATIENCE:
            return _again(row, now + pauses(UNKNOWN_PAUSE).after(row.attempts), outcome.why)
        case Again() | Unknown():
            log.warning("outbox.given_up", row=row.id, uncertain=isinstance(outcome, Unknown), why=outcome.why)
            return Record(row=row, write=partial(_aside, row=row, at=now, why=outcome.why, lost=lost))


def write(records: Iterable[Record], returning: Iterable[Row], session: Session) -> None:
    """Records how rows ended, and frees those that go back to the table."""
    for record in records:
        record.write(session)
    for row in returning:
        outbox.release(session, [row.id], row.tenure or 0)


def pauses(seconds: float) -> Backoff:
    """A platform that fails for minutes loses no message: the pauses grow, but never under what it asked for."""
    return Backoff(seconds, 2, LONGEST_PAUSE)


def _again(row: Row, at: float, why: str, *, counted: bool = True) -> Record:
    return Record(row=row, write=partial(outbox.again, row=row, at=at, why=why, counted=counted), stays_open=True)


def _sent(session: Session, row: Row, target: Target | None, at: float, heard: Heard | None) -> None:
    if not outbox.ended(session, row, RowEnding.SENT, at):
        return  # who has it now sends it again, and remembers where that stands
    if target is not None:
        chats.stands(session, row, target.to_json(), mark=target.mark or target.message, since=target.since)
    if heard is not None:
        heard(session, row)


def _aside(session: Session, row: Row, at: float, why: str, lost: Heard | None) -> None:
    if outbox.ended(session, row, RowEnding.ASIDE, at, why) and lost is not None:
        lost(session, row)


def _gone(session: Session, row: Row, outcome: Gone, at: float, lost: Heard | None) -> None:
    if outcome.receiver:
        people.reached(session, row.channel, row.account, reachable=False)
    if outbox.ended(session, row, _ending(row, outcome), at, outcome.why) and lost is not None:
        lost(session, row)


def _ending(row: Row, outcome: Gone) -> RowEnding:
    if outcome.ours:
        return RowEnding.REFUSED
    # What only the receiver himself can mend is told him when he is back.
    return RowEnding.MISSED if outcome.receiver and row.person_id is not None and row.of is None else RowEnding.GONE
