"""Looks whether an installation is well: one check after another, a line each that says what to do."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.plug import Health, Platform
from bot.channels.registered import PLATFORMS
from bot.opening import UNREACHABLE, in_use, unusable
from bot.pictures import FontError, Fonts
from bot.settings import Settings
from models.ground import locks, offset, outages, tenures
from models.ground.database import Database, address_of
from models.ground.wrong_rules import RulesError
from models.post import inbox, outbox, unheard
from models.post.outbox_table import RowEnding
from models.register.notices import find_calendar
from models.register.rules import load_rules
from models.time import failing_clocks
from models.time.moments import day_of
from models.time.workdays import Calendar
from models.versions import NEWEST, version

LIMIT = 3.0  # seconds a platform has to answer
SWEEP = 60.0  # seconds since the last sweep after which nobody seems to sweep
UNSENT = 600.0  # seconds an unsent message may be old before somebody should look
UNHANDLED = 60.0  # seconds an event may wait, for its file or a second try, before somebody should look
POOLED = (
    "is behind a pooler in transaction mode, where no process holds a role: "
    "give FUMA_DATABASE_URL the server itself, or let the pooler pool sessions"
)
APART = 5.0  # seconds the database's clock may differ from this machine's
NOTICE_BY = 12  # the month in which next year's notice of holidays is there, of all years so far

__all__ = ["Found", "Health", "examine", "holidays"]


@dataclass(frozen=True)
class Found:
    """What a check found."""

    what: str
    health: Health
    words: str

    def __str__(self) -> str:
        return f"{self.what:<10} {self.health:<5} {self.words}"


async def examine(settings: Settings, now: datetime, wall: Callable[[], float] = time.time) -> list[Found]:
    """Everything, of settings that could be read; `now` is the wall clock's moment."""
    found = [Found("settings", Health.OK, "can be used")]
    found += await _database(settings, partial(_inside, settings=settings, now=now, wall=wall()))
    found += [await _platform(platform, settings) for platform in PLATFORMS]
    found.append(_fonts(settings))
    return found


# The database, and what it tells of the service


async def _database(settings: Settings, look: Callable[[Session], list[Found]]) -> list[Found]:
    if _is_missing(settings.database_url):  # to open a file would make it
        return [Found("database", Health.BAD, "the file isn't there: run `fuma migrate`")]
    try:
        database = await Database(settings.database_url, settings.database_connections).open()
    except UNREACHABLE as error:
        return [Found("database", Health.BAD, unusable(error))]
    try:
        if await locks.pooled(database):
            return [Found("database", Health.BAD, POOLED)]
        found = [Found("database", Health.OK, "answers")]
        newest = await database.read(version)
        if newest != NEWEST:
            words = f"is {newest or 'empty'}, not {NEWEST}: run `fuma migrate`"
            return [*found, Found("schema", Health.BAD, words)]
        return [*found, Found("schema", Health.OK, NEWEST), *await database.read(look)]
    except UNREACHABLE as error:
        return [Found("database", Health.BAD, unusable(error))]
    finally:
        await database.close()


def _is_missing(url: str) -> bool:
    address = address_of(url)
    return address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists()


def _inside(session: Session, settings: Settings, now: datetime, wall: float) -> list[Found]:
    return [
        _clock(session, wall),
        _sweep(session, wall),
        _failing(session),
        _roles(session, settings, wall),
        _waiting(session, now),
        _aside(session),
        _unsent(session, now),
        _given_up(session, now),
        _holidays(session, settings, day_of(now)),
    ]


def _clock(session: Session, wall: float) -> Found:
    """Business time is this machine's, and the database's is the same."""
    if offset.find(session):
        return Found("clock", Health.BAD, "was moved by a demo: use another database")
    if session.get_bind().dialect.name == "postgresql":
        apart = abs(float(session.scalar(select(func.extract("epoch", func.clock_timestamp()))) or 0) - wall)
        if apart > APART:
            return Found("clock", Health.BAD, f"the database's is {apart:.0f} s from this machine's: set both by NTP")
    return Found("clock", Health.OK, "shows the time")


def _sweep(session: Session, wall: float) -> Found:
    last = outages.last_beat(session)
    if last is None:
        return Found("sweep", Health.WARN, "hasn't been yet: `fuma run` with the role clock passes deadlines")
    age = wall - last
    if age > SWEEP:
        words = f"was {_ago(age)} ago: no deadline passes; start `fuma run` with the role clock, or look at its log"
        return Found("sweep", Health.BAD, words)
    return Found("sweep", Health.OK, f"was {_ago(age)} ago")


def _failing(session: Session) -> Found:
    failing = failing_clocks.failures(session)
    if not failing:
        return Found("deadlines", Health.OK, "none fails")
    each = [
        f"{one.number} of {one.kind.value} (tried {one.tries} times, due since {one.since:%Y-%m-%d %H:%M} UTC)"
        for one in failing
    ]
    return Found("deadlines", Health.BAD, f"{', '.join(each)} can't act: look at clock.failed in the log")


