"""What each of WeCom's error codes means for the message that met it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from jobs.sending import Again, Gone, Outcome

WRONG_SECRET = 40001
EXPIRED = frozenset({40014, 42001})
RENEWING = EXPIRED | {WRONG_SECRET}  # a new token is tried once; with a wrong secret there will be none
MEDIA_GONE = 40007

_SECRET_WAIT = 300.0  # seconds; too many tries with a wrong secret bar this address for an hour
_SET_UP_WAIT = 60.0

_CODES: Mapping[int, Outcome] = MappingProxyType(
    {
        -1: Again(seconds=2, why="-1"),
        6000: Again(seconds=1, why="6000"),
        45009: Again(seconds=60, everybody=True, why="45009"),
        45011: Again(seconds=60, everybody=True, why="45011"),
        45033: Again(seconds=3, everybody=True, why="45033"),
        WRONG_SECRET: Again(seconds=_SECRET_WAIT, everybody=True, why="secret"),
        60140: Gone(why="60140", fresh=True),
    }
)

# The app isn't set up as it must be; the operator has to act, and then everything goes on where it stopped.
_SET_UP = frozenset({40013, 40056, 40091, 41001, 43012, 48002, 48004, 50001, 60020, 301002})

# Nobody of this userid can be reached by the app: unknown, gone, or outside its visible range.
_NOBODY = frozenset({40003, 40031, 60111, 81013})


def outcome_of(code: int) -> Outcome:
    """How an answer with this code ends; one that isn't known is a request that will never be served."""
    if code in _CODES:
        return _CODES[code]
    if code in EXPIRED or code in _SET_UP:
        return Again(seconds=_SET_UP_WAIT, everybody=True, why=str(code))
    return Gone(why=str(code), receiver=code in _NOBODY)


def without_token(code: int) -> Again:
    """How a message ends whose token was refused: that says nothing about the message."""
    outcome = outcome_of(code)
    if isinstance(outcome, Again):
        return Again(seconds=outcome.seconds, everybody=True, why=outcome.why)
    return Again(seconds=_SET_UP_WAIT, everybody=True, why=str(code))


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
