"""The glossary: one meaning a word, and each word that it gives for the code is one of the code."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| (.+) \|$", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
LINES = [row.split(" | ") for row in ROWS if not row.startswith(("zh |", "in code |", "---"))]


def words_of_code() -> list[str]:
    """What the glossary says stands in the code, as it is spelt there."""
    cells = [line[-2] for line in LINES]
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell) if re.fullmatch(r"\w+", word)]


@cache
def product() -> str:
    """All code and rules of the product."""
    files = [path for folder in ("bot", "handlers", "models", "jobs") for path in (ROOT / folder).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*sorted(files), ROOT / "rules.toml"))


def test_a_word_stands_in_the_glossary_once() -> None:
    terms = [part.strip(" `") for line in LINES for cell in line[:-1] for part in re.split(r"[/,]", cell)]
    named = [term for term in terms if term not in {"–", ""}]
    assert {term for term in named if named.count(term) > 1} == set()


@pytest.mark.parametrize("word", sorted(set(words_of_code())))
def test_a_word_of_the_code_is_used_there(word: str) -> None:
    assert re.search(rf"(?<![A-Za-z]){word}(?![a-z])", product())


def test_a_tenure_and_a_turn_are_explained_in_one_line_each() -> None:
    for word in ("tenure", "turn", "about"):
        assert len([line for line in LINES if line[-2].strip("`") == word]) == 1
