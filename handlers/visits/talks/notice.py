"""A notice on paper for an enterprise that nobody can reach: the official uploads it, the supervisor decides on it."""

from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.attachments import Attachment
from handlers.talking.conversing import talk
from handlers.talking.forms import Day, Span, Text, window_on
from handlers.visits.commands import RejectNotice, ServeNotice
from handlers.visits.lookup import VisitLookup
from models.ground.messages import word
from models.register.people import Role

DAY = Question("day", Day())
SPAN = Question("span", Span())
MEGABYTE = 1024 * 1024
REASONS_TO_REFUSE = ("notice-unreadable", "notice-not-served", "notice-wrong-day")


@talk("notice.serve", starts=frozenset({Role.OFFICIAL}))
def serve_notice(ask: Ask, lookup: VisitLookup) -> ServeNotice:
    """The notice as it was served; and where the visit's own window has begun, the one it names."""
    visit = lookup.unreached_visit()
    shown = lookup.described(visit)
    digest, name = ask(_notice(lookup), shown=shown)
    if lookup.is_to_come(visit):
        return ServeNotice(visit=visit.id, digest=digest, name=name, start=None, end=None)
    when = ask(DAY, among=lookup.days_to_move(visit), refuse=lookup.against_moving(visit), shown=shown)
    span = when.span or ask(SPAN, among=lookup.spans_to_move(visit, when), shown=shown)
    start, end = window_on(when, span)
    return ServeNotice(visit=visit.id, digest=digest, name=name, start=start, end=end)


@talk("notice.reject", starts=frozenset({Role.SUPERVISOR}))
def reject_notice(ask: Ask, lookup: VisitLookup) -> RejectNotice:
    """The supervisor's reason."""
    notice = lookup.notice()
    among = [Choice(key, word(key)) for key in REASONS_TO_REFUSE]
    reason = ask(Question("reason", Text(lookup.rules.texts.reason)), among=among)
    return RejectNotice(notice=notice, reason=reason)


def _notice(lookup: VisitLookup) -> Question[tuple[str, str]]:
    return Question("notice", Attachment(lookup.rules.slip.largest_bytes // MEGABYTE, "expects-notice"))
