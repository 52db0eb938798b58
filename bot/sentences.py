"""Messages of a language as they are read from Fluent files: ready to be filled, the simple ones without Fluent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Pattern
from fluent.runtime.types import fluent_number
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from models.ground.messages import Json

_EMPTY = "\x00"  # stands for an empty value while Fluent works
_HELD = re.compile("\x01([a-z_]+)\x01")  # stands for any other, which Fluent would refuse where it is long


class BrokenWords(Exception):
    """A file of words that can't be used; says where and why."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")


@dataclass(frozen=True)
class Plain:
    """Lines of text with values in them: a template of % and the names of its values, for each."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    names: tuple[str, ...]

    def said(self, values: Mapping[str, str]) -> str:
        """The lines that have all their values."""
        said = []
        for template, names in self.lines:
            given = tuple([values[name] for name in names])
            if "" not in given:
                said.append(template % given)
        return "\n".join(said)


@dataclass(frozen=True)
class Choosing:
    """A message that chooses between variants: Fluent formats it. Values asked for with GIVEN() are `optional`."""

    bundle: FluentBundle
    pattern: Pattern
    names: tuple[str, ...]
    chosen_by: frozenset[str]
    optional: frozenset[str]

    def said(self, raw: Mapping[str, Json], values: Mapping[str, str]) -> str:
        """The message; `raw` are the values as they are, `values` in words."""
        stand_ins = {name: f"\x01{name}\x01" if values.get(name) else _EMPTY for name in self.names}
        choosing = {name: _choosing(raw[name]) for name in self.chosen_by}
        text = _formatted(self.bundle, self.pattern, {**stand_ins, **choosing})
        lines = (line for line in text.split("\n") if line.strip() and _EMPTY not in line)
        return _HELD.sub(lambda held: values[held[1]], "\n".join(lines))


Sentence = str | Plain | Choosing


@cache
def read_sentences(folder: Path) -> Mapping[str, Sentence]:
    """Every message of a language, read once in the life of the process; raises BrokenWords."""
    bundle = FluentBundle([folder.name], functions={"GIVEN": _given}, use_isolating=False)
    found: dict[str, tuple[ast.Message, Path, int]] = {}
    for path in sorted(folder.rglob("*.ftl")):
        resource, text = _parse(path)
        bundle.add_resource(resource)
        for message in _messages(resource):
            line = _line(text, message)
            if message.id.name in found:
                raise BrokenWords(path, line, f"{message.id.name} stands in {found[message.id.name][1].name} already")
            found[message.id.name] = message, path, line
    for message, path, line in found.values():
        unknown = _Seen.of(message).references - found.keys()
        if unknown:
            raise BrokenWords(path, line, f"no message {', '.join(sorted(unknown))}")
    return {key: _sentence(bundle, message) for key, (message, _, _) in found.items()}


def _parse(path: Path) -> tuple[ast.Resource, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise BrokenWords(path, 1 + fault.object[: fault.start].count(b"\n"), "not UTF-8") from None
    resource = FluentParser().parse(text)
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            raise BrokenWords(path, _line(text, entry), "; ".join(str(note.message) for note in entry.annotations))
        if isinstance(entry, ast.Message) and (entry.value is None or entry.attributes):
            raise BrokenWords(path, _line(text, entry), f"{entry.id.name} has no plain value")
    return resource, text


def _messages(resource: ast.Resource) -> Iterator[ast.Message]:
    return (entry for entry in resource.body if isinstance(entry, ast.Message))


def _line(text: str, entry: ast.SyntaxNode) -> int:
    start = entry.span.start if entry.span else 0
    if isinstance(entry, ast.Junk) and entry.annotations and entry.annotations[0].span:
        start = entry.annotations[0].span.start
    elif isinstance(entry, ast.Message) and entry.id.span:
        start = entry.id.span.start
    return text.count("\n", 0, min(start, len(text.rstrip()))) + 1


class _Seen(Visitor):
    """What a message refers to."""

    def __init__(self) -> None:
        self.variables: list[str] = []
        self.references: set[str] = set()
        self.chosen_by: set[str] = set()
        self.optional: set[str] = set()

    @classmethod
    def of(cls, message: ast.Message) -> "_Seen":
        seen = cls()
        seen.visit(message)
        return seen

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's visitor calls it so
        self.variables.append(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - Fluent's visitor calls it so
        self.references.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - Fluent's visitor calls it so
        if isinstance(node.selector, ast.VariableReference):
            self.chosen_by.add(node.selector.id.name)
        self.generic_visit(node)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802 - Fluent's visitor calls it so
        self.optional |= {each.id.name for each in node.arguments.positional if isinstance(each, ast.VariableReference)}
        self.generic_visit(node)


def _sentence(bundle: FluentBundle, message: ast.Message) -> Sentence:
    seen = _Seen.of(message)
    names = tuple(dict.fromkeys(seen.variables))
    pattern = bundle.get_message(message.id.name).value  # compiled here, so that nothing is written while threads read
    if pattern is None or message.value is None:
        raise TypeError(f"{message.id.name} was let in without a value")
    if not names:
        return _formatted(bundle, pattern, {})
    if all(_is_plain(element) for element in message.value.elements):
        return Plain(tuple(_templates(message.value.elements)), names)
    return Choosing(bundle, pattern, names, frozenset(seen.chosen_by), frozenset(seen.optional))


def _formatted(bundle: FluentBundle, pattern: Pattern, values: Mapping[str, Json]) -> str:
    text, faults = bundle.format_pattern(pattern, dict(values))
    if faults:
        raise faults[0]
    return str(text)


def _is_plain(element: ast.TextElement | ast.Placeable) -> bool:
    return isinstance(element, ast.TextElement) or isinstance(element.expression, ast.VariableReference)


def _templates(elements: Iterable[ast.TextElement | ast.Placeable]) -> Iterator[tuple[str, tuple[str, ...]]]:
    template = ""
    names: list[str] = []
    for element in elements:
        if isinstance(element, ast.TextElement):
            *ended, last = element.value.replace("%", "%%").split("\n")
            for line in ended:
                yield template + line, tuple(names)
                template, names = "", []
            template += last
        elif isinstance(element.expression, ast.VariableReference):
            template += "%s"
            names.append(element.expression.id.name)
    yield template, tuple(names)


def _given(value: Json) -> Any:  # a text will do, whatever Fluent's types say
    return "no" if value == _EMPTY else "yes"


def _choosing(value: Json) -> Json:
    return fluent_number(value, useGrouping=False) if isinstance(value, int) else str(value)
