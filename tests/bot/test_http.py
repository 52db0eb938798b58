"""The edge: what is answered to whom, what is refused, and what is never told."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.requests import Request
from structlog.testing import capture_logs

from bot import readiness
from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.plugged import SECRET_HEADER, UPDATE_BYTES
from bot.channels.wecom.callback import BODY_LIMIT
from bot.wiring import Service
from models.ground import offset, outages
from models.ground.database import Database
from models.ground.messages import Channel
from models.post import inbox, outbox
from models.register.enterprises import Sign
from models.versions import NEWEST
from tests.bot.service import SECRET, service_on
from tests.bot.telegram.server import serving
from tests.bot.wecom.callbacks import callback, seal, signed, xml
from tests.handlers.visits.test_the_first_visit import agreed_visit
from tests.town import Town

Edged = tuple[Service, httpx.AsyncClient]
TRUSTED = {SECRET_HEADER: SECRET}


@pytest.fixture
async def edge(sqlite_database: Database) -> AsyncIterator[Edged]:
    async with service_on(sqlite_database) as found:
        yield found


@pytest.fixture
async def both(database: Database) -> AsyncIterator[Edged]:
    """The same on each sort of database."""
    async with service_on(database) as found:
        yield found


def update(number: int = 1, words: str = "/help", **message: Any) -> dict[str, Any]:
    """What Telegram sends when 赵总 types."""
    who = {"id": 7001, "is_bot": False, "first_name": "赵总"}
    chat = {"id": 7001, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": 5, "date": 0, "from": who, "chat": chat, "text": words, **message},
    }


async def count(service: Service) -> tuple[int, int]:
    """How many events came, and how many messages are meant to go."""
    return await service.database.read(
        lambda session: (
            session.scalar(select(func.count()).select_from(inbox.inbox)) or 0,
            session.scalar(select(func.count()).select_from(outbox.outbox)) or 0,
        )
    )


# Telegram


async def test_an_update_is_answered_when_it_is_committed_and_twice_is_once(both: Edged) -> None:
    service, client = both
    for _ in range(2):
        answer = await client.post("/telegram/webhook", json=update(), headers=TRUSTED)
        assert (answer.status_code, answer.content) == (200, b"")
    events, messages = await count(service)
    assert events == 1
    assert messages >= 1


async def test_without_the_secret_nothing_is_taken(edge: Edged) -> None:
    service, client = edge
    for secret in ("", "wrong", SECRET + "x", SECRET.upper()):
        answer = await client.post("/telegram/webhook", json=update(), headers={SECRET_HEADER: secret})
        assert answer.status_code == 403
    assert (await client.post("/telegram/webhook", json=update())).status_code == 403
    assert await count(service) == (0, 0)


GARBAGE: tuple[tuple[bytes, str | None], ...] = (
    (b"", "JSONDecodeError"),
    (b"{", "JSONDecodeError"),
    (b"\xff\xfe\xfa", "UnicodeDecodeError"),
    (b"[" * 100_000, "RecursionError"),
    (b'{"update_id": ' + b"9" * 5_000 + b"}", "ValueError"),
    (b"[]", None),
    ('{"update_id": 1, "message": "王工"}'.encode(), None),
    (b" " * (UPDATE_BYTES + 1), "BodyTooLarge"),
)


async def test_garbage_is_acknowledged_with_one_line_without_its_content(edge: Edged) -> None:
    service, client = edge
    for body, why in GARBAGE:
        with capture_logs() as logs:
            answer = await client.post("/telegram/webhook", content=body, headers=TRUSTED)
        assert answer.status_code == 200
        (line,) = logs
        assert line["event"] == "telegram.unreadable"
        assert why is None or line["why"] == why
        assert "王工" not in str(line)
    assert await count(service) == (0, 0)


async def test_of_a_key_given_twice_the_last_counts_and_depth_that_nobody_asks_for_breaks_nothing(edge: Edged) -> None:
    service, client = edge
    twice = json.dumps(update(1)).replace('"update_id": 1', '"update_id": 1, "update_id": 2').encode()
    deep = json.dumps(update(3)).replace('"text"', '"odd": ' + "[" * 500 + "]" * 500 + ', "text"').encode()
    utf16 = json.dumps(update(4)).encode("utf-16")
    for body in (twice, deep, utf16):
        assert (await client.post("/telegram/webhook", content=body, headers=TRUSTED)).status_code == 200
    stored = select(inbox.inbox.c.event).order_by(inbox.inbox.c.id)
    assert await service.database.read(lambda session: session.scalars(stored).all()) == ["u2", "u3", "u4"]


async def test_a_press_is_handled_and_its_waiting_sign_ended(sqlite_database: Database) -> None:
    who = {"id": 7001, "is_bot": False, "first_name": "赵总"}
    press = {"id": "77", "from": who, "chat_instance": "1", "data": "1.help..0", "message": update()["message"]}
    async with (
        serving() as api,
        service_on(sqlite_database, telegram_api_url=f"http://127.0.0.1:{api.port}") as (service, client),
    ):
        answer = await client.post("/telegram/webhook", json={"update_id": 2, "callback_query": press}, headers=TRUSTED)
        assert answer.status_code == 200
        assert (await count(service))[0] == 1
        await asyncio.gather(*service._courtesies)
        assert api.methods == ["answercallbackquery"]


@pytest.mark.parametrize(("chat", "courtesies"), [("private", ["sendchataction"]), ("group", [])])
async def test_while_a_file_is_fetched_its_sender_alone_sees_that_an_answer_is_being_made(
    sqlite_database: Database, chat: str, courtesies: list[str]
) -> None:
    sent = update(2)
    sent["message"] |= {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "slip.pdf"}}
    sent["message"]["chat"]["type"] = chat
    del sent["message"]["text"]
    async with (
        serving() as api,
        service_on(sqlite_database, telegram_api_url=f"http://127.0.0.1:{api.port}") as (service, client),
    ):
        assert (await client.post("/telegram/webhook", json=sent, headers=TRUSTED)).status_code == 200
        assert (await count(service))[0] == 1
        await asyncio.gather(*service._courtesies)
        assert api.methods == courtesies


async def test_an_update_that_asks_for_nothing_is_acknowledged(edge: Edged) -> None:
    service, client = edge
    answer = await client.post("/telegram/webhook", json={"update_id": 3, "poll": {}}, headers=TRUSTED)
    assert answer.status_code == 200
    assert await count(service) == (0, 0)


async def test_a_channel_that_is_off_takes_nothing(sqlite_database: Database) -> None:
    async with service_on(sqlite_database, telegram_token="", wecom_secret="") as (service, client):
        assert (await client.post("/telegram/webhook", json=update(), headers=TRUSTED)).status_code == 403
        assert (await client.get("/wecom/callback")).status_code == 404
        assert (await client.post("/wecom/callback", content=b"<xml/>")).status_code == 404
        assert await count(service) == (0, 0)
        assert service.idle()


# WeCom


def hello(sender: str = "wang", number: int = 7) -> tuple[dict[str, str], bytes]:
    """What WeCom sends when a member types."""
    words = f"<MsgType>text</MsgType><Content>/help</Content><MsgId>{number}</MsgId>"
    return callback(xml(words, sender), at=int(time.time()))


async def test_the_check_of_the_address_is_answered_with_its_plain_echo(edge: Edged) -> None:
    sealed = seal(b"1616140317555161061")
    answer = await edge[1].get("/wecom/callback", params={**signed(sealed, int(time.time())), "echostr": sealed})
    assert (answer.status_code, answer.text) == (200, "1616140317555161061")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_forged_check_is_refused(edge: Edged) -> None:
    for params in ({}, {"msg_signature": "x", "timestamp": "y", "nonce": "z", "echostr": "王"}):
        with capture_logs() as logs:
            assert (await edge[1].get("/wecom/callback", params=params)).status_code == 403
        assert [line["event"] for line in logs] == ["wecom.bad_check"]


async def test_a_callback_is_answered_empty_when_it_is_committed_and_twice_is_once(both: Edged) -> None:
    service, client = both
    query, body = hello()
    for _ in range(2):
        answer = await client.post("/wecom/callback", params=query, content=body)
        assert (answer.status_code, answer.content) == (200, b"")
    assert (await count(service))[0] == 1


async def test_a_forged_or_garbled_or_huge_callback_is_refused_without_its_content(edge: Edged) -> None:
    service, client = edge
    query, body = hello()
    for params, content in [
        ({**query, "msg_signature": "0" * 40}, body),
        ({}, body),
        (query, b"<xml>"),
        (query, body + b" " * BODY_LIMIT),
    ]:
        with capture_logs() as logs:
            assert (await client.post("/wecom/callback", params=params, content=content)).status_code == 403
        assert [line["event"] for line in logs] == ["wecom.bad_callback"]
        assert "wang" not in str(logs)
    assert await count(service) == (0, 0)


async def test_a_control_character_costs_a_member_nothing(both: Edged) -> None:
    service, client = both
    words = "<MsgType>text</MsgType><Content><![CDATA[帮\x0b助]]></Content><MsgId>8</MsgId>"
    query, body = callback(xml(words, "WangGong"), at=int(time.time()))
    answer = await client.post("/wecom/callback", params=query, content=body)
    assert (answer.status_code, answer.content) == (200, b"")
    assert (await said(service))[0] == "help"


async def test_of_what_is_broken_its_member_hears_once_and_it_is_answered(both: Edged) -> None:
    service, client = both
    words = "<MsgType>text</MsgType><Content>忙 & 累</Content><MsgId>8</MsgId>"
    query, body = callback(xml(words, "WangGong"), at=int(time.time()))
    for _ in range(4):
        with capture_logs() as logs:
            answer = await client.post("/wecom/callback", params=query, content=body)
        assert (answer.status_code, answer.content) == (200, b"")
        assert [(line["event"], line["told"]) for line in logs] == [("wecom.unreadable", True)]
        assert "忙" not in str(logs)
    assert await said(service) == ["message-unreadable"]


async def test_of_what_is_broken_nobody_unknown_hears(edge: Edged) -> None:
    service, client = edge
    for sender in ("sys", "", "nobody"):
        words = xml("<MsgType>text</MsgType><Content>&</Content><MsgId>8</MsgId>", sender)
        query, body = callback(words, at=int(time.time()))
        assert (await client.post("/wecom/callback", params=query, content=body)).status_code == 200
    assert await said(service) == []


async def said(service: Service) -> list[str]:
    """The keys of what is meant to go."""
    rows = select(outbox.outbox.c.body).order_by(outbox.outbox.c.id)
    return [body["message"]["key"] for body in await service.database.read(lambda session: session.scalars(rows).all())]


@pytest.mark.parametrize("path", ["telegram", "wecom"])
async def test_who_hangs_up_in_the_middle_breaks_nothing(sqlite_database: Database, path: str) -> None:
    async def hangs_up() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async with service_on(sqlite_database) as (service, _):
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/",
            "query_string": b"",
            "headers": [(SECRET_HEADER.lower().encode(), SECRET.encode())],
        }
        (door,) = [
            each.answer for each in service.addresses() if (each.method, each.path.split("/")[1]) == ("POST", path)
        ]
        assert (await door(Request(scope, hangs_up))).status_code == 400


# The pages behind the codes


async def test_a_sign_says_whose_it_is_in_the_readers_language_and_changes_nothing(edge: Edged) -> None:
    service, client = edge
    code = await service.database.read(lambda session: session.scalars(select(Sign.code).order_by(Sign.id)).first())
    telegram = service.plugs[Channel.TELEGRAM].adapter
    assert isinstance(telegram, TelegramChannel)
    for language, title in (
        ("zh-CN,zh;q=0.9", "扫码入企"),
        ("en-GB,en;q=0.8", "Scan"),
        ("fr", "扫码入企"),
        ("", "扫码入企"),
    ):
        telegram.username = ""
        answer = await client.get(f"/s/{code}", headers={"accept-language": language})
        assert answer.status_code == 200
        assert title in answer.text
        assert "雁北示例机械" in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "t.me" not in answer.text, "our own name on Telegram isn't known yet"
        telegram.username = "FumaBot"
        shown = (await client.get(f"/s/{code}", headers={"accept-language": language})).text
        assert f"https://t.me/FumaBot?start=s_{code}" in shown
    assert await count(service) == (0, 0)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_pass_says_green_or_red_and_no_names(database: Database, language: str) -> None:
    town = await Town.found(database)
    await agreed_visit(town)
    code = (await town.pass_of("王工")).code
    async with service_on(database, town.clock) as (_, client):
        told = []
        for moment in (town.clock.moment, town.clock.moment.replace(month=12, day=3, hour=14, minute=30)):
            town.clock.moment = moment
            answer = await client.get(f"/p/{code}", headers={"accept-language": language})
            assert answer.status_code == 200
            assert not any(name in answer.text for name in ("王工", "雁北", "赵总", "生态环境局"))
            told.append("✓" if "✓" in answer.text else "✕")
    assert told == ["✕", "✓"]


async def test_a_code_that_was_never_given_out_is_not_found(edge: Edged) -> None:
    for code in ("nothing", "%00", "a" * 5000, "%F0%9F", "赵总", "'--"):
        for language, words in (("zh-CN", "没有这个码"), ("en", "code")):
            for page in ("s", "p"):
                answer = await edge[1].get(f"/{page}/{code}", headers={"accept-language": language})
                assert answer.status_code == 404
                assert words in answer.text


async def test_nothing_on_a_page_is_taken_for_markup(edge: Edged) -> None:
    service, client = edge

    def rename(session: Session) -> str:
        session.execute(text("UPDATE enterprises SET name = '<script>alert(1)</script>'"))
        return session.scalars(select(Sign.code).order_by(Sign.id)).first() or ""

    code = await service.database.run(rename)
    page = (await client.get(f"/s/{code}")).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


# Health


async def test_a_service_lives_is_ready_and_gives_figures(edge: Edged) -> None:
    _, client = edge
    assert (await client.get("/healthz")).text == "ok"
    figures = (await client.get("/metrics")).text
    assert "python_info" in figures
    assert all(
        f"\n{name} 0.0" in figures
        for name in ("fuma_events_waiting", "fuma_messages_unsent", "fuma_messages_aside", "fuma_clocks_failing")
    )


async def test_a_service_is_ready_when_database_schema_and_clock_are_as_they_must_be(both: Edged) -> None:
    service, client = both
    assert (await client.get("/readyz")).json()["faults"] == {"schema": f"empty, not {NEWEST}"}
    await service.database.run(_stamp)
    service.readiness._until = 0.0
    assert ((answer := await client.get("/readyz")).status_code, answer.json()) == (200, {"ready": True, "faults": {}})
    await service.database.run(lambda session: offset.put(session, timedelta(hours=1)))
    service.readiness._until = 0.0
    assert ((answer := await client.get("/readyz")).status_code, list(answer.json()["faults"])) == (503, ["clock"])


async def keeps_nothing(database: Database) -> None:
    """From now on everything can be read and nothing written, as on a full disk or a standby."""
    if database.is_sqlite:
        assert database._writer is not None
        database._writer.connection.cursor().execute("PRAGMA query_only=ON")
        return
    name = database.url.database
    await database.run(lambda s: s.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')))
    await database._readers.dispose()  # what is connected already goes on as before


async def test_a_service_that_can_keep_nothing_is_not_ready_and_says_so_to_everybody(both: Edged) -> None:
    service, client = both
    await service.database.run(_stamp)
    assert (await client.get("/readyz")).status_code == 200
    await keeps_nothing(service.database)
    service.readiness._until = 0.0
    with capture_logs() as logs:
        answers = await asyncio.gather(*(client.get("/readyz") for _ in range(50)))
    assert {answer.status_code for answer in answers} == {503}
    assert all(list(answer.json()["faults"]) == ["database"] for answer in answers)
    assert [line["event"] for line in logs] == ["database.failing"], "all who asked at once were one"
    query, body = hello("WangGong")
    for answer in (
        await client.post("/telegram/webhook", json=update(), headers=TRUSTED),
        await client.post("/wecom/callback", params=query, content=body),
    ):
        assert (answer.status_code, answer.text) == (503, "Service Unavailable")
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/s/nothing")).status_code == 404, "what can be read is shown"


async def test_a_write_is_tried_at_most_once_a_second(edge: Edged, monkeypatch: pytest.MonkeyPatch) -> None:
    service, client = edge
    await service.database.run(_stamp)
    passing, tried = [100.0], list[float]()
    service.readiness._passing = lambda: passing[0]
    real = outages.beat

    def beat(*of: Any) -> None:
        tried.append(passing[0])
        real(*of)

    monkeypatch.setattr(outages, "beat", beat)
    for moment in (100.0, 100.0, 100.9, 101.0, 101.5, 102.1):
        passing[0] = moment
        assert (await client.get("/readyz")).status_code == 200
    assert tried == [100.0, 101.0, 102.1]


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "请先不要放行"), ("en", "don&#x27;t let anyone in")])
async def test_pages_of_a_service_without_its_database_say_so(
    edge: Edged, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    async def gone(_database: Database, _look: Any) -> None:
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(Database, "read", gone)
    monkeypatch.setattr(Database, "run", gone)
    for path in ("/s/code", "/p/code"):
        answer = await edge[1].get(path, headers={"accept-language": language})
        assert answer.status_code == 503
        assert words in answer.text
        assert "disk" not in answer.text
    for path in ("/metrics", "/readyz"):
        assert (await edge[1].get(path)).status_code == 503


async def test_a_database_that_says_nothing_is_not_waited_for(edge: Edged, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(_database: Database, _look: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(readiness, "PATIENCE", 0.01)
    monkeypatch.setattr(Database, "run", silent)
    answer = await edge[1].get("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (503, {"database": "TimeoutError"})


def _stamp(session: Session) -> None:
    session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    session.execute(text(f"INSERT INTO alembic_version VALUES ('{NEWEST}')"))  # noqa: S608 - a constant of ours


async def test_no_code_breaks_a_database(both: Edged) -> None:
    for path in ("/s/%00", "/p/%00", "/s/none", "/p/none"):
        assert (await both[1].get(path)).status_code == 404
