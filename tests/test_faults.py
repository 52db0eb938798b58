"""The table of platform faults: whatever befalls a call, nothing is lost, and what is seen twice is known."""

import pytest

from models.ground.database import Database
from tests.faults.measuring import KINDS, measure
from tests.faults.platforms import PLATFORMS, Fault

CARRIED_OUT = (Fault.CUT_AFTER, Fault.NO_ANSWER)  # and nobody heard of it


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_fault_loses_no_message_and_only_telegram_shows_one_twice(
    sqlite_database: Database, platform: str, fault: Fault
) -> None:
    if (platform, fault) == ("Telegram", Fault.BUSY):
        pytest.skip("a code of WeCom's alone")
    costs = await measure(platform, fault, sqlite_database)
    assert {kind: cost.lost for kind, cost in costs.items()} == dict.fromkeys(KINDS, 0)
    twice = 1 if platform == "Telegram" and fault in CARRIED_OUT else 0
    assert {kind: cost.repeated for kind, cost in costs.items()} == {**dict.fromkeys(KINDS, twice), "edit": 0}
