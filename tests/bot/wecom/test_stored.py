"""What is kept of WeCom's own in the inbox and of cards in the chats: in the shape it always had."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from bot.channels.wecom.targets import RightToChange, renewed, right_of, standing
from jobs.sending import target_from_json
from models.ground.database import Database
from models.ground.messages import Act, Channel, Incoming
from models.post import inbox
from models.post.inbox import EventState, incoming_to_json

NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)
BUTTON = {"act": "press", "button": "2.help..0", "on": "f1-0-a"}
PRESS = {"channel": "wecom", "event": "e1", "account": "WangGong", **BUTTON}
STOOD = {"message": "msg1", "task": "f1-0-a", "code": "code1", "code_at": 7.0}


def test_an_event_is_kept_with_its_code_beside_the_rest() -> None:
    press = Incoming(
        channel=Channel.WECOM,
        event="e1",
        account="WangGong",
        act=Act.PRESS,
        button="2.help..0",
        on="f1-0-a",
        own={"response_code": "RC"},
    )
    assert incoming_to_json(press) == {**PRESS, "response_code": "RC", "private": True}


async def test_an_event_that_an_earlier_release_has_kept_is_read(database: Database) -> None:
    row = {"channel": "wecom", "event": "e1", "lane": "wecom:WangGong", "received_at": NOW, "state": EventState.OPEN}
    await database.run(lambda s: s.execute(insert(inbox.inbox).values(**row, body={**PRESS, "response_code": "RC"})))
    event = await database.read(lambda session: inbox.oldest(session, "wecom:WangGong"))
    assert event is not None
    assert (event.incoming.on, event.incoming.own) == ("f1-0-a", {"response_code": "RC"})
    kept: dict[str, Any] = await database.read(lambda session: session.scalars(select(inbox.inbox.c.body)).one())
    assert kept == {**PRESS, "response_code": "RC"}


def test_a_card_that_stands_is_kept_and_read_as_ever() -> None:
    assert standing("msg1", "f1-0-a", "code1", 7.0).to_json() == STOOD
    earlier = target_from_json({**STOOD, "captioned": False})
    assert right_of(earlier) == RightToChange("code1", 7.0)
    fresh = renewed(earlier, {"response_code": "RC"}, 9.0)
    assert fresh.to_json() == {**STOOD, "captioned": False, "code": "RC", "code_at": 9.0}
    assert renewed(earlier, {}, 9.0) == earlier
