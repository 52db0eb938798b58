"""How long something that failed is left alone before it is tried again."""

from dataclasses import dataclass

STEPS = 64  # after which every pause has long been the longest; what fails for days mustn't outgrow every float


@dataclass(frozen=True)
class Backoff:
    """Pauses in seconds: the first, each `factor` times the one before, up to the most, but none under the first."""

    first: float
    factor: float
    most: float

    def after(self, failures: int) -> float:
        """The pause when something fails that has failed so many times before."""
        return max(self.first, min(self.first * self.factor ** min(failures, STEPS), self.most))
