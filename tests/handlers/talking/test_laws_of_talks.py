"""The laws of conversations, read from the code: a talk asks and returns one command, and does nothing else."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args, get_type_hints

import pytest

import handlers
from handlers import catalogue
from handlers.inquiries import commands as inquiry_commands
from handlers.inquiries import lookup as inquiry_lookup
from handlers.ratings import commands as rating_commands
from handlers.ratings import lookup as rating_lookup
from handlers.talking.conversing import PERFORM, TALKS
from handlers.visits import commands, lookup

FILES = sorted(path for path in Path(handlers.__file__).parent.glob("*/talks/*.py") if path.name != "__init__.py")
ALLOWED = {
    "handlers.talking.asking": {"Ask", "Choice", "Question"},
    "handlers.visits.commands": {name for name, _ in inspect.getmembers(commands, inspect.isclass)},
    "handlers.talking.conversing": {"talk"},
    "handlers.talking.attachments": None,
    "handlers.talking.forms": None,  # forms are values, whichever they are
    "handlers.inquiries.commands": {
        "File",
        *(name for name, _ in inspect.getmembers(inquiry_commands, inspect.isclass)),
    },
    "handlers.visits.lookup": {"VisitLookup"},
    "handlers.ratings.lookup": {"RatingLookup"},
    "handlers.inquiries.lookup": {"InquiryLookup"},
    "handlers.ratings.commands": {name for name, _ in inspect.getmembers(rating_commands, inspect.isclass)},
    "models.ground.messages": {"window", "word"},
    "models.register.people": {"ADMINS", "GATE", "Role"},
    "models.ratings.ratings": {"Level", "Line"},
    "models.register.rules": {"Kind"},
    "models.visits.states": {"Side"},
    "models.visits.visits": {"Outcome", "visitors"},
}
"""What a talk may know: questions, commands, what is looked up for it, and plain values."""

FORBIDDEN = (ast.Try, ast.TryStar, ast.With, ast.While, ast.Await, ast.Yield, ast.Global, ast.Raise, ast.Delete)
SAYING_WHEN = {"deadline", "counted_day"}
READING = {"get", "get_one", "scalars", "scalar"}


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def name_of(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_talk_has_no_try_with_while_or_raise(path: Path) -> None:
    assert [ast.unparse(node) for node in nodes(path) if isinstance(node, FORBIDDEN)] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_talk_imports_no_store_bot_or_clock(path: Path) -> None:
    for node in nodes(path):
        assert not isinstance(node, ast.Import)
        if isinstance(node, ast.ImportFrom):
            assert node.module in ALLOWED
            allowed = ALLOWED[node.module]
            assert allowed is None or {alias.name for alias in node.names} <= allowed


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_loop_of_a_talk_has_an_end_that_stands_before_it_begins(path: Path) -> None:
    for loop in (node for node in nodes(path) if isinstance(node, ast.For)):
        assert isinstance(loop.iter, ast.Call)
        assert ast.unparse(loop.iter.func) in {"range", "enumerate"}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_talk_changes_nothing_that_it_did_not_make(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            assert not [target for target in targets if isinstance(target, ast.Attribute | ast.Subscript)]


@pytest.mark.parametrize("name", sorted(TALKS))
def test_a_talk_takes_ask_and_lookup_and_returns_one_command_that_an_action_carries_out(name: str) -> None:
    function = TALKS[name].function
    assert list(inspect.signature(function).parameters) == ["ask", "lookup"]
    assert commands_of(function) <= set(PERFORM)


def test_every_command_is_the_end_of_a_talk() -> None:
    assert set(PERFORM) == {command for talk in TALKS.values() for command in commands_of(talk.function)}


def commands_of(function: Callable[..., object]) -> set[type]:
    """What a talk can come to: one command, or one of several."""
    returned = get_type_hints(function)["return"]
    return set(get_args(returned)) or {returned}


def test_every_file_of_talks_is_loaded_with_the_catalogue() -> None:
    assert {name_of(Path(inspect.getfile(talk.function))) for talk in TALKS.values()} == {
        name_of(path) for path in FILES
    }


@pytest.mark.parametrize("module", [lookup, rating_lookup, inquiry_lookup], ids=["visits", "ratings", "inquiries"])
def test_what_a_talk_looks_up_is_only_read(module: ModuleType) -> None:
    for node in nodes(Path(module.__file__ or "")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            assert owner not in {"turn", "self.turn"} or node.func.attr in SAYING_WHEN
            if owner.endswith("session"):
                assert node.func.attr in READING


def test_the_engine_stays_small() -> None:
    engine = (Path(catalogue.__file__).parent / "talking" / "asking.py").read_text(encoding="utf-8")
    assert len(engine.splitlines()) <= 250
