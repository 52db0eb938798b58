"""A wing is a folder and a line that loads it: nothing of Fuma knows its name."""

import re
import subprocess
import sys
from pathlib import Path

from tests.example_wing import HOME

ROOT = Path(__file__).parent.parent.parent
PLAYED = Path(__file__).with_name("playing.py")


def test_the_example_works_without_a_change_to_the_product() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", str(PLAYED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert re.search(r"\d+ passed", done.stdout)


def test_no_file_of_the_product_knows_the_example() -> None:
    files = [path for folder in ("bot", "handlers", "models", "jobs") for path in (ROOT / folder).rglob("*.py")]
    knowing = [path for path in files if re.search(r"\bloans?\b|example_wing", path.read_text(encoding="utf-8"))]
    assert knowing == []


def test_it_has_the_files_that_the_document_lists_and_no_others() -> None:
    said = (ROOT / "docs/extending.md").read_text(encoding="utf-8").partition("## A wing")[2].partition("\n## ")[0]
    listed = set(re.findall(r"^\d+\. `tests/example_wing/(\w+\.py)`", said, re.MULTILINE))
    here = {path.name for path in HOME.glob("*.py")} - {"__init__.py", PLAYED.name, Path(__file__).name}
    assert here == listed
