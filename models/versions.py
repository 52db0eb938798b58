"""The schema's version, as Alembic keeps it, without Alembic itself: it stays out of the service's memory."""

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

NEWEST = "0016"  # a test compares this with the newest script in models/migrations


def version(session: Session) -> str | None:
    """The version of the database's schema, None for an empty database."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    found: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
    return found
