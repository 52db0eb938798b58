"""What follows a bad rating, in words: what the rater said, how it was put right, why it is wrong, what is decided;
and reporting that somebody interferes.
"""

from handlers.ratings.commands import AppealRating, DecideAppeal, NoteContact, NoteRemedy, ReportInterference
from handlers.ratings.lookup import RatingLookup
from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import Pick, Text
from models.ground.messages import word
from models.register.people import ADMINS, Role

DEPARTMENT = frozenset({Role.OFFICIAL, Role.APPROVER})
REASONS_TO_APPEAL = ("appeal-not-us", "appeal-by-the-law", "appeal-not-as-told")
UPHELD, DISMISSED = "upheld", "dismissed"


@talk("rating.contact", starts=frozenset({Role.SUPERVISOR}))
def note_contact(ask: Ask, lookup: RatingLookup) -> NoteContact:
    """What the rater said; that he was contacted is enough."""
    follow_up = lookup.follow_up("contact")
    words = ask(Question("words", Text(lookup.rules.texts.reason, optional=True)), shown=lookup.rated_in_full())
    return NoteContact(follow_up=follow_up, words=words)


@talk("rating.remedy", starts=DEPARTMENT)
def note_remedy(ask: Ask, lookup: RatingLookup) -> NoteRemedy:
    """How it was put right, which the enterprise will read."""
    follow_up = lookup.follow_up("remedy")
    words = ask(Question("words", Text(lookup.rules.texts.reason)), shown=lookup.rated("remedy"))
    return NoteRemedy(follow_up=follow_up, words=words)


@talk("rating.appeal", starts=DEPARTMENT)
def appeal_rating(ask: Ask, lookup: RatingLookup) -> AppealRating:
    """Why the rating is wrong, which the enterprise and the supervisor will read."""
    follow_up = lookup.follow_up("appeal")
    among = [Choice(key, word(key)) for key in REASONS_TO_APPEAL]
    reason = ask(Question("reason", Text(lookup.rules.texts.reason)), among=among, shown=lookup.rated("appeal"))
    return AppealRating(follow_up=follow_up, reason=reason)


@talk("rating.decide", starts=frozenset({Role.SUPERVISOR}))
def decide_appeal(ask: Ask, lookup: RatingLookup) -> DecideAppeal:
    """Which way, and a sentence that both sides will read."""
    follow_up = lookup.follow_up("decide_appeal")
    among = [Choice(code, word(f"decide-{code}")) for code in (UPHELD, DISMISSED)]
    decision = ask(Question("decision", Pick()), among=among, shown=lookup.rated("decide_appeal"))
    words = ask(Question("words", Text(lookup.rules.texts.reason)))
    return DecideAppeal(follow_up=follow_up, upheld=decision == UPHELD, words=words)


@talk("rating.interference", starts=ADMINS, command="interference")
def report_interference(ask: Ask, lookup: RatingLookup) -> ReportInterference:
    """One confirmation; which visit is asked only where no button said so."""
    visit = lookup.subject.number or int(ask(Question("visit", Pick()), among=lookup.rated_visits()))
    ask(Question("sure", Pick()), among=[Choice("yes", word("choice-report"))], shown=lookup.rated_visit(visit))
    return ReportInterference(visit=visit)
