"""What clocks do: the files that say it, each for its own kinds; and what the sweep needs of them."""

from handlers.actions import digest, follow_up, inquiry_recounting, inquiry_silence, recounting, silence, unreached
from handlers.actions.digest import begin_digests
from handlers.timekeeping import act, parties

__all__ = ["CLOCK_FILES", "act", "begin_digests", "parties"]

CLOCK_FILES = (silence, unreached, inquiry_silence, follow_up, recounting, inquiry_recounting, digest)
"""Each registers what its clocks do."""
