"""Proving the ledger."""

from models import ledger
from models.database import Database
from models.ledger import Proof


async def prove(url: str) -> Proof:
    """Walks the whole chain, beside a running service."""
    database = await Database(url).open()
    try:
        return await database.read(ledger.verify)
    finally:
        await database.close()
