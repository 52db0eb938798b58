"""The enterprise rates a visit (码上评): a level for each department and one for the whole, reasons that fit, words if
wanted.
"""

from handlers.ratings.commands import RateVisit
from handlers.ratings.lookup import RatingLookup
from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import Pick, PickSeveral, Text
from models.ground.messages import word
from models.ratings.ratings import Level, Line
from models.register.people import ADMINS

GOOD = ("rated-polite", "rated-by-the-code", "rated-helpful", "rated-quick")
BAD = ("rated-rude", "rated-not-by-the-code", "rated-too-long", "rated-asked-for-more", "rated-disturbed-work")
NO_REASON = "none"
WHOLE = Question("whole", Pick())


@talk("visit.rate", starts=ADMINS)
def rate_visit(ask: Ask, lookup: RatingLookup) -> RateVisit:
    """One sheet; each sending replaces the one before."""
    visit = lookup.visit("rate", as_seen=False)
    lines = []
    for index, (part, department) in enumerate(lookup.part_names(visit)):
        level = _level(ask(Question(f"department{index}", Pick()), among=_levels(), shown={"department": department}))
        lines.append((part.id, level))
    whole = _level(ask(WHOLE, among=_levels(), shown=lookup.described(visit)))
    worst = min(whole, *(level for _, level in lines))
    chosen = ask(Question("reasons", PickSeveral()), among=_reasons(worst))
    words = ask(Question("words", Text(lookup.rules.texts.rating, optional=True, lines=True)))
    reasons = tuple(reason for reason in chosen if reason != NO_REASON)
    return RateVisit(
        visit=visit.id,
        lines=(
            *(Line(part_id=part, level=level) for part, level in lines),
            Line(part_id=None, level=whole, reasons=reasons, words=words),
        ),
    )


def _levels() -> list[Choice]:
    return [Choice(str(level.value), word(f"level-{level.value}")) for level in Level]


def _level(code: str) -> Level:
    return Level(int(code))


def _reasons(level: Level) -> list[Choice]:
    fitting = BAD if level.bad else GOOD
    return [*(Choice(key, word(key)) for key in fitting), Choice(NO_REASON, word("rated-no-reason"))]
