"""The table of what is to be said, a row a message and chat."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Float,
    Integer,
    String,
    Table,
    Text,
    literal_column,
)

from models.ground.base import BIG, Moment, metadata, partial_index


class RowEnding(StrEnum):
    """How a row stands: still to be sent, or one of its endings (an ending "again" leaves it open)."""

    OPEN = "open"
    SENT = "sent"
    GONE = "gone"  # never to be said
    REFUSED = "refused"  # the platform can't take what we made of it: a fault of ours
    ASIDE = "aside"  # tried as often as there was hope; it may have arrived
    MISSED = "missed"  # its receiver was out of reach, and is told so when he is back


outbox = Table(
    "outbox",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("person_id", Integer),
    Column("channel", String(24), nullable=False),
    Column("account", Text, nullable=False),
    Column("class", String(24), nullable=False),
    Column("effect", String(8), nullable=False),
    Column("about", Text),
    Column("of", BIG),  # the row whose message an edit changes
    Column("body", JSON, nullable=False),
    Column("calls", JSON),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("state", String(24), nullable=False, server_default="open"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Float, nullable=False, server_default="0"),  # of an ended row when it ended; seconds since 1970
    Column("tenure", BIG),  # of the channel's sender that has it in memory; what an earlier one had is free
    Column("created_at", Moment, nullable=False),
    Column("why", Text),
    partial_index("ix_outbox_open", "channel", "account", "class", "id", where="state = 'open'"),
    partial_index("ix_outbox_due", "channel", "class", "id", where="state = 'open'"),
    partial_index("ix_outbox_about", "about", where="state = 'open'"),
    partial_index("ix_outbox_unheard", "state", "person_id", where="state IN ('aside', 'missed', 'refused')"),
    sqlite_autoincrement=True,  # a number given once is never given again
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the outbox. `id` is 0 until it is put down, `calls` None until it is composed, `tenure` that of the
    sender in whose memory it is.
    """

    id: int = 0
    person_id: int | None = None
    channel: str
    account: str
    urgency: str
    effect: str
    about: str | None = None
    of: int | None = None
    body: Any
    calls: list[dict[str, Any]] | None = None
    done: int = 0
    attempts: int = 0
    tenure: int | None = None


IS_OPEN = outbox.c.state == literal_column("'open'")  # a literal, as in the partial index, or it isn't used
