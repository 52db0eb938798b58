"""Reads a TOML table into a frozen dataclass, strictly: the dataclass is the schema, pydantic reads by it, and what it
refuses is said by the schema too.

Each field takes one type: StrictInt, StrictBool, StrEnum, a strict time, MonthDay, a duration, one of these `OrNone`, a
dataclass (a table), or a mapping from an enum to a dataclass (a table of tables). `Within` bounds a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import reduce
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from models.ground.wrong_rules import RulesError
from models.time.durations import Duration
from models.time.moments import MonthDay

T = TypeVar("T")

OrNone = Annotated[T | None, BeforeValidator(lambda value: None if value == "none" else value)]
"""What may be missing, written "none"."""

UNKNOWN = "unexpected_keyword_argument"  # told before a missing one, which is what it was meant to be
MISNAMED = "[key]"  # ends the place of a table that has none of the names of its enum


@dataclass(frozen=True)
class Within:
    """The numbers a rule may take, both ends included; for a duration its count."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, value: Any) -> Any:
        number = value.count if isinstance(value, Duration) else value
        if number is not None and not self.low <= number <= self.high:
            raise ValueError
        return value


def read_section(schema: type[T], table: object) -> T:
    """The dataclass filled from the table; raises RulesError for what is unknown, missing, mistyped or out of range."""
    try:
        return TypeAdapter(schema).validate_python(table)
    except ValidationError as refused:
        raise _told(schema, min(refused.errors(), key=lambda error: error["type"] != UNKNOWN)) from None


def _told(schema: type[Any], error: ErrorDetails) -> RulesError:
    place = [str(name) for name in error["loc"] if name != MISNAMED]
    refused = error.get("ctx", {}).get("error")
    if isinstance(refused, RulesError):  # what a section asks of its rules together
        return refused.under(".".join(place))
    is_strange = error["type"] == UNKNOWN or MISNAMED in error["loc"]
    hint = reduce(lambda table, name: _inside(table)[name], place[:-1] if is_strange else place, schema)
    wanted = f"no such rule, only {', '.join(_inside(hint))}" if is_strange else _wanted(hint)
    return RulesError(".".join(place), "nothing" if error["type"] == "missing" else repr(error["input"]), wanted)


def _inside(hint: Any) -> dict[str, Any]:
    """What a table has to hold, by name."""
    bare = _taken_apart(hint)[0]
    return dict.fromkeys(*get_args(bare)) if get_origin(bare) is Mapping else get_type_hints(bare, include_extras=True)


def _taken_apart(hint: Any) -> tuple[Any, Within | None, bool]:
    """The bare type, its bounds, and whether it may be "none"."""
    bare, *said = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    optional = NoneType in get_args(bare)
    within = next((each for each in said if isinstance(each, Within)), None)
    return get_args(bare)[0] if optional else bare, within, optional


_EXAMPLES: dict[type[Any], str] = {
    bool: "true or false",
    int: "a whole number",
    time: "a time such as 08:30:00",
    MonthDay: 'a month and day such as "07-01"',
}


def _wanted(hint: Any) -> str:
    bare, within, optional = _taken_apart(hint)
    text = _EXAMPLES.get(bare, "a table")
    if isinstance(bare, type) and issubclass(bare, Duration):
        text = f'a number of {bare.unit}s such as "{bare(3)}"'
    elif isinstance(bare, type) and issubclass(bare, StrEnum):
        text = " or ".join(f'"{word}"' for word in bare)
    if within is not None:
        text += f", from {within.low} to {within.high}"
    return text + (', or "none"' if optional else "")
