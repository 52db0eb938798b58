"""The layers are a test, not a paragraph."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_imports_go_down_the_layers_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    finished = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout
