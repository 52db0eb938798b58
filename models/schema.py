"""Every table of Fuma: importing this fills the metadata."""

from models import (
    cases,
    clocks,
    documents,
    drafts,
    editions,
    enterprises,
    files,
    follow_ups,
    inbox,
    inquiries,
    leases,
    ledger,
    notices,
    offset,
    outages,
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
    follow_ups,
    cases,
    inquiries,
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
    documents,
    notices,
)
