"""Whether what is queued may still go to its reader: between the turn that put it down and the moment it is sent he may
have left, been suspended, or gone to another office. What he may not see any more isn't sent; what would have changed
an older message takes its buttons away and says nothing new.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import structlog
from sqlalchemy.orm import Session

from jobs.sending import Effect
from models import sight
from models.ground.database import Database
from models.ground.messages import Class, Message, message_from_json, message_to_json
from models.post.outbox_table import Row
from models.register import editions, snapshots

log = structlog.get_logger(__name__)

OFFICES, EDITION = "offices", "register"  # in a row's body: what its reader was then, and of which edition that is
FRESH = 0.2  # seconds for which the register's edition is taken as read
OVER = "no-longer-yours"  # the words that come in place of what somebody may not see any more
ANSWERS = frozenset({Class.VERDICT.value, Class.REPLY.value})


class Standing:
    """Asks, as cheaply as can be: the register's edition is read at most five times a second, and only where it has
    changed since a row was put down its reader is looked at.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._edition, self._read_at = -1, float("-inf")

    async def now(self, row: Row) -> Row | None:
        """The row as it may go; None where it may not go at all."""
        if row.person_id is None or row.body.get(EDITION, None) == await self._register():
            return row
        if await self._database.read(lambda session: _may(session, row)):
            return row
        log.info("outbox.right_ended", row=row.id)
        return _bare(row)

    async def _register(self) -> int:
        now = self._clock()
        if now - self._read_at >= FRESH:
            self._edition = await self._database.read(editions.register_edition)
            self._read_at = now
        return self._edition


def without_content(message: Message) -> Message:
    """The message without anything it shows, and without its buttons."""
    return Message(to=message.to, key=OVER, urgency=message.urgency, about=message.about)


def _may(session: Session, row: Row) -> bool:
    person = snapshots.person(session, row.person_id or 0)
    message = row.body["message"]
    seen = message.get("sight") or message.get("about")
    return person is not None and sight.may_still(session, person, seen, row.body.get(OFFICES))


def _bare(row: Row) -> Row | None:
    """An edit and an answer say that it is over; anything else isn't said."""
    if row.effect != Effect.EDIT and row.urgency not in ANSWERS:
        return None
    message = without_content(message_from_json(row.body["message"]))
    body = {**row.body, "message": message_to_json(message)}
    return replace(row, body=body, calls=None)
