"""What the tables say after a tour: the business without what chance gave it, and whatever was left undone."""

import json
import re
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Table, func, select
from sqlalchemy.orm import Session

from models.post.chats import shown
from models.post.inbox import EventState, inbox
from models.post.outbox_table import RowEnding, outbox
from models.schema import metadata

# The machinery. Of the files the slips count, which a part names by their content; editions count changes of rows, and
# documents are copies of names. What clocks have done stands in the ledger; where a kill hid for a moment that a
# question had arrived, one may never have begun that otherwise was stopped.
MACHINERY = {
    *("inbox", "outbox", "shown", "drafts", "tenures", "tokens", "clock_offset", "editions", "lost_rights"),
    *("clocks", "heartbeat", "outages", "outages_told", "documents"),
    *("files", "file_chunks", "platform_files"),
}
CHANCE = {
    "signs": {"code"},
    "passes": {"code", "number"},
    "ratings": {"receipt"},
    "visits": {"edition"},
    "ledger": {"salt", "content", "hash", "place"},
}
AT_RANDOM = {"public_id"}  # in whatever table
_SUBJECT = re.compile(r"(\w+):(\d+)")
TABLE_OF = {
    "visit": "visits",
    "pass": "passes",
    "promise": "promises",
    "rating": "ratings",
    "person": "people",
    "case": "cases",
    "follow_up": "follow_ups",
}


def dump(session: Session) -> dict[str, list[list[str]]]:
    """Each table of the business, its rows in the order of their ids.

    An id is left out, and what refers to it says the how-manieth row it means. Of a moment stays whether there is
    one, or all of it where it is a whole minute: that one was chosen, not read off the clock.
    """
    tables = [table for table in metadata.sorted_tables if table.name not in MACHINERY]
    ranks = {table.name: _ranks(session, table) for table in tables}
    return {table.name: _rows(session, table, ranks) for table in tables}


def undone(session: Session) -> list[str]:
    """Rows still to be sent, messages that were given up, and events that nobody handled."""
    sendings = select(outbox.c.effect, outbox.c.state, outbox.c.why, func.count()).where(
        outbox.c.state != RowEnding.SENT
    )
    rows = session.execute(sendings.group_by(outbox.c.effect, outbox.c.state, outbox.c.why))
    events = select(inbox.c.state, func.count()).where(inbox.c.state != EventState.HANDLED)
    return [
        *(
            f"{times} of the outbox to {effect}: {state} ({why})"
            for effect, state, why, times in rows
            if effect == "send" or state == RowEnding.OPEN
        ),
        *(f"{times} of the inbox: {state}" for state, times in session.execute(events.group_by(inbox.c.state))),
    ]


def out_of_order(session: Session) -> list[str]:
    """Messages of one receiver and class that stand in another order than they were put down in.

    Telegram numbers its messages; what WeCom took is known by the moment, except for a card, whose moment a press
    moves.
    """
    placed = select(outbox.c.channel, outbox.c.account, outbox.c["class"], outbox.c.id, shown.c.target)
    last: dict[tuple[str, str, str], tuple[float, int]] = {}
    found = []
    for channel, account, urgency, number, target in session.execute(
        placed.join(shown, shown.c.outbox_id == outbox.c.id).order_by(outbox.c.id)
    ):
        if target.get("task"):
            continue
        stands = float(target["message"]) if channel == "telegram" else target["code_at"]
        before, earlier = last.get((channel, account, urgency), (0.0, 0))
        if stands < before:
            found.append(f"{account}, {urgency}: row {number} stands before row {earlier}")
        last[channel, account, urgency] = stands, number
    return found


def _ranks(session: Session, table: Table) -> dict[int, int]:
    if "id" not in table.c:
        return {}
    return {number: rank for rank, number in enumerate(session.scalars(select(table.c.id).order_by(table.c.id)), 1)}


def _rows(session: Session, table: Table, ranks: dict[str, dict[int, int]]) -> list[list[str]]:
    kept = [
        column
        for column in table.c
        if column.name != "id" and column.name not in CHANCE.get(table.name, set()) | AT_RANDOM
    ]
    rows = session.execute(select(*kept).order_by(*table.primary_key.columns))
    return [
        [
            f"{column.name}={_plain(value, next(iter(column.foreign_keys), None), ranks)}"
            for column, value in zip(kept, row, strict=True)
        ]
        for row in rows
    ]


def _plain(value: Any, key: ForeignKey | None, ranks: dict[str, dict[int, int]]) -> str:
    if key is not None and value is not None:
        return f"{key.column.table.name} {ranks[key.column.table.name][value]}"
    if isinstance(value, datetime):
        return value.isoformat() if value.second == value.microsecond == 0 else "a moment"
    subject = _SUBJECT.fullmatch(value) if isinstance(value, str) else None
    if subject and subject[1] in TABLE_OF:
        return f"{subject[1]} {ranks[TABLE_OF[subject[1]]].get(int(subject[2]))}"
    return json.dumps(value, ensure_ascii=False, default=str)
