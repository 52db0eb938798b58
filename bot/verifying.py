"""Proving the ledger."""

from bot.opening import opened
from bot.settings import Settings
from models.ground import ledger
from models.ground.ledger import Proof


async def prove(settings: Settings) -> Proof:
    """Walks the whole chain, beside a running service; raises CannotStart where there is no ledger to prove."""
    async with opened(settings) as database:
        return await database.read(ledger.verify)
