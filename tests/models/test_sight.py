"""Whoever asks who may see something asks all wings: of what nothing is known, nothing would be kept back."""

import subprocess
import sys
from pathlib import Path

import handlers.wings  # noqa: F401 - what stands on buttons and in chats is known then
from models.ground.public_ids import ON_BUTTONS

ROOT = Path(__file__).parent.parent.parent


def test_each_kind_that_buttons_are_about_is_known_to_whoever_only_asks() -> None:
    """As the courier does, which knows no handlers."""
    program = "from models import sight; from models.register.sights import LOOKS; print(*LOOKS)"
    asked = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {rows.KIND.name for rows in ON_BUTTONS.values()} <= set(asked.stdout.split())
