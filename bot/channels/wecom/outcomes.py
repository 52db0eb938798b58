"""What each of WeCom's error codes means: one table for whatever call met it, that for the token among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Any

from jobs.sending import Again, Gone, Outcome

WRONG_SECRET = 40001
EXPIRED = frozenset({40014, 42001})
RENEWING = EXPIRED | {WRONG_SECRET}  # a new token is tried once; with a wrong secret there will be none
MEDIA_GONE = 40007
EGRESS = 60020  # our address isn't among those the app may call from

SET_UP_WAIT = 60.0  # seconds between looks whether the operator has acted
_SECRET_WAIT = 300.0  # seconds; too many tries with a wrong secret bar this address for an hour


class Scope(Enum):
    """What has to wait after a refusal."""

    MESSAGE = auto()  # this message
    API = auto()  # whatever needs the method that refused
    CHANNEL = auto()  # everything


@dataclass(frozen=True)
class Wait:
    """A refusal that passes: after so many seconds it may be otherwise."""

    seconds: float
    scope: Scope
    why: str = ""


# The app isn't set up as it must be; the operator has to act, and then everything goes on where it stopped.
_SET_UP = frozenset({40013, 40056, 40091, 41001, 43012, 50001, EGRESS, 301002})
_NOT_ALLOWED = frozenset({48002, 48004})  # one method isn't among those the app may call

_WAITS: Mapping[int, Wait] = MappingProxyType(
    {
        -1: Wait(2, Scope.MESSAGE),
        6000: Wait(1, Scope.MESSAGE),
        45009: Wait(60, Scope.API),
        45011: Wait(60, Scope.API),
        45033: Wait(3, Scope.API),
        WRONG_SECRET: Wait(_SECRET_WAIT, Scope.CHANNEL, "secret"),
        **dict.fromkeys(EXPIRED | _SET_UP, Wait(SET_UP_WAIT, Scope.CHANNEL)),
        **dict.fromkeys(_NOT_ALLOWED, Wait(SET_UP_WAIT, Scope.API)),
    }
)

# Nobody of this userid can be reached by the app: unknown, gone, or outside its visible range.
_NOBODY = frozenset({40003, 40031, 60111, 81013})
_CODE_SPENT = 60140


def wait_of(code: int) -> Wait | None:
    """What to wait for after this code; None where the same request will never be served."""
    return _WAITS.get(code)


def outcome_of(code: int) -> Outcome:
    """How a message ends that was answered with this code; what is never served is our own fault unless it is known
    to be the receiver's or time's.
    """
    wait = wait_of(code)
    if wait is not None:
        everybody = wait.scope is Scope.CHANNEL
        return Again(wait.seconds, everybody=everybody, counted=wait.scope is not Scope.API, why=wait.why or str(code))
    return Gone(
        why=str(code),
        receiver=code in _NOBODY,
        fresh=code == _CODE_SPENT,
        ours=code not in _NOBODY and code != _CODE_SPENT,
    )


def of_group(code: int) -> Outcome:
    """How a line to a group ends: only what concerns the token or our address has to do with anybody else."""
    outcome = outcome_of(code)
    if isinstance(outcome, Again) and outcome.everybody and code not in RENEWING | {EGRESS}:
        return Again(outcome.seconds, why=outcome.why)
    return Gone(why=outcome.why) if isinstance(outcome, Gone) else outcome


def without_token(code: int) -> Again:
    """How a message ends whose token was refused: that says nothing about the message, and nothing goes without one."""
    wait = wait_of(code)
    if wait is None:
        return Again(SET_UP_WAIT, everybody=True, why=str(code))
    return Again(wait.seconds, everybody=True, why=wait.why or str(code))


def refusal_holds(code: int) -> float:
    """Seconds in which a refused token isn't asked for again: as long as a passing refusal takes, and a minute where
    the operator has to act.
    """
    wait = wait_of(code)
    return SET_UP_WAIT if wait is None else min(wait.seconds, SET_UP_WAIT)


def left_out(answer: Mapping[str, Any], account: str) -> str:
    """The field of a good answer that nevertheless names the account as not reached; "" where none does.

    WeCom answers with errcode 0 although nobody got the message, and in lower case.
    """
    for field in ("invaliduser", "unlicenseduser"):
        named = answer.get(field) or []
        names = named.split("|") if isinstance(named, str) else named
        if isinstance(names, list) and account.casefold() in {str(name).casefold() for name in names}:
            return field
    return ""
