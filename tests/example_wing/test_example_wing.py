"""A wing is its folders and a line that loads it: nothing of Fuma knows its name."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example_wing import HOME

ROOT = Path(__file__).parent.parent.parent
PLAYED = Path(__file__).with_name("playing.py")
PRODUCT = ("bot", "handlers", "jobs", "locales", "models")
KNOWING_ALL = {
    *(f"handlers.{name}" for name in ("catalogue", "clockwork", "home", "wings")),
    *(f"models.{name}" for name in ("schema", "sight", "wings")),
}
"""What brings all wings together; a wing may import none of it (pyproject.toml)."""


def test_the_example_works_without_a_change_to_the_product() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", str(PLAYED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert re.search(r"\d+ passed", done.stdout)


def test_no_file_of_the_product_knows_the_example() -> None:
    files = [path for folder in PRODUCT for ending in ("py", "ftl") for path in (ROOT / folder).rglob(f"*.{ending}")]
    files += [ROOT / "pyproject.toml", ROOT / "rules.toml"]
    knowing = [path for path in files if re.search(r"\bloans?\b|example_wing", path.read_text(encoding="utf-8"))]
    assert knowing == []


@pytest.mark.parametrize("path", sorted(HOME.glob("*.py")), ids=lambda path: path.name)
def test_it_imports_nothing_that_a_wing_may_not(path: Path) -> None:
    found = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom))
    names = {name for node in found for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names))}
    assert not names & KNOWING_ALL


def test_it_has_the_files_that_the_document_lists_and_no_others() -> None:
    said = (ROOT / "docs/extending.md").read_text(encoding="utf-8").partition("## A wing")[2].partition("\n## ")[0]
    listed = set(re.findall(r"^\d+\. `tests/example_wing/loans/(\w+\.py)`", said, re.MULTILINE))
    assert {path.name for path in HOME.glob("*.py")} - {"__init__.py"} == listed
    assert {path.name for path in HOME.iterdir() if path.suffix != ".py"} - {"__pycache__"} == {"locales"}
    assert "`tests/example_wing/loans/locales/`" in said
