"""Every table of Fuma: importing this fills the metadata."""

from models import (
    cases,
    drafts,
    editions,
    enterprises,
    files,
    inbox,
    leases,
    ledger,
    offset,
    outbox,
    passes,
    people,
    ratings,
    scans,
    tokens,
    visits,
)
from models.base import metadata

__all__ = ["TABLE_FILES", "metadata"]

TABLE_FILES = (
    people,
    enterprises,
    visits,
    passes,
    scans,
    ratings,
    cases,
    inbox,
    outbox,
    drafts,
    files,
    ledger,
    leases,
    tokens,
    offset,
    editions,
)
