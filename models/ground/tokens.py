"""Access tokens of the platforms, where every process finds them; moments are seconds of the wall clock since 1970."""

from sqlalchemy import Column, Float, String, Table, Text, select
from sqlalchemy.orm import Session

from models.ground.base import metadata
from models.ground.statements import insert_into

tokens = Table(
    "tokens",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("token", Text, nullable=False),
    Column("expires_at", Float, nullable=False),
)


def find(session: Session, name: str) -> tuple[str, float] | None:
    """The token last put under the name, with its end."""
    row = session.execute(select(tokens.c.token, tokens.c.expires_at).where(tokens.c.name == name)).first()
    return (row[0], row[1]) if row else None


def put(session: Session, name: str, token: str, expires_at: float) -> None:
    """Keeps a token in place of the last."""
    row = insert_into(session, tokens).values(name=name, token=token, expires_at=expires_at)
    new = {"token": token, "expires_at": expires_at}
    session.execute(row.on_conflict_do_update(index_elements=[tokens.c.name], set_=new))
