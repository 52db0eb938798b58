"""The layers are a test, not a paragraph."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

from models.wings import WINGS

ROOT = Path(__file__).parent.parent


def test_imports_go_down_the_layers_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    finished = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout


LAYERS = ("models", "handlers")


def test_every_wing_has_a_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    held = {module for each in contracts if each["name"].startswith("Wing ") for module in each["source_modules"]}
    folders = {f"{layer}.{path.parent.name}" for layer in LAYERS for path in (ROOT / layer).glob("*/__init__.py")}
    assert folders - {"models.migrations"} == held


def test_each_contract_names_every_later_wing_and_all_are_loaded_in_that_order() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [each for each in settings["tool"]["importlinter"]["contracts"] if each["name"].startswith("Wing ")]
    assert tuple(each["name"].removeprefix("Wing ") for each in contracts) == WINGS
    for place, contract in enumerate(contracts):
        later = {module for each in contracts[place + 1 :] for module in each["source_modules"]}
        assert later <= set(contract["forbidden_modules"])


def test_whatever_stands_in_a_wing_is_loaded_with_the_catalogue_and_the_clockwork() -> None:
    """A file that registers something and that nobody imports would be silent."""
    program = "import sys; import handlers.catalogue, handlers.clockwork; print(*sys.modules)"
    asked = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    files = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "handlers").rglob("*.py"))
    wanted = {".".join(file.parts).removesuffix(".__init__") for file in files}
    assert wanted <= set(asked.stdout.split())


KNOWS_A_CHANNEL = re.compile(
    r"bot\.channels\.(telegram|wecom)|Channel\.(TELEGRAM|WECOM)|response_code|FUMA_(TELEGRAM|WECOM)"
)
MAY_KNOW = ("bot/channels", "bot/demo", "models/migrations", "models/ground/messages.py", "models/register/groups.py")


def test_a_platform_is_known_to_its_own_folder_and_the_list_of_platforms_alone() -> None:
    """Beside them: the demo, which plays on two, and the names of those that stood in the tables first."""
    files = [
        path.relative_to(ROOT)
        for layer in ("bot", "jobs", "handlers", "models")
        for path in (ROOT / layer).rglob("*.py")
    ]
    others = [path for path in files if not any(path.is_relative_to(each) for each in MAY_KNOW)]
    assert [str(path) for path in others if KNOWS_A_CHANNEL.search((ROOT / path).read_text(encoding="utf-8"))] == []


def test_a_class_name_has_one_meaning() -> None:
    """As docs/glossary.md promises of words: whoever reads a name needn't ask which of two it is."""
    found = defaultdict[str, list[str]](list)
    for layer in ("bot", "jobs", "handlers", "models"):
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}
