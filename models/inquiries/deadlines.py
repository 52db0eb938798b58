"""When the parts of an inquiry are due: each moment a pure function of a start, the rules and the calendar.

A due moment is the first one that is too late. Departments' clocks end with the office hours of a working day; those
of the enterprise in days end at midnight and don't roll.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from models.inquiries.inquiries import Complexity
from models.register.rules import Rules
from models.time.durations import Days, Months
from models.time.moments import at, day_of, midnight
from models.time.workdays import ONE_DAY, Calendar


def accept_due(got_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When a department must have accepted what it got; its silence accepts."""
    return calendar.add_working_days(got_at, rules.inquiry.accept)


def transfer_due(offered_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """Until when another department can take over; else it stays."""
    return calendar.add_working_days(offered_at, rules.inquiry.transfer)


def designation_due(placed_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the supervisor must have designated a department."""
    return calendar.add_working_days(placed_at, rules.inquiry.designation)


def extension_due(asked_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the head must have decided on more time; silence is no."""
    return calendar.add_working_days(asked_at, rules.inquiry.extension)


def first_reply_due(accepted_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When whoever asked must have heard something of substance."""
    return calendar.add_working_days(accepted_at, rules.inquiry.first_reply)


def length_of(complexity: Complexity, rules: Rules) -> Days | Months:
    """How long a department has to resolve an inquiry."""
    return rules.inquiry.simple if complexity is Complexity.SIMPLE else rules.inquiry.complex


def resolve_due(accepted_at: datetime, complexity: Complexity, rules: Rules, calendar: Calendar) -> datetime:
    """When an inquiry must be answered; a last day off rolls to the next working day."""
    received = calendar.day_of_receipt(accepted_at)
    return _end_of_office(last_day(received, length_of(complexity, rules)), calendar)


def resolve_again_due(reopened_at: datetime, complexity: Complexity, rules: Rules, calendar: Calendar) -> datetime:
    """When a reopened inquiry must be answered: after half of the first length, whose odd day falls to the asker."""
    received = calendar.day_of_receipt(reopened_at)
    length = last_day(received, length_of(complexity, rules)) - received
    return _end_of_office(received + timedelta(days=max(length.days // 2, 1)), calendar)


def longest_extension(due: datetime, complexity: Complexity, rules: Rules) -> date:
    """The last day to which more time can be asked for: the first length again."""
    return last_day(day_of(due), length_of(complexity, rules))


def end_of_day(day: date, calendar: Calendar) -> datetime:
    """When something promised for a day is due: the end of its office hours, or those of the next working day."""
    return _end_of_office(day, calendar)


def input_closes(asked_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When a question back to the enterprise can no longer be answered."""
    return _midnight_after(asked_at, rules.inquiry.waiting, calendar)


def marking_closes(answered_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When an answer can no longer be marked solved or not."""
    return _midnight_after(answered_at, rules.inquiry.marking, calendar)


def reopening_closes(closed_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When a closed inquiry can no longer be reopened."""
    return _midnight_after(closed_at, rules.inquiry.reopen, calendar)


def settled_before(moment: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """What was closed before this can no longer be reopened at a moment."""
    day = day_of(moment) - rules.inquiry.reopen.delta
    while reopening_closes(midnight(day) - timedelta(microseconds=1), rules, calendar) > moment:
        day -= ONE_DAY
    return midnight(day)


def reminders_in_days(start: datetime, due: datetime, rules: Rules, calendar: Calendar) -> tuple[datetime, ...]:
    """When whoever has days or months is reminded: in the morning when half of the days are over, and some working
    hours before. One that isn't after the start is left out, and the one at half time where it is close to the other.
    """
    half = half_time_in_days(start, due, calendar)
    last = calendar.subtract_working_hours(due, rules.reminders.before_due)
    close = max(calendar.working_time_between(half, last), calendar.working_time_between(last, half))
    moments = [last] if close <= rules.reminders.apart.delta else sorted((half, last))
    return tuple(moment for moment in moments if start < moment < due)


def half_time_in_days(start: datetime, due: datetime, calendar: Calendar) -> datetime:
    """The morning on which half of the days are over."""
    received = calendar.day_of_receipt(start)
    return at(received + (day_of(due) - received) // 2, calendar.hours.morning_start)


def last_day(received: date, length: Days | Months) -> date:
    """The last of so many days or months; a month without the date ends on its last day."""
    if isinstance(length, Days):
        return received + length.delta
    months = received.month - 1 + length.count
    year, month = received.year + months // 12, months % 12 + 1
    return date(year, month, min(received.day, monthrange(year, month)[1]))


def _end_of_office(day: date, calendar: Calendar) -> datetime:
    return calendar.end_of_office(day if calendar.is_working_day(day) else calendar.next_working_day(day))


def _midnight_after(start: datetime, length: Days, calendar: Calendar) -> datetime:
    return midnight(calendar.day_of_receipt(start) + length.delta + ONE_DAY)
