"""What clocks do: the files that say it, each for its own kinds; and what the sweep needs of them."""

from handlers.actions import digest, inquiry_silence, silence
from handlers.actions.digest import begin_digests
from handlers.timekeeping import act, parties

__all__ = ["CLOCK_FILES", "act", "begin_digests", "parties"]

CLOCK_FILES = (silence, inquiry_silence, digest)  # each registers what its clocks do
