"""The two clocks: the wall's, for pace and signatures, and that of business, which a demo may move."""

import time
from datetime import UTC, datetime, timedelta


class BusinessClock:
    """Business time is the wall clock plus an offset, which is zero outside the demo."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """The moment of business, in UTC."""
        return datetime.now(UTC) + self.offset

    @staticmethod
    def wall() -> float:
        """The wall clock, in seconds since 1970."""
        return time.time()
