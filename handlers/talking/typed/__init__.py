"""Readers of what people type in chat, Chinese or English: pure, without a clock, total on any text.

Each reader gives its value or raises NotUnderstood, never anything else, and never guesses: what reads two ways
is not understood. Over-long text is refused unread.
"""

from handlers.talking.typed.choices import choice, yes_no
from handlers.talking.typed.days import day
from handlers.talking.typed.moments import Typed, day_and_span
from handlers.talking.typed.numbers import digits
from handlers.talking.typed.people import names
from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.text import tidy
from handlers.talking.typed.times import time_span

__all__ = [
    "Expected",
    "NotUnderstood",
    "Typed",
    "choice",
    "day",
    "day_and_span",
    "digits",
    "names",
    "tidy",
    "time_span",
    "yes_no",
]
