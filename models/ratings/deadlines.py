"""When a rating closes, and when what follows a bad one is due."""

from datetime import datetime

from models.register.rules import Rules
from models.time.moments import at, day_of, midnight
from models.time.workdays import ONE_DAY, Calendar


def rating_closes(left_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When a rating can no longer be given: the midnight that ends its last calendar day, a day off or not.

    It starts as every clock does: after office hours or on a day off, with the next working day.
    """
    return midnight(calendar.day_of_receipt(left_at) + rules.rating.open_for.delta + ONE_DAY)


def contact_due(rated_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the supervisor must have contacted whoever gave a bad rating."""
    return calendar.add_working_days(rated_at, rules.rating.contact)


def naming_due(agreed_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the department is told what the rater agreed to: with the digest of a later day, never at once, so that the
    moment doesn't say who it was.
    """
    return at(calendar.next_working_day(day_of(agreed_at)), rules.digest.at)


def remedy_due(told_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the department must have put right what it was told of, or appealed."""
    return calendar.add_working_days(told_at, rules.rating.remedy)


def appeal_due(appealed_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the supervisor's decision on an appeal against a rating is due; without one the rating stands."""
    return calendar.add_working_days(appealed_at, rules.rating.appeal)
