"""A digest in fields and buttons: a line and a button for each thing to do."""

from collections.abc import Sequence
from datetime import datetime

from handlers.digest.items import AN_EVENT, DigestPage, Item, Todo
from handlers.inquiries import verbs as on_inquiries
from handlers.inquiries.showing import department_name
from handlers.ratings import verbs as on_ratings
from handlers.talking.buttons import list_from, one_tap
from handlers.talking.verbs import ButtonVerb
from handlers.turn import Rows, Step
from handlers.visits import verbs as on_visits
from models.ground.messages import Button, Fields, Json, day, lines, word
from models.ground.subjects import SubjectKind
from models.register import snapshots
from models.time.moments import day_of, midnight, to_cst
from models.time.workdays import ONE_DAY

LONGEST_NAME = 10  # characters of a name in a line: so that five lines fit a card

OPENS_ONE: dict[str, ButtonVerb] = {"inquiry": on_inquiries.SHOW, "visit": on_visits.SHOW}
"""The verb that shows one, by the name of its kind."""

OPENS = {Todo.CONTACT: on_ratings.CONTACT, Todo.REMEDY: on_ratings.REMEDY, Todo.APPEAL: on_ratings.DECIDE}
"""Of a bad rating what has to be done is at once begun; it shows what there is to know."""


def opens(kind: SubjectKind, verb: ButtonVerb) -> None:
    """Registers the verb on a line about a kind of subject."""
    OPENS_ONE[kind.name] = verb


def fields_of(step: Step, items: Sequence[Item], shown: DigestPage) -> Fields:
    """How many things there are and how many of them are overdue; and a line for each that is shown."""
    return {
        "count": len(items),
        "overdue": sum(item.overdue(step.now) for item in items),
        "lines": lines([_line(step, number, item) for number, item in enumerate(shown.items, shown.first)]),
    }


def buttons_of(shown: DigestPage) -> Rows:
    """A button for each line, and one for what comes after them."""
    rows = [(_button(number, item),) for number, item in enumerate(shown.items, shown.first)]
    if shown.more:
        offset = shown.first - 1 + len(shown.items)
        rows.append((list_from(word("button-digest-more", count=shown.more), "digest", offset),))
    return tuple(rows)


def group_fields(items: Sequence[Item], now: datetime) -> Fields:
    """What a department's group hears: how many are due today and how many are overdue, and nobody's name."""
    end = midnight(day_of(now) + ONE_DAY)
    late = sum(item.overdue(now) for item in items)
    return {"count": sum(not item.overdue(now) and item.due <= end for item in items), "overdue": late}


def _button(number: int, item: Item) -> Button:
    label = word("digest-button", number=number, what=_what(item))
    verb = OPENS.get(item.todo) or OPENS_ONE[item.sort]
    return one_tap(label, verb.name, verb.letter, item.public_id, item.revision)


def _line(step: Step, number: int, item: Item) -> Json:
    when, what = _when(item, step.now), _what(item)
    return word("digest-line", number=number, when=when, what=what, which=_which(step, item))


def _what(item: Item) -> Json:
    return word(f"digest-do-{item.todo.replace('_', '-')}")


def _which(step: Step, item: Item) -> Json:
    if item.department is not None:
        name = department_name(step, item.department)
    else:
        enterprise = snapshots.enterprise(step.session, item.enterprise) if item.enterprise is not None else None
        name = enterprise.name if enterprise and not item.secret else item.name
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    if item.sort != "inquiry":
        return short
    if item.secret and not short:
        return word("digest-inquiry-secret", inquiry=item.told)
    return word("digest-inquiry-secret-of" if item.secret else "digest-inquiry", inquiry=item.told, of=short)


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
