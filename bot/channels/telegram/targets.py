"""What it takes to change a message on Telegram."""

from jobs.sending import Target


def standing(message: str, *, captioned: bool = False) -> Target:
    """A message by its id; `captioned` where its words are a picture's caption."""
    return Target(message=message, own={"captioned": captioned})


def is_captioned(target: Target) -> bool:
    """Whether its words are a picture's caption."""
    return bool(target.own.get("captioned"))
