"""When a loan is due."""

from datetime import datetime

from models.register.rules import Rules
from models.time.durations import WorkingDays
from models.time.workdays import Calendar

LONGEST = WorkingDays(2)  # a real wing has it in rules.toml


def loan_due(borrowed_at: datetime, _rules: Rules, calendar: Calendar) -> datetime:
    """When it must be back."""
    return calendar.add_working_days(borrowed_at, LONGEST)
