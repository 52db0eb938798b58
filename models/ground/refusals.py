"""The ways to say no."""

from models.ground.messages import Json


class Refusal(Exception):
    """A request that can't be granted; `code` is the key of its words ("refusal-<code>"), `fields` what they need."""

    def __init__(self, code: str, **fields: Json) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class Overtaken(Refusal):
    """Somebody else was first; the fields say who, and what holds now."""
