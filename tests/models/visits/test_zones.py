"""Business time is China's, wherever the server stands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = """
import json, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from models.register import deadlines as common_deadlines
from models.ratings import deadlines as rating_deadlines
from models.visits import deadlines
from models.register.rules import Kind, load_rules
from models.visits.states import Side
from models.time.workdays import Calendar

rules = load_rules(Path("rules.toml"))
calendar = Calendar(rules.office_hours)
table = []
for hours in range(0, 24 * 400, 7):  # two New Years, a 29 February, every holiday, every hour of the day
    start = datetime(2023, 12, 20, tzinfo=UTC) + timedelta(hours=hours)
    window = start + timedelta(days=9, minutes=30)
    due = deadlines.reply_due(start, window, rules, calendar)
    table.append([
        str(moment.astimezone(UTC)) if isinstance(moment, datetime) else str(moment)
        for moment in (
            deadlines.approval_due(start, rules, calendar),
            due,
            *common_deadlines.reminders(start, due, rules, calendar),
            deadlines.last_moment_to_ask(window, Kind.ROUTINE, rules, calendar),
            deadlines.side_due(Side.OFFICIAL, start, window, rules, calendar),
            deadlines.earliest_window_day(start, Kind.ROUTINE, rules, calendar),
            rating_deadlines.rating_closes(start, rules, calendar),
            common_deadlines.half_of_days(start, rules.rating.open_for, calendar),
        )
    ])
json.dump([table, datetime(2024, 7, 1).astimezone().utcoffset() / timedelta(hours=1)], sys.stdout)
"""


def due_moments(zone: str) -> tuple[list[list[str]], float]:
    """What is due when, as a process in this zone says; and how far its own clocks are from UTC, in hours."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    table, offset = json.loads(done.stdout)
    return table, offset


NEW_YORK = "EST5EDT,M3.2.0,M11.1.0"  # America/New_York in full, which needs no files of zones
KIRITIMATI = "<+14>-14"


@pytest.mark.parametrize(("zone", "hours"), [(NEW_YORK, -4), (KIRITIMATI, 14)])
def test_the_same_is_due_at_the_same_moment_in_every_zone(zone: str, hours: float) -> None:
    expected, utc = due_moments("UTC")
    table, offset = due_moments(zone)
    assert (utc, offset) == (0, hours), "the process really is there"
    assert table == expected
    assert len(table) > 1000
