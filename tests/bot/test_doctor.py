"""`fuma doctor`: a line for each thing, what to do where it isn't well, and the exit code."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from bot.doctor import Found, Health, examine, holidays
from bot.opening import alone
from jobs.holding import HeldRoles
from models.ground import offset, outages, tenures
from models.ground.database import Database
from models.ground.messages import Act, Channel, Incoming
from models.ground.subjects import Subject
from models.post import inbox, outbox
from models.register import notices
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.moments import CST
from models.time.workdays import Calendar
from models.versions import NEWEST
from tests.bot.service import settings_on
from tests.bot.telegram.server import TOKEN, Asked
from tests.bot.telegram.server import serving as telegram
from tests.bot.test_command_line import free_port, fuma, here, ready
from tests.bot.wecom.server import serving as wecom
from tests.handlers.visits.story import RULES_IN_FORCE
from tests.postgresql_pooler import pooler

__all__ = ["here", "ready"]  # its folder and its database

NOW = datetime(2026, 11, 27, 9, tzinfo=CST)
WALL = 1_795_741_200.0
DAYS_OFF = [(date(2027, month, day), False) for month, day in ((1, 1), (5, 3), (5, 4), (5, 5), (6, 9), (9, 15))]
DAYS_OFF += [(date(2027, 2, day), False) for day in (5, 8, 9, 10, 11)]
DAYS_OFF += [(date(2027, 10, day), False) for day in (1, 4, 5, 6, 7)]  # a year as it might be
OFF = {"telegram_token": "", "wecom_secret": ""}


def mark(session: Session) -> None:
    """The schema is the newest, as `fuma migrate` says it."""
    session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": NEWEST})


@pytest.fixture
async def migrated(database: Database) -> Database:
    """A database as `fuma migrate` leaves it."""
    await database.run(mark)
    return database


async def look(database: Database, wall: float | None = None, **values: Any) -> dict[str, Found]:
    """What the doctor finds, by what it is about."""
    settings = settings_on(database.url.render_as_string(hide_password=False), **{**OFF, **values})
    found = await examine(settings, NOW, lambda: time.time() if wall is None else wall)
    assert all(len(str(each).splitlines()) == 1 for each in found)
    return {each.what: each for each in found}


def a_beat(wall: float) -> Callable[[Session], None]:
    return lambda session: outages.beat(session, NOW, wall)


@asynccontextmanager
async def served(database: Database, *roles: str) -> AsyncIterator[None]:
    """A process that has these roles, until the block ends."""
    holding = HeldRoles(database, "host, process 7", lambda: WALL)
    holding.want(*map(holding.role, roles))
    with alone(database.url):
        await holding.look()
        yield
    await holding.close()


async def test_of_a_well_installation_every_line_is_good(migrated: Database) -> None:
    await migrated.run(a_beat(time.time() - 1))
    async with served(migrated, "clocks", "ledger"):
        found = await look(migrated)
    assert list(found) == [
        *("settings", "database", "schema", "clock", "sweep", "deadlines", "roles", "waiting", "events", "messages"),
        *("aside", "holidays", "telegram", "wecom", "fonts"),
    ]
    assert {each.health for each in found.values()} == {Health.OK, Health.OFF}
    assert [each.what for each in found.values() if each.health is Health.OFF] == ["telegram", "wecom"]


async def test_clocks_that_fail_are_named_by_kind_with_tries_and_since_when(migrated: Database) -> None:
    def fail(session: Session) -> None:
        for number in (1, 2):
            clocks.start(session, ClockKind.REPLY, Subject("visit", number), NOW, NOW - timedelta(hours=number))
        for clock in clocks.due(session, NOW, 0.0, 9):
            for _ in range(clock.subject.number + 1):
                (again,) = clocks.running(session, clock.subject)
                clocks.step_aside(session, again, 0.0, failed=True)

    await migrated.run(fail)
    line = (await look(migrated))["deadlines"]
    assert line.health is Health.BAD
    assert "2 of reply (tried 3 times, due since 2026-11-26 23:00 UTC)" in line.words
    assert "clock.failed" in line.words


async def test_a_sweep_that_stopped_is_bad_and_one_that_never_began_a_warning(migrated: Database) -> None:
    assert (await look(migrated))["sweep"].health is Health.WARN
    await migrated.run(a_beat(WALL))
    assert str((await look(migrated, WALL + 59))["sweep"]) == "sweep      ok    was 59 s ago"
    stopped = (await look(migrated, WALL + 2 * 3600))["sweep"]
    assert (stopped.health, "2 h ago" in stopped.words) == (Health.BAD, True)


async def test_who_has_which_role_is_told_and_which_one_nobody_has(migrated: Database) -> None:
    assert (await look(migrated, WALL))["roles"].words.startswith("nobody has clocks, ledger: start `fuma run`")
    async with served(migrated, "sender:telegram", "clocks"):
        line = (await look(migrated, WALL + 180, telegram_token=TOKEN))["roles"]
    assert line.health is Health.WARN
    assert "sender:telegram by host, process 7 for 3 min; clocks by host, process 7 for 3 min" in line.words
    assert line.words.endswith("nobody has ledger: start `fuma run` with the role clock")
    assert "by host" not in (await look(migrated, WALL + 180))["roles"].words, "who is gone has nothing"


async def test_a_role_whose_holder_was_killed_is_nobodys(migrated: Database) -> None:
    await migrated.run(lambda session: tenures.begin(session, "clocks", "killed", WALL))
    assert "killed" not in (await look(migrated, WALL))["roles"].words


async def test_events_that_wait_for_their_turn_are_told_and_a_warning_where_they_wait_long(migrated: Database) -> None:
    def leave(session: Session) -> None:
        for number, state in enumerate((inbox.EventState.OPEN, inbox.EventState.WAITING)):
            incoming = Incoming(channel=Channel.TELEGRAM, event=f"{number}", account="7001", act=Act.TEXT)
            inbox.store(session, incoming, "person:1", state, NOW - timedelta(seconds=50 * number))

    def an_hour_ago(session: Session) -> None:
        session.execute(update(inbox.inbox).values(received_at=NOW - timedelta(hours=1)))

    await migrated.run(leave)
    line = (await look(migrated))["waiting"]
    assert (line.health, line.words) == (Health.OK, "2 events wait for their turn, the oldest for 50 s")
    await migrated.run(an_hour_ago)
    line = (await look(migrated))["waiting"]
    assert (line.health, "the oldest for 1 h: look for the role worker" in line.words) == (Health.WARN, True)


async def test_a_pooler_in_transaction_mode_is_refused(postgresql_database: Database) -> None:
    await postgresql_database.run(mark)
    async with pooler(postgresql_database.url.render_as_string(hide_password=False)) as address:
        found = await examine(settings_on(address, **OFF), NOW, lambda: WALL)
    (line,) = [each for each in found if each.what == "database"]
    assert (line.health, "pooler in transaction mode" in line.words) == (Health.BAD, True)
    assert (await look(postgresql_database))["database"].health is Health.OK


async def test_what_waits_long_or_was_given_up_is_a_warning_with_its_number(migrated: Database) -> None:
    def leave(session: Session) -> None:
        incoming = Incoming(channel=Channel.TELEGRAM, event="1", account="7001", act=Act.TEXT)
        inbox.store(session, incoming, "person:1", inbox.EventState.ASIDE, NOW)
        row = {"channel": "telegram", "account": "7001", "class": "reply", "effect": "send", "body": {}}
        moments = [NOW - timedelta(minutes=minutes) for minutes in (9, 61)]
        session.execute(insert(outbox.outbox), [{**row, "created_at": moment} for moment in moments])

    def just_now(session: Session) -> None:
        session.execute(update(outbox.outbox).values(created_at=NOW))

    await migrated.run(leave)
    found = await look(migrated)
    assert (found["events"].health, found["events"].words.split()[0]) == (Health.WARN, "1")
    assert (found["messages"].health, "2 wait, the oldest for 1 h" in found["messages"].words) == (Health.WARN, True)
    await migrated.run(just_now)
    assert (await look(migrated))["messages"].health is Health.OK


async def test_messages_given_up_in_the_last_week_are_a_warning_by_channel(migrated: Database) -> None:
    def leave(session: Session) -> None:
        row = {"account": "7001", "class": "reply", "effect": "send", "body": {}}
        ends = [("telegram", "aside", 3600), ("telegram", "aside", 7200), ("wecom", "aside", 8 * 86400)]
        ends += [("wecom", "missed", 60), ("wecom", "gone", 60), ("wecom", "refused", 60)]
        session.execute(
            insert(outbox.outbox),
            [
                {**row, "channel": channel, "state": state, "created_at": NOW - timedelta(seconds=ago)}
                for channel, state, ago in ends
            ],
        )

    assert (await look(migrated, WALL))["aside"].health is Health.OK
    await migrated.run(leave)
    line = (await look(migrated, WALL))["aside"]
    assert (line.health, line.words.split(":")[0]) == (
        Health.WARN,
        "2 given up on telegram, the last 1 h ago; 1 refused on wecom, the last 1 min ago",
    )


async def test_a_clock_that_a_demo_moved_is_bad(migrated: Database) -> None:
    await migrated.run(lambda session: offset.put(session, timedelta(days=5)))
    assert (await look(migrated))["clock"].health is Health.BAD


async def test_a_machine_whose_clock_is_not_the_databases_is_told_so(postgresql_database: Database) -> None:
    await postgresql_database.run(mark)
    assert (await look(postgresql_database))["clock"].health is Health.OK
    apart = (await look(postgresql_database, time.time() - 60))["clock"]
    (seconds,) = map(int, re.findall(r"is (\d+) s from", apart.words))
    assert (apart.health, seconds >= 60) == (Health.BAD, True), "and as many more as it took"


async def test_the_platforms_are_asked_who_we_are(migrated: Database) -> None:
    async with telegram() as api, wecom() as platform:
        addresses: dict[str, Any] = {
            "telegram_token": TOKEN,
            "telegram_api_url": f"http://127.0.0.1:{api.port}",
            "wecom_secret": "secret",
            "wecom_api_url": f"http://127.0.0.1:{platform.port}/cgi-bin",
        }
        found = await look(migrated, **addresses)
        assert str(found["telegram"]) == "telegram   ok    knows us as @FumaBot"
        assert found["wecom"].health is Health.OK
        assert (api.methods, platform.methods) == (["getme"], ["gettoken"])

        async def unauthorized(_: Asked) -> web.StreamResponse:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)

        api.answer = unauthorized
        platform.codes["gettoken"] = [40001]
        found = await look(migrated, **addresses)
        assert (found["telegram"].health, "@BotFather" in found["telegram"].words) == (Health.BAD, True)
        assert (found["wecom"].health, "40001" in found["wecom"].words) == (Health.BAD, True)


async def test_a_platform_that_is_silent_is_not_waited_for(migrated: Database) -> None:
    async with telegram() as api:

        async def silent(_: Asked) -> web.StreamResponse:
            await asyncio.Event().wait()
            return web.Response()

        api.answer = silent
        found = await look(migrated, telegram_token=TOKEN, telegram_api_url=f"http://127.0.0.1:{api.port}")
        assert found["telegram"].health is Health.BAD
        assert TOKEN not in str(found["telegram"])


@pytest.mark.parametrize(
    ("today", "health", "year"),
    [
        (date(2026, 11, 30), Health.OK, "2026"),
        (date(2026, 12, 1), Health.WARN, "2027"),
        (date(2027, 1, 1), Health.BAD, "2027"),
    ],
)
def test_next_years_holidays_are_asked_for_from_december_and_this_years_must_be_known(
    today: date, health: Health, year: str
) -> None:
    found = holidays(Calendar(RULES_IN_FORCE.office_hours), today)
    assert (found.health, year in found.words) == (health, True)
    known = Calendar(RULES_IN_FORCE.office_hours, announced=frozenset({2026, 2027, 2028}))
    assert holidays(known, today).health is Health.OK


async def test_a_notice_that_was_imported_is_known(migrated: Database) -> None:
    assert "2027" not in (await look(migrated))["holidays"].words
    await migrated.run(lambda session: notices.announce(session, 2027, DAYS_OFF, NOW))
    assert (await look(migrated))["holidays"].words == "the notice of 2026 and 2027 is known"


# The command


def test_without_a_database_the_command_says_to_migrate_and_makes_none(here: Path) -> None:
    result = fuma("doctor")
    assert result.exit_code == 1
    assert "fuma migrate" in result.stdout
    assert not list(here.glob("fuma.db*"))


def test_the_command_is_good_where_nothing_is_bad(ready: str) -> None:
    result = fuma("doctor")
    bad = [line for line in result.stdout.splitlines() if line.split()[1] == "bad"]
    assert (result.exit_code, bad) == (0, [])
    assert len(result.stdout.splitlines()) == 15


def test_a_wrong_setting_is_the_only_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMA_PORT", "0")
    result = fuma("doctor")
    assert result.exit_code == 1
    assert result.stdout.startswith("settings   bad   FUMA_PORT")


def test_what_cannot_be_read_or_reached_is_named_in_its_own_line(ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMA_RULES_FILE", "nowhere.toml")
    monkeypatch.setenv("FUMA_FONT", "nowhere.otf")
    monkeypatch.setenv("FUMA_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("FUMA_TELEGRAM_DISCLOSURE", "full")
    monkeypatch.setenv("FUMA_TELEGRAM_API_URL", f"http://127.0.0.1:{free_port()}")
    result = fuma("doctor")
    assert result.exit_code == 1
    bad = {line.split()[0]: line for line in result.stdout.splitlines() if line.split()[1] == "bad"}
    assert set(bad) == {"telegram", "fonts", "holidays"}
    assert "FUMA_RULES_FILE" in bad["holidays"]
    assert TOKEN not in result.output


def test_a_database_that_cannot_be_reached_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMA_DATABASE_URL", f"postgresql+asyncpg://fuma:secret-word@127.0.0.1:{free_port()}/fuma")
    result = fuma("doctor")
    assert result.exit_code == 1
    assert "FUMA_DATABASE_URL" in result.stdout
    assert "secret-word" not in result.output
