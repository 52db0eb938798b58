"""What stands in which chat, and what it takes to change it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.ground.base import BIG, metadata
from models.ground.statements import Statement
from models.post.outbox_table import IS_OPEN, Row, outbox

Renewed = Callable[[dict[str, Any]], dict[str, Any]]

shown = Table(
    "shown",
    metadata,
    Column("outbox_id", BIG, primary_key=True, autoincrement=False),
    Column("person_id", Integer),
    Column("channel", String(24), nullable=False),
    Column("account", Text, nullable=False),
    Column("class", String(24), nullable=False),
    Column("about", Text),
    Column("mark", Text, nullable=False),  # what a press says it was on: a message or a card's task
    Column("target", JSON, nullable=False),
    Index("ix_shown_about", "about"),
    Index("ix_shown_mark", "channel", "account", "mark"),
)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A message that is about something: the outbox row it came from, and to whom it went where."""

    id: int
    person_id: int | None
    channel: str
    account: str
    urgency: str


_open_about = select(outbox.c.id, outbox.c.person_id, outbox.c.channel, outbox.c.account, outbox.c["class"]).where(
    outbox.c.about == bindparam("about"), IS_OPEN, outbox.c.effect == "send"
)


_shown_about = select(shown.c.outbox_id, shown.c.person_id, shown.c.channel, shown.c.account, shown.c["class"]).where(
    shown.c.about == bindparam("about")
)


_about = Statement(union_all(_open_about, _shown_about))


_asking = Statement(
    select(shown.c.about, outbox.c.body)
    .join_from(shown, outbox, outbox.c.id == shown.c.outbox_id)
    .where(
        shown.c.channel == bindparam("channel"),
        shown.c.account == bindparam("account"),
        shown.c.person_id == bindparam("person", type_=Integer),
        shown.c.about.is_not(None),
    )
    .order_by((shown.c.outbox_id + 0).desc())  # of his own few: by the bare number SQLite would go through all
    .limit(bindparam("limit", type_=Integer))
)


_target = Statement(select(shown.c.target).where(shown.c.outbox_id == bindparam("row")))


_place = {
    "outbox_id": bindparam("row", type_=BIG),
    "person_id": bindparam("person_id", type_=Integer),
    "channel": bindparam("channel"),
    "account": bindparam("account"),
    "class": bindparam("urgency"),
    "about": bindparam("about"),
    "mark": bindparam("mark"),
    "target": bindparam("target", type_=JSON),
}


_stand = {
    dialect: Statement(
        (statement := insert(shown).values(_place)).on_conflict_do_update(
            index_elements=[shown.c.outbox_id], set_={"target": statement.excluded.target}
        )
    )
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def stands(session: Session, row: Row, target: dict[str, Any], *, mark: str, since: str = "") -> None:
    """Remembers what stands in which chat, under the `mark` that a press on it names, or what it takes to change it the
    next time. A right that a press has brought meanwhile is kept: its moment stands in the target under `since`.
    """
    of = row.of or row.id
    stood = _target(session, row=of) if row.of is not None else []
    if stood and since and stood[0][0].get(since, 0.0) > target[since]:
        return
    _stand[session.get_bind().dialect.name](
        session,
        row=of,
        person_id=row.person_id,
        channel=row.channel,
        account=row.account,
        urgency=row.urgency,
        about=row.about,
        mark=mark,
        target=target,
    )


def target(session: Session, row: int) -> dict[str, Any] | None:
    """What it takes to change the message that came from a row, if it stands."""
    rows = _target(session, row=row)
    return rows[0][0] if rows else None


def pressed(session: Session, channel: str, account: str, mark: str, renewed: Renewed) -> None:
    """A press brought a fresh right to change the message it was on."""
    where = (shown.c.channel == channel, shown.c.account == account, shown.c.mark == mark)
    for number, stood in session.execute(select(shown.c.outbox_id, shown.c.target).where(*where)).all():
        session.execute(update(shown).where(shown.c.outbox_id == number).values(target=renewed(stood)))


def about(session: Session, subject: str) -> list[Placed]:
    """Every message that shows `subject`, sent or still to be sent."""
    rows = _about(session, about=subject)
    return [Placed(id=r[0], person_id=r[1], channel=r[2], account=r[3], urgency=r[4]) for r in rows]


def asking(session: Session, person: int, channel: str, account: str, limit: int) -> list[str]:
    """What the newest `limit` messages to somebody in one chat show, as far as they came with buttons; each once."""
    rows = _asking(session, person=person, channel=channel, account=account, limit=limit)
    return list(dict.fromkeys(about for about, body in rows if body["message"]["buttons"]))


def under_way(session: Session, subject: str) -> bool:
    """Whether a message that shows `subject` is still to be sent."""
    open_ones = select(outbox.c.id).where(IS_OPEN, outbox.c.about == subject, outbox.c.of.is_(None))
    return session.scalar(open_ones.limit(1)) is not None
