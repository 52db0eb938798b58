"""The documents are true to the code: tables equal it, files and names exist, links lead somewhere."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.__main__ import app
from handlers.visits.telling import TOLD, Audience
from models.visits.reasons import Reason
from models.visits.states import PartState, PassState, State
from models.visits.visits import TRANSITIONS
from tests.bot.service import every_setting

ROOT = Path(__file__).parents[2]
DOCS = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
LARGEST_PICTURE = 120_000  # bytes
PARTS = ["Context", "Decision", "Rejected", "Consequences"]  # of a decision

every_document = pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))

_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_FILE = re.compile(r"([\w.-]+/)*[\w.-]+\.(?:py|toml|md|ftl|txt|png|js|html|mako)")
_FOLDER = re.compile(r"(?:bot|handlers|jobs|models|sandbox|tests|docs|locales|requirements|bench)/([\w.-]+/)*")
_RUNNING = "var/"  # what running makes


def table(document: str, first: str) -> list[list[str]]:
    """The cells of the table whose heading begins with this cell."""
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [rows[0], *rows[2:]]


def codes(cell: str) -> list[str]:
    """What stands in backticks."""
    return _CODE.findall(cell)


def prose(document: Path) -> str:
    """A document without its blocks of code."""
    return _FENCE.sub("", document.read_text(encoding="utf-8"))


def written(value: Any) -> str:
    """A rule as a document writes it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def rules() -> dict[str, Any]:
    """The rules as they ship."""
    return tomllib.loads((ROOT / "rules.toml").read_text(encoding="utf-8"))


def test_the_numbers_of_the_rules_are_those_that_ship() -> None:
    ships = {
        f"{section}.{name}": written(value)
        for section, values in rules().items()
        if section != "kinds"
        for name, value in values.items()
    }
    assert {codes(row[0])[0]: row[1] for row in table("docs/rules.md", "rule")[1:]} == ships


def test_the_table_of_kinds_is_that_of_the_rules_that_ship() -> None:
    heading, *rows = table("docs/rules.md", "kind")
    columns = [codes(cell)[0] for cell in heading[1:]]
    told = {codes(row[0])[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}
    ships = {
        kind: {name: written(value) for name, value in columns.items()} for kind, columns in rules()["kinds"].items()
    }
    assert told == ships


def test_the_reasons_stand_in_the_order_in_which_they_are_told() -> None:
    assert [codes(row[0])[0] for row in table("docs/rules.md", "reason")[1:]] == [reason.value for reason in Reason]


def test_the_states_and_steps_are_those_of_the_code() -> None:
    assert [codes(row[0])[0] for row in table("docs/states.md", "state")[1:]] == [state.value for state in State]
    told = [(codes(row[0])[0], codes(row[1])[0], set(codes(row[2]))) for row in table("docs/states.md", "from")[1:]]
    coded = [
        (state.value, verb.value, {to.value for to in ends})
        for state, steps in TRANSITIONS.items()
        for verb, ends in steps.items()
    ]
    assert sorted(told, key=lambda step: step[:2]) == sorted(coded, key=lambda step: step[:2])


def test_the_states_of_parts_and_passes_are_named() -> None:
    text = (ROOT / "docs/states.md").read_text(encoding="utf-8")
    for begins, states in (("**Parts.**", PartState), ("**Passes.**", PassState)):
        paragraph = next(part for part in text.split("\n\n") if part.startswith(begins))
        assert {state.value for state in states} <= set(codes(paragraph))


def test_the_table_of_who_is_told_is_that_of_the_code() -> None:
    heading, *rows = table("docs/states.md", "news")
    assert heading[1:] == [audience.value for audience in Audience]
    told = {
        codes(row[0])[0]: {column for column, tick in zip(heading[1:], row[1:], strict=True) if tick == "✓"}
        for row in rows
    }
    assert {tick for row in rows for tick in row[1:]} == {"✓", "–"}
    assert told == {news.value: {audience.value for audience in audiences} for news, audiences in TOLD.items()}


def test_the_settings_with_their_defaults_are_those_of_the_code() -> None:
    told = {codes(row[0])[0]: "".join(codes(row[1])) for row in table("docs/operating.md", "setting")[1:]}
    assert told == {name: default_of(field.default) for name, field in every_setting().items()}


def default_of(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return "" if value is None else str(value)


def test_the_example_of_settings_names_each_once_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^(?:# )?(FUMA_\w+)=", example, re.MULTILINE)
    assert set(named) == every_setting().keys()


def test_the_commands_are_those_of_the_program() -> None:
    told = {codes(row[0])[0].split()[1] for row in table("docs/operating.md", "command")[1:]}
    coded = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert told == coded


def test_every_line_of_the_log_is_explained() -> None:
    told = {line for row in table("docs/operating.md", "line")[1:] for line in codes(row[0])}
    assert told == set(log_lines())


def log_lines() -> Iterator[str]:
    """The names of what is logged for an operator; debugging is not."""
    for file in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "jobs").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="info" | "warning" | "error" | "exception"),
                    args=[ast.Constant(value=str() as name), *_],
                ):
                    yield name


def test_the_commands_of_make_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([\w.]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for document in DOCS for name in re.findall(r"\bmake ([a-z.]\S*)`", prose(document))}
    assert named >= {"demo", "test", "tour", "lint"}
    assert named <= targets


def test_the_keys_of_the_tour_are_those_of_the_story() -> None:
    story = tomllib.loads((ROOT / "bot/demo/tour.toml").read_text(encoding="utf-8"))["step"]
    assert {codes(row[0])[0] for row in table("docs/sandbox.md", "key")[1:]} == {key for step in story for key in step}


def test_the_people_of_the_demo_are_those_who_ship() -> None:
    people = tomllib.loads((ROOT / "bot/demo/people.toml").read_text(encoding="utf-8"))["people"]
    told = [(codes(row[0])[0], row[1], row[3].lower()) for row in table("docs/sandbox.md", "id")[1:]]
    assert told == [(person["id"], person["name"], person["channel"]) for person in people]


@every_document
def test_every_file_and_name_that_is_mentioned_exists(document: Path) -> None:
    for code in codes(prose(document)):
        path, _, name = code.partition("::")
        if (_FILE.fullmatch(path) or _FOLDER.fullmatch(path)) and not path.startswith(_RUNNING):
            assert (ROOT / path).exists(), f"{document.name} mentions {path}"
        if name:
            assert name in names_of(ROOT / path), f"{path} has no {name}"


def names_of(file: Path) -> set[str]:
    """Everything a module defines at its top."""
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names


@every_document
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in ("".join(found) for found in _LINK.findall(prose(document))):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{document.name} links to {link}"
        if anchor:
            assert anchor in anchors(target), f"{document.name} links to {link}"


def anchors(document: Path) -> set[str]:
    """The headings of a document in the form in which links name them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_decision_is_in_the_list_and_has_its_parts() -> None:
    folder = ROOT / "docs/decisions"
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [link for link, _ in _LINK.findall((folder / "README.md").read_text(encoding="utf-8"))] == records
    for record in records:
        text = (folder / record).read_text(encoding="utf-8")
        assert text.startswith(f"# {record[:4]} ")
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == PARTS


def test_pictures_are_shown_somewhere_and_small() -> None:
    shown = {found for document in DOCS for found in re.findall(r"pictures/(\w+\.png)", prose(document))}
    pictures = list((ROOT / "docs/pictures").iterdir())
    assert {picture.name for picture in pictures} == shown
    assert all(picture.stat().st_size <= LARGEST_PICTURE for picture in pictures)
