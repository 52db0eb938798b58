"""Compares what two tours brought to the phones, step by step; nothing in it knows how Fuma works.

What differs by chance is taken out: ids, the minute of the clock, random codes and numbers. Within a step the bubbles
of a phone are a bag, as order is promised for a receiver and class only (see `business.out_of_order`); the steps follow
each other in both.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from tests.kills.killing import Killed

UNRECORDED = timedelta(seconds=5)  # a message sent as long before a kill may not have been recorded on a busy machine
CHANCE = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://fuma"),
    (re.compile(r"([sp][/_])[A-Za-z0-9_-]{22}"), r"\1code"),
    (re.compile(r"\d{1,2}:\d{2}"), "hh:mm"),  # windows are compared to the minute among the tables
    (re.compile(r"(?<![0-9A-Za-z])(?:\d{8}|\d{6})(?![0-9A-Za-z])"), "number"),  # a receipt, a pass
    (re.compile(r"(编号：|访企)\d+"), r"\1id"),
)

Bubble = dict[str, Any]
Step = list[tuple[str, Bubble]]
Face = tuple[object, ...]
Place = tuple[str, bool, Face]  # whose phone, whether an older bubble was changed, what it looks like


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs, in words: bubbles lost, repeated where a kill explains it, and all that nothing explains."""

    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)


def compare(undisturbed: list[Step], disturbed: list[Step], kills: list[Killed]) -> Comparison:
    """What became of the chats by killing."""
    found = Comparison()
    nothing: dict[Place, list[Bubble]] = {}
    steps = zip_longest(_by_step(undisturbed), _by_step(disturbed), fillvalue=nothing)
    for number, (wanted, got) in enumerate(steps, start=1):
        for place in sorted(wanted.keys() | got.keys(), key=str):
            _compare_face(found, f"step {number}", place, wanted.get(place, []), got.get(place, []), kills)
    return found


def normal(text: str) -> str:
    """A text without what chance has put into it."""
    for pattern, instead in CHANCE:
        text = pattern.sub(instead, text)
    return text


def _by_step(steps: list[Step]) -> list[dict[Place, list[Bubble]]]:
    seen: set[int] = set()
    found = []
    for step in steps:
        bubbles: dict[Place, list[Bubble]] = defaultdict(list)
        for person, bubble in step:
            bubbles[person, bubble["id"] in seen, face(bubble)].append(bubble)
            seen.add(bubble["id"])
        found.append(dict(bubbles))
    return found


def face(bubble: Bubble) -> Face:
    """What a person sees of a bubble."""
    buttons = tuple((normal(button["text"]), button["greyed"], button.get("selected")) for button in bubble["buttons"])
    file = bubble["file"] and (bubble["file"]["name"], bubble["file"]["size"])
    seen = (bubble["from"], normal(bubble["title"]), normal(bubble["text"]), bool(bubble["picture"]), file, buttons)
    return (*seen, bubble["card"], bubble["edited"], bubble["deleted"], bubble["notice"])


def _compare_face(
    found: Comparison, step: str, place: Place, wanted: list[Bubble], got: list[Bubble], kills: list[Killed]
) -> None:
    person, changed, (sender, _, text, *_) = place
    what = f"{step}, {person}, {'changed by' if changed else 'from'} {sender}: {text!r}"
    found.lost.extend([what] * (len(wanted) - len(got)))
    extra = len(got) - len(wanted)
    explained = min(extra, 0 if changed or not wanted else sum(1 for _ in _repeated(got, kills)))
    found.repeated.extend([what] * explained)
    found.unexplained.extend([what] * (extra - max(explained, 0)))


def _repeated(bubbles: list[Bubble], kills: list[Killed]) -> Iterator[Bubble]:
    """Those that came after a kill which an equal one preceded so closely that it may not have been recorded."""
    for bubble in bubbles:
        if any(_explains(kill, before, bubble) for before in bubbles for kill in kills):
            yield bubble


def _explains(kill: Killed, before: Bubble, bubble: Bubble) -> bool:
    sent = datetime.fromisoformat(before["at"])  # in whole seconds
    return before["id"] <= kill.newest < bubble["id"] and kill.at - UNRECORDED <= sent <= kill.at + timedelta(seconds=1)


def counted(texts: list[str]) -> Iterator[str]:
    """Each difference once, with how often it is there."""
    for text, times in Counter(texts).items():
        yield text if times == 1 else f"{times} × {text}"
