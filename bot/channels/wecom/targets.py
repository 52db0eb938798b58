"""What it takes to change a card on WeCom: its task_id, and a response_code that was not used yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jobs.sending import Target
from models.ground.messages import Json

RESPONSE_CODE = "response_code"  # what an event brings of its own


@dataclass(frozen=True)
class RightToChange:
    """A code, "" for none, and since when (wall clock, seconds since 1970) it is good."""

    code: str
    since: float


def standing(message: str, task: str = "", code: str = "", code_at: float = 0.0) -> Target:
    """A message by its msgid; of a card also the task_id, which a press names, and the right to change it."""
    own = {"task": task, "code": code, "code_at": code_at}
    return Target(message=message, mark=task, since="code_at", own=own)


def right_of(target: Target) -> RightToChange:
    """The right to change it."""
    return RightToChange(str(target.own.get("code", "")), float(target.own.get("code_at", 0.0)))


def renewed(target: Target, own: Mapping[str, Json], now: float) -> Target:
    """With the fresh code that a press brought, if it did."""
    code = own.get(RESPONSE_CODE)
    return replace(target, own={**target.own, "code": code, "code_at": now}) if code else target


def used_up(target: Target) -> Target:
    """After a change, which uses its code up."""
    return standing(target.message, str(target.own.get("task", "")), "", right_of(target).since)
