"""Keeping to a platform's pace."""

from collections import deque

from jobs.sending import Pace


class Pacer:
    """Counts what was sent in the windows of a pace; moments are seconds of a steady clock."""

    def __init__(self, pace: Pace) -> None:
        self._windows = [(count, seconds, deque[float]()) for count, seconds in pace.limits]

    def wait(self, now: float) -> float:
        """How many seconds until one more may go; 0 for now."""
        longest = 0.0
        for count, seconds, sent in self._windows:
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= count:
                longest = max(longest, sent[len(sent) - count] + seconds - now)
        return longest

    def sent(self, now: float) -> None:
        """One more went."""
        for _, _, moments in self._windows:
            moments.append(now)

    @property
    def idle(self) -> bool:
        """Whether nothing that went still counts, as far as was looked."""
        return all(not sent for _, _, sent in self._windows)
