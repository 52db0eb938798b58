"""The table of clocks: what each measures, of what, until when."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Integer,
    String,
    Table,
    Text,
    false,
    literal_column,
)

from models.ground.base import BIG, Moment, metadata, partial_index
from models.ground.names import Name
from models.ground.subjects import Subject


class ClockKind(Name):
    """What a clock measures; a wing may bring its own. What there is to know of each: handlers/terms.py."""

    SHAPE = re.compile(r"[a-z][a-z_]{0,23}")

    LEAD_TIME: ClassVar["ClockKind"]
    """a request can still be put to the enterprise in time"""
    APPROVAL: ClassVar["ClockKind"]
    REPLY: ClassVar["ClockKind"]
    LISTENER: ClassVar["ClockKind"]
    """somebody of the enterprise may still be reached"""
    ANSWER: ClassVar["ClockKind"]
    """to the day on the table, of the side whose turn it is"""
    OBJECTION: ClassVar["ClockKind"]
    WINDOW: ClassVar["ClockKind"]
    """somebody may still come"""
    TEAM: ClassVar["ClockKind"]
    """the other officer may still arrive"""
    MIDNIGHT: ClassVar["ClockKind"]
    """whoever is inside may still check out"""
    ACCEPT: ClassVar["ClockKind"]
    """a department may still accept an inquiry, or pass it on"""
    DESIGNATION: ClassVar["ClockKind"]
    TRANSFER: ClassVar["ClockKind"]
    EXTENSION: ClassVar["ClockKind"]
    FIRST_REPLY: ClassVar["ClockKind"]
    RESOLVE: ClassVar["ClockKind"]
    INPUT: ClassVar["ClockKind"]
    """the enterprise may still answer a department's question"""
    MARKING: ClassVar["ClockKind"]
    """the enterprise may still say whether an answer solved it"""
    HELP: ClassVar["ClockKind"]
    RATING: ClassVar["ClockKind"]
    PROMISE: ClassVar["ClockKind"]
    CONTACT: ClassVar["ClockKind"]
    """a bad rating: the supervisor contacts the rater"""
    NAMING: ClassVar["ClockKind"]
    """the department is told of it, as the rater agreed, with the morning's digest"""
    REMEDY: ClassVar["ClockKind"]
    """the department puts right what was rated badly"""
    APPEAL: ClassVar["ClockKind"]
    """the supervisor decides the department's appeal against a rating"""
    DIGEST: ClassVar["ClockKind"]
    """a day, in whose morning everybody is told what is due"""
    DIGEST_ROUND: ClassVar["ClockKind"]
    """who is to get a digest is gone through, some at a time"""
    DIGEST_OF: ClassVar["ClockKind"]
    """one person, or one department's group, gets his digest"""


class ClockState(StrEnum):
    """A clock runs until it passes or is stopped; while it is paused nobody's time runs."""

    OPEN = "open"
    PAUSED = "paused"
    PASSED = "passed"
    STOPPED = "stopped"


clocks = Table(
    "clocks",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("subject", Text, nullable=False),  # as in the ledger: "visit:12"
    Column("started_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("reminders", JSON, nullable=False),  # the moments still to come, oldest first, in ISO form
    Column("next_at", Moment, nullable=False),
    Column("state", String(24), nullable=False, server_default="open"),
    Column("extended", Boolean, nullable=False, server_default=false()),  # once, for an outage of ours
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("not_before", Float, nullable=False, server_default="0"),  # wall clock, seconds since 1970: it stepped aside
    Column("paused_at", Moment),
    Column("provisional", Integer),  # the first year it was counted over whose notice is still to come
    Column("digest_at", Moment),  # the morning whose digest says it in place of a reminder before noon
    partial_index("ix_clocks_due", "next_at", "id", where="state = 'open'"),
    partial_index("uq_clocks_running", "subject", "kind", where="state = 'open' OR state = 'paused'", unique=True),
    partial_index("ix_clocks_provisional", "provisional", "id", where="state = 'open' AND provisional IS NOT NULL"),
    partial_index("ix_clocks_failing", "id", where="state = 'open' AND failures > 0"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A clock that runs, or is paused since `paused_at`. `next_at` is its next reminder, or `due_at` where none is
    left; `provisional` the first year it was counted over whose notice was still to come; `digest_at` the morning whose
    digest takes the place of a reminder.
    """

    id: int
    kind: ClockKind
    subject: Subject
    started_at: datetime
    due_at: datetime
    reminders: tuple[datetime, ...]
    next_at: datetime
    failures: int
    extended: bool
    paused_at: datetime | None = None
    provisional: int | None = None
    digest_at: datetime | None = None


COLUMNS = (
    clocks.c.id,
    clocks.c.kind,
    clocks.c.subject,
    clocks.c.started_at,
    clocks.c.due_at,
    clocks.c.reminders,
    clocks.c.next_at,
    clocks.c.failures,
    clocks.c.extended,
    clocks.c.paused_at,
    clocks.c.provisional,
    clocks.c.digest_at,
)
IS_OPEN = clocks.c.state == literal_column("'open'")  # a literal, as in the partial indexes, or they aren't used


def clock_of(row: Any) -> Clock:
    """A clock from its columns."""
    number, kind, subject, started_at, due_at, reminders, next_at, failures, extended, paused_at, *rest = row
    awaited, digest_at = rest
    return Clock(
        id=number,
        kind=ClockKind(kind),
        subject=Subject.read(subject),
        started_at=started_at,
        due_at=due_at,
        reminders=tuple(datetime.fromisoformat(moment) for moment in reminders),
        next_at=next_at,
        failures=failures,
        extended=bool(extended),
        paused_at=paused_at,
        provisional=awaited,
        digest_at=digest_at,
    )
