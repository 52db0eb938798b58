"""A digest in fields and buttons: a line and a button for each thing to do."""

from datetime import datetime

from handlers.buttons import one_tap
from handlers.digest.items import AN_EVENT, Item, Page, Todo
from handlers.turn import Rows
from models.clock import day_of, midnight, to_cst
from models.messages import Button, Fields, Json, day, lines, word
from models.workdays import ONE_DAY


def counts(items: list[Item], now: datetime) -> dict[str, Json]:
    """How many things there are, and how many of them are overdue."""
    return {"count": len(items), "overdue": sum(item.overdue(now) for item in items)}


def lines_of(shown: Page, now: datetime) -> Json:
    """A line for each thing, numbered on from the pages before."""
    return lines([_line(number, item, now) for number, item in enumerate(shown.items, shown.first)])


def buttons_of(shown: Page) -> Rows:
    """A button for each line, and one for what comes after them."""
    rows: list[tuple[Button, ...]] = [
        (Button(label=word("digest-button", number=number, what=item.open.label), data=item.open.data),)
        for number, item in enumerate(shown.items, shown.first)
    ]
    if shown.more:
        offset = shown.first - 1 + len(shown.items)
        rows.append((one_tap(word("button-digest-more", count=shown.more), "digest", "o", offset),))
    return tuple(rows)


def group_fields(items: list[Item], now: datetime) -> Fields:
    """What a department's group hears: how many are due today and how many are overdue, and nobody's name."""
    end = midnight(day_of(now) + ONE_DAY)
    late = sum(item.overdue(now) for item in items)
    return {"count": sum(not item.overdue(now) and item.due <= end for item in items), "overdue": late}


def _line(number: int, item: Item, now: datetime) -> Json:
    what = word(f"digest-do-{item.todo.replace('_', '-')}")
    return word("digest-line", number=number, when=_when(item, now), what=what, which=item.which)


def _when(item: Item, now: datetime) -> Json:
    if item.todo is Todo.OUTCOME:
        return word("digest-not-noted")
    if item.overdue(now):
        return word("digest-overdue", days=(day_of(now) - day_of(item.due)).days)
    if item.due <= midnight(day_of(now) + ONE_DAY):
        due = to_cst(item.due)
        time = "24:00" if day_of(due) > day_of(now) else f"{due:%H:%M}"
        return word("digest-at" if item.todo in AN_EVENT else "digest-today", time=time)
    return word("digest-until", day=day(day_of(item.due)))
