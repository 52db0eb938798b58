"""What a row comes to: the exact requests that say it, and what it takes to change a message that stands."""

from typing import Protocol

from jobs.recording import Record
from jobs.sending import Call, Outgoing, Sender, Target, target_from_json
from models.ground.database import Database
from models.post import chats, outbox
from models.post.outbox_table import Row


class Preparer(Protocol):
    """Turns the meaning of a row into what is said: words in the reader's language, pictures drawn and stored."""

    async def prepare(self, row: Row, target: Target | None) -> Outgoing | None:
        """What is said; None where there is nothing to say any more."""
        ...


class Requests:
    """The requests of one channel's rows."""

    def __init__(self, database: Database, sender: Sender, preparer: Preparer) -> None:
        self._database = database
        self._sender = sender
        self._preparer = preparer
        self._targets: dict[int, Target] = {}  # of messages just sent, until the table knows them

    async def calls(self, row: Row, target: Target | None) -> list[Call]:
        """The row's exact requests: those it was born with, or composed now and kept before the first attempt."""
        if row.calls is not None:
            return [Call(**call) for call in row.calls]
        if row.of is not None and target is None:
            return []
        outgoing = await self._preparer.prepare(row, target)
        calls = self._sender.compose(outgoing) if outgoing is not None else []
        kept = [call.to_json() for call in calls]
        await self._database.run(lambda session: outbox.composed(session, row.id, kept))
        return calls

    async def target(self, of: int) -> Target | None:
        """What stands, as far as it is known: from the last sending, or by a press since."""
        known = self._targets.get(of)
        stored = await self._database.run(lambda session: chats.target(session, of))
        stands = target_from_json(stored) if stored else None
        return known if known and (stands is None or not known.is_older_than(stands)) else stands

    def stands(self, record: Record) -> None:
        """A message has just been sent or changed."""
        if record.target is not None:
            self._targets[record.of] = record.target

    def recorded(self, record: Record) -> None:
        """The table knows it."""
        if record.target is not None and self._targets.get(record.of) is record.target:
            del self._targets[record.of]

    def clear(self) -> None:
        """Forgets everything."""
        self._targets.clear()
