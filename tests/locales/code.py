"""What the code says by key, read from its syntax: keys, the values that go with them, and strings."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("bot", "jobs", "handlers", "models")
KEY_LIKE = re.compile(r"[a-z]+(-[a-z0-9]+)+")

Function = ast.FunctionDef | ast.AsyncFunctionDef

# where the key and the fields stand among the arguments
PLACES = {
    "answer": (0, 1),
    "notify": (1, 2),
    "change": (1, 2),
    "change_answered": (3, 4),
    "tell_group": (1, 2),
    "tell": (3, 4),
    "tell_supervisors": (2, 3),
    "remind": (3, 4),
    "remind_by": (3, 4),
    "tell_people": (3, 4),
}

# the same where the fields are keywords, and what the key begins with
WITH_KEYWORDS = {"word": ("", 0), "Refusal": ("refusal-", 0), "Overtaken": ("refusal-", 0), "_say": ("", 1)}

VISIT = frozenset({"visit", "enterprise", "departments", "kind", "window", "matters", "visitors", "official"})
INQUIRY = frozenset({"inquiry", "enterprise", "question", "department", "secret"})
DESCRIBED = {"tell": VISIT, "remind": VISIT, "remind_by": VISIT, "tell_people": INQUIRY}
"""What every message about a visit or an inquiry has besides its own fields."""


@dataclass(frozen=True)
class Use:
    """A key said somewhere; `fields` are the names that go with it, None where they can't be seen."""

    key: str
    fields: frozenset[str] | None
    where: str


@cache
def modules(*folders: str) -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple((path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The string constants that aren't docstrings."""
    docstrings = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | Function)
        for statement in node.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def constants(*folders: str) -> frozenset[str]:
    return frozenset(
        node.value for _, tree in modules(*folders) for node in strings(tree) if isinstance(node.value, str)
    )


def prefixes(*folders: str) -> frozenset[str]:
    """What the f-strings begin with that are a whole key: word(f"kind-{…}")."""
    found = set()
    for _, tree in modules(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node) in {*PLACES, "word", "text"}:
                for argument in node.args:
                    match argument:
                        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if start.endswith("-"):
                            found.add(start)
    return frozenset(found)


class Code:
    """The functions of handlers and models, and what they say."""

    def __init__(self) -> None:
        self.functions: dict[str, list[Function]] = defaultdict(list)
        self.paths: dict[Function, Path] = {}
        self.calls: list[tuple[Path, ast.Call, Function | None]] = []
        for path, tree in modules(*LAYERS):
            self._index(path, tree, None)

    def _index(self, path: Path, node: ast.AST, function: Function | None) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function):
                self.functions[child.name].append(child)
                self.paths[child] = path
            if isinstance(child, ast.Call):
                self.calls.append((path, child, function))
            self._index(path, child, child if isinstance(child, Function) else function)

    def uses(self) -> Iterator[Use]:
        """Every message that is said with a key that can be seen."""
        for path, call, function in self.calls:
            if function is None or function.name not in {*PLACES, *WITH_KEYWORDS}:  # they say what they are called with
                for key, fields in self._said_by(call, function):
                    yield Use(key, fields, f"{path}:{call.lineno}")

    def _said_by(self, call: ast.Call, function: Function | None) -> Iterator[tuple[str, frozenset[str] | None]]:
        name = _name(call)
        if name in WITH_KEYWORDS:
            start, at = WITH_KEYWORDS[name]
            fields = self._keywords(call, function)
            yield from ((start + key, fields) for key in self._keys(call, at, function))
        elif name == "Message":
            given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
            fields = self.names(given["fields"], function) if "fields" in given else frozenset()
            yield from ((key, fields) for key in self._said(given["key"], function))
        elif name in PLACES:
            at, fields_at = PLACES[name]
            fields = self._argument(call, fields_at, "fields", function)
            if fields is not None:
                fields |= DESCRIBED.get(name, frozenset())
            yield from ((key, fields) for key in self._keys(call, at, function))

    def matters(self) -> Iterator[Use]:
        """The two refusals of every kind of matter, with what stands in them."""
        for path, call, _ in self.calls:
            if _name(call) == "Machine":
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                own = (each for each in self.functions[ast.unparse(given["standing"])] if self.paths[each] == path)
                returned = [
                    (node.value, each) for each in own for node in ast.walk(each) if isinstance(node, ast.Return)
                ]
                fields = _common([self.names(value, each) for value, each in returned if value is not None])
                for end in ("not-now", "overtaken"):
                    yield Use(f"refusal-{_text(given['name'])}-{end}", fields, f"{path}:{call.lineno}")

    def reasons(self) -> Iterator[Use]:
        """Every reason that makes a verdict red, with its values."""
        for path, call, function in self.calls:
            if _name(call) == "RedReason" and isinstance(call.args[0], ast.Attribute):
                key = f"reason-{call.args[0].attr.lower().replace('_', '-')}"
                yield Use(key, self._argument(call, 2, "fields", function), f"{path}:{call.lineno}")

    def questions(self) -> Iterator[Use]:
        """Every question of every talk, with what is shown."""
        for path, tree in modules(*LAYERS):
            if (path.parts[0], path.parts[-2]) != ("handlers", "talks"):
                continue
            known = _questions_of(tree)
            for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
                talks = [d.args[0] for d in function.decorator_list if isinstance(d, ast.Call) and _name(d) == "talk"]
                for call in _asked_in(function, tree) if talks else ():
                    question = _question_key(call.args[0], known)
                    shown = next((k.value for k in call.keywords if k.arg == "shown"), None)
                    fields = frozenset[str]() if shown is None else self.names(shown, function)
                    key = f"ask-{_text(talks[0])}-{question.rstrip('0123456789')}"
                    yield Use(re.sub("[._]", "-", key), fields, f"{path}:{call.lineno}")

    def _meant(self, call: ast.Call, by: Function | None) -> list[Function]:
        """The functions that a call can mean: those of the caller's own module, else all of this name."""
        every = self.functions.get(_name(call), [])
        own = [each for each in every if by is not None and self.paths[each] == self.paths[by]]
        return own or [each for each in every if self.paths[each].parts[0] != "bot"]

    def returned(self, call: ast.Call, by: Function | None) -> frozenset[str] | None:
        """The keys of the mapping that a call gives."""
        found = [
            self.names(node.value, each)
            for each in self._meant(call, by)
            for node in ast.walk(each)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        return _common(found)

    def names(self, node: ast.expr, function: Function | None) -> frozenset[str] | None:
        """The keys of a mapping, as far as they can be seen."""
        match node:
            case ast.Dict():
                parts = [
                    frozenset({_text(key)}) if key is not None else self.names(value, function)
                    for key, value in zip(node.keys, node.values, strict=True)
                ]
                return None if None in parts else frozenset().union(*(part for part in parts if part))
            case ast.Call():
                return self.returned(node, function)
            case ast.Name() if function is not None and not _chosen_together(function):
                return _common([self.names(value, function) for value in _assigned(function, node.id)])
        return None

    def _argument(self, call: ast.Call, at: int, name: str, function: Function | None) -> frozenset[str] | None:
        given = call.args[at] if len(call.args) > at else next((k.value for k in call.keywords if k.arg == name), None)
        return frozenset() if given is None else self.names(given, function)

    def _keywords(self, call: ast.Call, function: Function | None) -> frozenset[str] | None:
        named = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
        spread = [self.names(keyword.value, function) for keyword in call.keywords if keyword.arg is None]
        return None if None in spread else named.union(*(part for part in spread if part))

    def _keys(self, call: ast.Call, at: int, function: Function | None) -> list[str]:
        if len(call.args) <= at:
            return []
        return self._said(call.args[at], function)

    def _said(self, node: ast.expr, function: Function | None) -> list[str]:
        match node:
            case ast.Constant(value=str(key)):
                return [key]
            case ast.IfExp(body=body, orelse=other):
                return [*self._said(body, function), *self._said(other, function)]
            case ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name(id="key")), ast.Constant(value=str(end))]):
                return [key + end for key in self._passed(function)]
            case ast.Name(id="key"):
                return self._passed(function)
        return []

    def _passed(self, function: Function | None) -> list[str]:
        """The keys that callers hand to a function as its `key`."""
        if function is None:
            return []
        names = [argument.arg for argument in function.args.args if argument.arg != "self"]
        if "key" not in names:
            return [
                _text(value)
                for assigned in _assigned(function, "key")
                for value in ast.walk(assigned)
                if isinstance(value, ast.Constant)
            ]
        at = names.index("key")
        calls = [
            (call, by)
            for _, call, by in self.calls
            if _name(call) == function.name and len(call.args) > at and function in self._meant(call, by)
        ]
        return [key for call, by in calls if by is not function for key in self._said(call.args[at], by)]


