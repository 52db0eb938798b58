"""When things are due: each moment a pure function of a start, the window, the rules and the calendar.

A due moment is the first one that is too late: what is stored before it is in time.
"""

from datetime import date, datetime

from models.register.rules import Kind, Rules
from models.time.durations import WorkingDays
from models.time.moments import Interval, at, day_of
from models.time.workdays import ONE_DAY, Calendar
from models.visits.states import Side


def approval_due(requested_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the approver's answer to a request is due."""
    return calendar.add_working_days(requested_at, rules.visit.approval)


def reply_due(asked_at: datetime, window_start: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the enterprise's reply is due: after its working days, or some working hours before the window if sooner."""
    return min(
        calendar.add_working_days(asked_at, rules.visit.reply),
        calendar.subtract_working_hours(window_start, rules.visit.reply_before_window),
    )


def counted_to(due: datetime, window_start: datetime, rules: Rules, calendar: Calendar) -> date:
    """The last day on which it depends when an answer is due: the window's, where it was counted back from there."""
    back = calendar.subtract_working_hours(window_start, rules.visit.reply_before_window)
    return day_of(window_start if due >= back else due)


def can_still_be_asked(asked_at: datetime, window_start: datetime, rules: Rules, calendar: Calendar) -> bool:
    """Whether the enterprise has the least working time to read and answer, whatever the kind."""
    return calendar.working_time_between(asked_at, window_start) >= rules.visit.least_notice.delta


def earliest_window_day(asked_at: datetime, kind: Kind, rules: Rules, calendar: Calendar) -> date:
    """The first day on which a window keeps the kind's lead time, which the enterprise has in full before it.

    Asked on a Friday within office hours with 3 working days: Monday to Wednesday are its own, Thursday is the day.
    It need not be a working day. A kind without lead time can come the same day.
    """
    lead = rules.kinds[kind].lead
    if lead is None:
        return day_of(asked_at)
    return calendar.working_days_after(calendar.day_of_receipt(asked_at), lead) + ONE_DAY


def last_moment_to_ask(window_start: datetime, kind: Kind, rules: Rules, calendar: Calendar) -> datetime:
    """Until when a window can be put to the enterprise; a request still with the approvers then lapses.

    Up to it the window lies on `earliest_window_day` or later, and `can_still_be_asked` holds for a kind of which the
    enterprise is asked.
    """
    kind_rules = rules.kinds[kind]
    latest = window_start
    if kind_rules.consent_asked:
        latest = calendar.subtract_working_hours(window_start, rules.visit.least_notice)
    if kind_rules.lead is None:
        return latest
    received = calendar.working_days_before(day_of(window_start), WorkingDays(kind_rules.lead.count + 1))
    return min(latest, calendar.end_of_office(received))


def last_moment_to_postpone(window_start: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """Until when the enterprise can ask for another day after it has agreed."""
    return calendar.subtract_working_hours(window_start, rules.visit.postpone_before_window)


def last_day_for_postponement(first_day: date, kind: Kind, rules: Rules, calendar: Calendar) -> date:
    """The last day a visit can move to, counted from the first one it was asked for; that day if it can't move."""
    within = rules.kinds[kind].postpone_within
    return first_day if within is None else calendar.working_days_after(first_day, within)


def objection_due(objected_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the supervisor's decision on an objection is due."""
    return calendar.add_working_days(objected_at, rules.visit.objection)


def unreached_due(asked_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """Until when somebody of an enterprise may be reached before an inspection can go on by a paper notice."""
    return calendar.add_working_days(asked_at, rules.visit.unreached)


def answer_due(proposed_at: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the official's answer to the enterprise's other day is due; his silence accepts it."""
    return calendar.add_working_days(proposed_at, rules.visit.officials_silence)


def side_due(side: Side, proposed_at: datetime, window_start: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the side whose turn it is must have answered another day: the official soon, the enterprise as it must
    reply; both while there is time to prepare for the day on the table.
    """
    if side is Side.ENTERPRISE:
        return reply_due(proposed_at, window_start, rules, calendar)
    latest = calendar.subtract_working_hours(window_start, rules.visit.reply_before_window)
    return min(answer_due(proposed_at, rules, calendar), latest if latest > proposed_at else window_start)


def promise_reminder(until: date, rules: Rules, calendar: Calendar) -> datetime:
    """When whoever promised something until a day is reminded: in the morning of a working day before."""
    return at(calendar.working_days_before(until, rules.reminders.promise_before), calendar.hours.morning_start)


def pass_validity(window: Interval, rules: Rules) -> Interval:
    """The half-open span in which a pass for the window opens the door."""
    return window.widened(before=rules.passes.opens_before.delta, after=rules.passes.closes_after.delta)
