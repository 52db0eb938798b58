"""Leases: who of several processes alone does a thing for a while, by the wall clock."""

from sqlalchemy import Column, Float, String, Table, Text, delete, or_
from sqlalchemy.orm import Session

from models.base import metadata
from models.statements import insert_into

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Float, nullable=False),  # seconds since 1970
)


def take(session: Session, name: str, owner: str, now: float, seconds: float) -> bool:
    """Takes or renews the lease; False while somebody else holds it."""
    row = insert_into(session, leases).values(name=name, owner=owner, until=now + seconds)
    taken = row.on_conflict_do_update(
        index_elements=[leases.c.name],
        set_={"owner": owner, "until": now + seconds},
        where=or_(leases.c.owner == owner, leases.c.until <= now),
    )
    return bool(session.execute(taken.returning(leases.c.owner)).all())


def give_back(session: Session, name: str, owner: str) -> None:
    """Lets somebody else have the lease at once."""
    session.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


def void(session: Session) -> None:
    """On SQLite, at start: whoever held a lease is gone."""
    session.execute(delete(leases))
