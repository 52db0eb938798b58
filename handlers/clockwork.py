"""What clocks do: the files that say it, each for its own kinds; and what the sweep needs of them."""

from handlers.digest import rounds as digest
from handlers.digest.rounds import begin_digests
from handlers.inquiries.actions import recounting as inquiry_recounting
from handlers.inquiries.actions import silence as inquiry_silence
from handlers.ratings.actions import follow_up
from handlers.ratings.actions import recounting as rating_recounting
from handlers.ratings.actions import silence as rating_silence
from handlers.timekeeping import act, parties
from handlers.visits.actions import recounting, silence, unreached

__all__ = ["CLOCK_FILES", "act", "begin_digests", "parties"]

CLOCK_FILES = (
    silence,
    unreached,
    recounting,
    follow_up,
    rating_silence,
    rating_recounting,
    inquiry_silence,
    inquiry_recounting,
    digest,
)
"""Each registers what its clocks do."""
