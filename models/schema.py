"""Every table of Fuma: importing this fills the metadata."""

from models.cases import cases
from models.ground import files, ledger, offset, outages, public_ids, tenures, tokens
from models.ground.base import metadata
from models.inquiries import inquiries
from models.post import chats, drafts, inbox, outbox
from models.ratings import follow_ups, ratings
from models.register import editions, enterprises, lost_rights, notices, numbers, people
from models.search import documents
from models.time import clocks
from models.visits import paper_notices, passes, scans, visits

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
    paper_notices,
    inbox,
    outbox,
    chats,
    clocks,
    drafts,
    files,
    ledger,
    tenures,
    tokens,
    offset,
    outages,
    editions,
    lost_rights,
    documents,
    notices,
    public_ids,
    numbers,
)