def _roles(session: Session, settings: Settings, wall: float) -> Found:
    """Who does what one process alone does: each role with its holder, as long as that is there."""
    senders = [f"{tenures.SENDER}{platform.name.value}" for platform in settings.on()]
    held = {one.role: one for one in _held(session, settings)}
    roles = [*senders, tenures.CLOCKS, tenures.LEDGER]
    missing = [role for role in roles if role not in held]
    words = [f"{role} by {held[role].holder} for {_ago(wall - held[role].since)}" for role in roles if role in held]
    if missing:
        wanted = sorted({"sender" if role in senders else "clock" for role in missing})
        words.append(f"nobody has {', '.join(missing)}: start `fuma run` with the role {' and '.join(wanted)}")
    return Found("roles", Health.WARN if missing else Health.OK, "; ".join(words))


def _held(session: Session, settings: Settings) -> list[tenures.HeldRole]:
    every = [one for one in tenures.every(session) if one.holder]
    if session.get_bind().dialect.name == "sqlite":
        return every if in_use(address_of(settings.database_url)) else []
    alive = locks.held_now(session, [one.role for one in every])
    return [one for one in every if one.role in alive]


def _waiting(session: Session, now: datetime) -> Found:
    oldest = inbox.oldest_unhandled(session)
    if oldest is None:
        return Found("waiting", Health.OK, "no event of anybody's waits")
    age = (now - oldest).total_seconds()
    words = f"{inbox.unhandled(session)} events wait for their turn, the oldest for {_ago(age)}"
    if age > UNHANDLED:
        return Found("waiting", Health.WARN, f"{words}: look for the role worker, and at turn.failed in the log")
    return Found("waiting", Health.OK, words)


def _aside(session: Session) -> Found:
    number = inbox.aside(session)
    if number:
        words = f"{number} of the last {inbox.RECENT:,} were given up: look at turn.set_aside in the log"
        return Found("events", Health.WARN, words)
    return Found("events", Health.OK, "none was given up")


def _unsent(session: Session, now: datetime) -> Found:
    oldest = outbox.oldest_unsent(session)
    if oldest is None:
        return Found("messages", Health.OK, "all are sent")
    age = (now - oldest).total_seconds()
    number = outbox.unsent(session)
    if age > UNSENT:
        words = f"{number} wait, the oldest for {_ago(age)}: look at the platforms, and for the role sender"
        return Found("messages", Health.WARN, words)
    return Found("messages", Health.OK, f"{number} wait, the oldest for {_ago(age)}")


def _given_up(session: Session, now: datetime) -> Found:
    found = unheard.stand_aside(session, now)
    if not found:
        return Found("aside", Health.OK, "in the last week no message was given up or refused")
    how = {RowEnding.ASIDE: "given up", RowEnding.REFUSED: "refused"}
    each = (
        f"{one.number} {how[one.ending]} on {one.channel}, the last {_ago((now - one.last).total_seconds())} ago"
        for one in found
    )
    words = f"{'; '.join(each)}: look at outbox.given_up and outbox.refused in the log"
    return Found("aside", Health.WARN, words)


def _holidays(session: Session, settings: Settings, today: date) -> Found:
    try:
        rules = load_rules(settings.rules_file)
    except RulesError as error:
        return Found("holidays", Health.BAD, f"FUMA_RULES_FILE: {error}")
    return holidays(find_calendar(session, rules.office_hours), today)


# The outside


async def _platform(platform: Platform[Any], settings: Settings) -> Found:
    own = settings.of(platform)
    if not own.on:
        return Found(platform.name, Health.OFF, f"{own.variable(own.SWITCH)} is empty")
    return Found(platform.name, *await platform.examine(own, LIMIT))


# What lies beside


def _fonts(settings: Settings) -> Found:
    try:
        Fonts.load(settings.font)
    except FontError as error:
        return Found("fonts", Health.BAD, f"FUMA_FONT: {error}")
    return Found("fonts", Health.OK, "can be drawn with")


def holidays(calendar: Calendar, today: date) -> Found:
    """Which years' notices are known: this year's must be, next year's from December on."""
    missing = [year for year in (today.year, today.year + 1) if not _announced(calendar, year)]
    if today.year in missing:
        words = f"the notice of {today.year} isn't known: deadlines may fall on wrong days; `fuma import` it"
        return Found("holidays", Health.BAD, words)
    if missing and today.month >= NOTICE_BY:
        words = f"the notice of {today.year + 1} isn't known yet: `fuma import` it once the State Council has given it"
        return Found("holidays", Health.WARN, words)
    known = " and ".join(str(year) for year in _known(calendar, today.year))
    return Found("holidays", Health.OK, f"the notice of {known} is known")


def _known(calendar: Calendar, year: int) -> Iterator[int]:
    return (each for each in (year, year + 1) if _announced(calendar, each))


def _announced(calendar: Calendar, year: int) -> bool:
    """Of days in the middle of months, as a single one may have been corrected by hand."""
    return not all(calendar.is_provisional(date(year, month, 15)) for month in range(1, 13))


def _ago(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