def _asked_in(function: Function, tree: ast.Module) -> Iterator[ast.Call]:
    """The questions a talk asks, those of its file's functions that it hands `ask` to among them."""
    own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        if _name(call) == "ask":
            yield call
        elif call.args and isinstance(call.args[0], ast.Name) and call.args[0].id == "ask":
            yield from _asked_in(own[_name(call)], tree)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _text(node: ast.AST) -> str:
    assert isinstance(node, ast.Constant), ast.dump(node)
    assert isinstance(node.value, str), node.value
    return node.value


def _assigned(function: Function, name: str) -> list[ast.expr]:
    found = []
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                found.append(value)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                found += [v for t, v in zip(targets, values, strict=True) if isinstance(t, ast.Name) and t.id == name]
    return found


def _chosen_together(function: Function) -> bool:
    """Whether a key and its fields are assigned in one statement, so that which goes with which can't be seen."""
    tuples = (
        target
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Tuple)
    )
    return any(isinstance(name, ast.Name) and name.id == "key" for each in tuples for name in each.elts)


def _common(found: list[frozenset[str] | None]) -> frozenset[str] | None:
    seen = [names for names in found if names is not None]
    return frozenset.intersection(*seen) if seen and len(seen) == len(found) else None


def _questions_of(tree: ast.Module) -> dict[str, str]:
    """The names of a talk's questions and of the functions that make one, each with its key."""
    known = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if _name(call) == "Question":
                known[name] = _text(call.args[0])
            case ast.FunctionDef(name=name, body=[*_, ast.Return(value=ast.Call() as call)]):
                if _name(call) == "Question":
                    known[name] = _text(call.args[0])
    return known


def _question_key(node: ast.expr, known: dict[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return known[name]
        case ast.Call(args=[ast.Constant(value=str(key)), *_]) if _name(node) == "Question":
            return key
        case ast.Call(args=[ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]), *_]):
            return start
        case ast.Call():
            return known[_name(node)]
    raise AssertionError(ast.dump(node))
