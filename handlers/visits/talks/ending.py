"""Taking a visit back, ending it, and naming other visitors."""

from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import People, Text
from handlers.visits.commands import ChangeVisitors, RevokeVisit, WithdrawVisit
from handlers.visits.lookup import VisitLookup
from models.ground.messages import word
from models.register.people import Role

REASONS_TO_WITHDRAW = ("withdraw-no-longer-needed", "withdraw-other-duty")
REASONS_TO_REVOKE = ("revoke-not-lawful", "revoke-complaint")


@talk("visit.withdraw", starts=frozenset({Role.OFFICIAL}))
def withdraw_visit(ask: Ask, lookup: VisitLookup) -> WithdrawVisit:
    """The official's reason."""
    visit = lookup.visit("withdraw")
    among = [Choice(key, word(key)) for key in REASONS_TO_WITHDRAW]
    reason = ask(Question("reason", Text(lookup.rules.texts.reason)), among=among, shown=lookup.described(visit))
    return WithdrawVisit(visit=visit.id, revision=visit.revision, reason=reason)


@talk("visit.revoke", starts=frozenset({Role.SUPERVISOR}))
def revoke_visit(ask: Ask, lookup: VisitLookup) -> RevokeVisit:
    """The supervisor's reason."""
    visit = lookup.visit("revoke")
    among = [Choice(key, word(key)) for key in REASONS_TO_REVOKE]
    reason = ask(Question("reason", Text(lookup.rules.texts.reason)), among=among, shown=lookup.described(visit))
    return RevokeVisit(visit=visit.id, revision=visit.revision, reason=reason)


@talk("visit.visitors", starts=frozenset({Role.OFFICIAL}))
def change_visitors(ask: Ask, lookup: VisitLookup) -> ChangeVisitors:
    """The whole list of visitors as it shall be: fewer only tells, anybody new asks again."""
    visit = lookup.visit("change")
    people = ask(
        Question("visitors", People(least=lookup.officers_needed(visit), now=lookup.team_now(visit))),
        among=lookup.team_of(visit),
        refuse=lookup.against_team_of(visit),
        shown=lookup.described(visit),
    )
    return ChangeVisitors(visit=visit.id, revision=visit.revision, visitors=people)
