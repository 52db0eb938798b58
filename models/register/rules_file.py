"""Reads a TOML table into a frozen dataclass, strictly: the dataclass is the schema.

Each field takes one type: int, bool, str enum, time, MonthDay, a duration, one of these or None (written "none"),
a dataclass (a table), or a mapping from an enum to a dataclass (a table of tables). `Within` bounds a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import time
from enum import StrEnum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from models.ground.wrong_rules import RulesError, under
from models.time.clock import MonthDay
from models.time.durations import Duration

Section = TypeVar("Section")
Scalar = TypeVar("Scalar")


@dataclass(frozen=True)
class Within:
    """The numbers a rule may take, both ends included; for a duration its count."""

    low: int
    high: int


def read_section(schema: type[Section], table: object, key: str = "") -> Section:
    """The dataclass filled from the table; raises RulesError for what is unknown, missing, mistyped or out of range."""
    if not isinstance(table, dict):
        raise RulesError(key, repr(table), "a table")
    hints = get_type_hints(schema, include_extras=True)
    for name, value in table.items():
        if name not in hints:
            raise RulesError(under(key, name), repr(value), f"no such rule, only {', '.join(hints)}")
    for name, hint in hints.items():
        if name not in table:
            raise RulesError(under(key, name), "nothing", _wanted(hint))
    values = {name: _read(hint, table[name], under(key, name)) for name, hint in hints.items()}
    try:
        return schema(**values)
    except RulesError as error:
        raise error.under(key) from None


def _read(hint: Any, value: object, key: str) -> object:
    if get_origin(hint) is Mapping:
        names, schema = get_args(hint)
        return _read_mapping(names, schema, value, key)
    if _is_section(hint):
        return read_section(hint, value, key)
    bare, within, optional = _taken_apart(hint)
    if optional and value == "none":
        return None
    try:
        read = _scalar(bare, value)
    except (TypeError, ValueError):
        raise RulesError(key, repr(value), _wanted(hint)) from None
    number = read.count if isinstance(read, Duration) else read
    if within is not None and not (isinstance(number, int) and within.low <= number <= within.high):
        raise RulesError(key, repr(value), _wanted(hint))
    return read


def _read_mapping(names: type[StrEnum], schema: type[Any], table: object, key: str) -> Mapping[StrEnum, Any]:
    if not isinstance(table, dict):
        raise RulesError(key, repr(table), "a table")
    for name in table:
        if name not in set(names):
            raise RulesError(under(key, name), "a table", f"only {', '.join(names)}")
    for word in names:
        if word not in table:
            raise RulesError(under(key, word), "nothing", "a table")
    return MappingProxyType({word: read_section(schema, table[word], under(key, word)) for word in names})


def _is_section(hint: Any) -> bool:
    return is_dataclass(hint) and not hasattr(hint, "parse")


def _scalar(kind: type[Any], value: object) -> object:
    """The value as this type; raises TypeError or ValueError."""
    if issubclass(kind, Duration | MonthDay):
        return kind.parse(_exactly(str, value))
    if issubclass(kind, StrEnum):
        return kind(_exactly(str, value))
    return _exactly(kind, value)


def _exactly(kind: type[Scalar], value: object) -> Scalar:
    """Takes this type and no subclass: to Python true is a number, to a reader of rules it isn't."""
    if not isinstance(value, kind) or type(value) is not kind:
        raise TypeError(f"not {kind.__name__}: {value!r}")
    return value


def _taken_apart(hint: Any) -> tuple[type[Any], Within | None, bool]:
    """The bare type, its bounds, and whether it may be "none"."""
    within = None
    if get_origin(hint) is Annotated:
        hint, within = get_args(hint)
    optional = isinstance(hint, UnionType)
    if optional:
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    return hint, within, optional


_EXAMPLES: dict[type[Any], str] = {
    bool: "true or false",
    int: "a whole number",
    time: "a time such as 08:30:00",
    MonthDay: 'a month and day such as "07-01"',
}


def _wanted(hint: Any) -> str:
    if get_origin(hint) is Mapping or _is_section(hint):
        return "a table"
    bare, within, optional = _taken_apart(hint)
    if issubclass(bare, Duration):
        text = f'a number of {bare.unit}s such as "{bare(3)}"'
    elif issubclass(bare, StrEnum):
        text = " or ".join(f'"{word}"' for word in bare)
    else:
        text = _EXAMPLES[bare]
    if within is not None:
        text += f", from {within.low} to {within.high}"
    return text + (', or "none"' if optional else "")
