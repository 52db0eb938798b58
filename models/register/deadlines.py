"""What all deadlines have in common: when somebody is reminded, and what an outage or a pause does to a due moment.

A due moment is the first one that is too late: what is stored before it is in time.
"""

from datetime import datetime

from models.register.rules import Rules
from models.time.durations import Days
from models.time.moments import at, day_of
from models.time.workdays import Calendar


def reminders(start: datetime, due: datetime, rules: Rules, calendar: Calendar) -> tuple[datetime, ...]:
    """When whoever has from `start` to `due` is reminded: at half of the working time and some working hours before.

    One that isn't after the start is left out, and the one at half time where it is close to the other.
    """
    half = calendar.half_time(start, due)
    last = calendar.subtract_working_hours(due, rules.reminders.before_due)
    close = max(calendar.working_time_between(half, last), calendar.working_time_between(last, half))
    moments = [last] if close <= rules.reminders.apart.delta else sorted((half, last))
    return tuple(moment for moment in moments if start < moment < due)


def in_the_digest(start: datetime, half: datetime, rules: Rules, calendar: Calendar) -> datetime | None:
    """The morning whose digest takes the place of a reminder at half time: of the same working day, where that comes
    before noon and the clock ran when the digest was made.
    """
    day = day_of(half)
    morning = at(day, rules.digest.at)
    said = calendar.is_working_day(day) and half < at(day, rules.digest.until) and start < morning
    return morning if said else None


def last_stretch(due: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the last working hours before a due moment begin, in which an outage of ours would cost the most."""
    return calendar.subtract_working_hours(due, rules.reminders.before_due)


def after_outage(due: datetime, over: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When something is due whose last working hours fell into an outage that ended at `over`: so many again."""
    return calendar.add_working_time(max(due, over), rules.reminders.before_due.delta)


def resumed_due(due: datetime, paused_at: datetime, resumed_at: datetime, calendar: Calendar) -> datetime:
    """When a clock in days that was paused is due: so many calendar days later as lie between the days on which it
    was paused and resumed, none on the same day; the end of office hours of that day or of the next working day.
    """
    day = day_of(due) + (day_of(resumed_at) - day_of(paused_at))
    return calendar.end_of_office(day if calendar.is_working_day(day) else calendar.next_working_day(day))


def half_of_days(start: datetime, length: Days, calendar: Calendar) -> datetime:
    """When half of a clock in days is over: in the morning, when offices open, a day off or not."""
    return at(calendar.day_of_receipt(start) + length.delta // 2, calendar.hours.morning_start)
