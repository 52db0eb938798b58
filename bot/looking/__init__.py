"""Looks at files that people send: what they are by their content, whether they can be taken, what code is on them.

What comes from outside may be broken, huge or hostile, so nobody looks at it in this process: helper processes do,
with little memory and little time (`bot/looking/helper.py`).
"""

from bot.looking.findings import Findings
from bot.looking.helpers import Helpers, HelperUnavailable, helpers

__all__ = ["Findings", "HelperUnavailable", "Helpers", "helpers"]
