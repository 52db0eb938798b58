"""What clocks do: the files that say it, each for its own kinds; and what the sweep needs of them."""

from handlers.actions import follow_up, inquiry_recounting, inquiry_silence, recounting, silence, unreached
from handlers.timekeeping import act, parties

__all__ = ["CLOCK_FILES", "act", "parties"]

CLOCK_FILES = (silence, unreached, inquiry_silence, follow_up, recounting, inquiry_recounting)
"""Each registers what its clocks do."""
