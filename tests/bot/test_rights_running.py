"""A running service, and another program that changes rights on its database."""

import asyncio

from sqlalchemy import select

from bot.wiring import Service
from models.ground.messages import Act, Incoming
from models.post import outbox
from models.register.rules import Kind
from models.visits.passes import Pass
from models.visits.states import PassState
from tests.bot.service import settings_on
from tests.bot.test_command_line import free_port
from tests.bot.test_wiring import running
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.outside import outside
from tests.town import Town

CLOCK = frozenset({"clock"})
LEFT = f"UPDATE appointments SET ended_at = '2026-11-27 01:00:00+00' WHERE person_id = {NUMBERS['赵总']}"
SUSPENDED = f"UPDATE people SET suspended_at = '2026-11-27 01:00:00+00' WHERE id = {NUMBERS['王工']}"


async def test_what_another_program_ended_a_running_service_ends_by_itself(town: Town) -> None:
    said = await story.asked(town, Kind.SURVEY)
    button = next(data for one in said for _, data in one.buttons if ".agree." in data and one.who == "钱副总")
    await town.presses("钱副总", button)
    address = town.database.url.render_as_string(hide_password=False)
    service = Service(settings_on(address, port=free_port()), town.database, town.clock)
    async with running(service, CLOCK):
        await _presses(service, town, "赵总", "/help")  # a copy of him is in memory
        await outside(town.database, SUSPENDED, LEFT)
        assert await _presses(service, town, "赵总", button) == "refused", "the next turn sees it, without any tick"
        while await _open_passes(town) != ["周科"]:
            await asyncio.sleep(0.05)
    assert "right-ended-suspended" in story.told(await town.news())["王工"]


async def _presses(service: Service, town: Town, who: str, data: str) -> str:
    """Somebody presses a button, or types; the key of what he is answered."""
    channel, account = town.accounts[who]
    kind, typed = (Act.TEXT, data) if data.startswith("/") else (Act.PRESS, "")
    event = Incoming(channel=channel, event=data, account=account, act=kind, text=typed, button=data)
    await service.turns.receive(event)
    newest = select(outbox.outbox.c.body).where(outbox.outbox.c.account == account).order_by(outbox.outbox.c.id.desc())
    body = await town.look(lambda session: session.scalars(newest.limit(1)).one())
    return str(body["message"]["key"])


async def _open_passes(town: Town) -> list[str]:
    names = {number: name for name, number in NUMBERS.items()}
    holders = select(Pass.person_id).where(Pass.state == PassState.OPEN).order_by(Pass.id)
    return await town.look(lambda session: [names[number] for number in session.scalars(holders)])
