"""Every table of Fuma: importing this fills the metadata."""

from models import (
    cases,
    clocks,
    drafts,
    editions,
    enterprises,
    files,
    follow_ups,
    inbox,
    leases,
    ledger,
    offset,
    outages,
    outbox,
    paper_notices,
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
    follow_ups,
    cases,
    paper_notices,
    inbox,
    outbox,
    clocks,
    drafts,
    files,
    ledger,
    leases,
    tokens,
    offset,
    outages,
    editions,
)
