"""Business time as the sandbox knows it: the wall clock plus what was learnt from Fuma."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

CST = timezone(timedelta(hours=8))
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


class Clock:
    """Stamps messages with business time; limits, tokens and pace read the wall clock."""

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """Business time, in China's zone."""
        return datetime.fromtimestamp(self.wall(), UTC).astimezone(CST) + self.offset

    def stamp(self) -> int:
        """Business time in whole seconds since 1970, as both platforms write it."""
        return int(self.now().timestamp())

    def learn(self, now: datetime) -> None:
        """Takes over the business time that Fuma has told."""
        self.offset = now - datetime.fromtimestamp(self.wall(), UTC)


def parse_duration(text: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds; raises ValueError for anything else."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(f"not a duration such as PT24H: {text}")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    try:
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError as error:
        raise ValueError(f"too long: {text}") from error


def parse_moment(text: str) -> datetime:
    """An ISO 8601 moment with its zone; raises ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"the zone is missing: {text}")
    return moment.astimezone(CST)
