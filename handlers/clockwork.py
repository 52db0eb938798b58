"""What clocks do, whatever wing they are of; and what the sweep needs of them."""

from handlers import wings  # noqa: F401 - each says what its clocks do
from handlers.digest.rounds import begin_digests
from handlers.timekeeping import act, parties

__all__ = ["act", "begin_digests", "parties"]
