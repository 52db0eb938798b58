"""Saying no, and saying when: rejecting, declining, and putting another day on the table."""

from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import Day, Span, Text, window_on
from handlers.visits.commands import DeclineVisit, ProposeDay, RejectVisit
from handlers.visits.lookup import VisitLookup
from models.ground.messages import word
from models.register.people import ADMINS, Role
from models.visits.states import Side

DAY = Question("day", Day())
SPAN = Question("span", Span())

REASONS_TO_REJECT = ("reject-not-needed", "reject-incomplete", "reject-clash")
REASONS_TO_DECLINE = ("decline-not-relevant", "decline-busy", "decline-just-visited")
REASONS_TO_POSTPONE = ("postpone-contact-away", "postpone-stocktaking", "postpone-customer-visit")


@talk("visit.reject", starts=frozenset({Role.APPROVER}))
def reject_visit(ask: Ask, lookup: VisitLookup) -> RejectVisit:
    """The approver's reason."""
    visit = lookup.visit("reject")
    reason = ask(_reason(lookup), among=_phrases(REASONS_TO_REJECT), shown=lookup.described(visit))
    return RejectVisit(visit=visit.id, revision=visit.revision, reason=reason)


@talk("visit.decline", starts=ADMINS)
def decline_visit(ask: Ask, lookup: VisitLookup) -> DeclineVisit:
    """The enterprise's reason; for an inspection it is an objection, which the question says."""
    visit = lookup.visit("decline")
    shown = {**lookup.described(visit), "meaning": lookup.meaning_of_declining(visit)}
    reason = ask(_reason(lookup), among=_phrases(REASONS_TO_DECLINE), shown=shown)
    return DeclineVisit(visit=visit.id, revision=visit.revision, reason=reason)


@talk("visit.postpone", starts=ADMINS)
def postpone_visit(ask: Ask, lookup: VisitLookup) -> ProposeDay:
    """The enterprise's other day: one of three free ones or its own, and why."""
    visit = lookup.visit("postpone")
    shown = lookup.described(visit)
    when = ask(DAY, among=lookup.days_to_move(visit), refuse=lookup.against_moving(visit), shown=shown)
    span = when.span or ask(SPAN, among=lookup.spans_to_move(visit, when), shown=shown)
    reason = ask(_reason(lookup), among=_phrases(REASONS_TO_POSTPONE), shown=shown)
    start, end = window_on(when, span)
    return ProposeDay(
        visit=visit.id, revision=visit.revision, side=Side.ENTERPRISE, start=start, end=end, reason=reason
    )


@talk("visit.counter", starts=frozenset({Role.OFFICIAL, *ADMINS}))
def counter_visit(ask: Ask, lookup: VisitLookup) -> ProposeDay:
    """The other side's answer to a day on the table: still another day. The official has one, then the enterprise
    one.
    """
    visit = lookup.visit("counter")
    shown = lookup.described(visit)
    when = ask(DAY, among=lookup.days_to_move(visit), refuse=lookup.against_moving(visit), shown=shown)
    span = when.span or ask(SPAN, among=lookup.spans_to_move(visit, when), shown=shown)
    start, end = window_on(when, span)
    return ProposeDay(visit=visit.id, revision=visit.revision, side=lookup.side(visit), start=start, end=end, reason="")


def _reason(lookup: VisitLookup) -> Question[str]:
    return Question("reason", Text(lookup.rules.texts.reason))


def _phrases(keys: tuple[str, ...]) -> list[Choice]:
    return [Choice(key, word(key)) for key in keys]
