"""After leaving, the official notes what was found and what was promised."""

from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.conversing import talk
from handlers.talking.forms import Day, Pick, Text
from handlers.visits.commands import NoteOutcome, Promised
from handlers.visits.lookup import VisitLookup
from models.ground.messages import word
from models.register.people import Role
from models.visits.states import Side
from models.visits.visits import Outcome

MOST_PROMISES = 3
NONE = "none"
OUTCOME = Question("outcome", Pick())


@talk("visit.outcome", starts=frozenset({Role.OFFICIAL}))
def note_outcome(ask: Ask, lookup: VisitLookup) -> NoteOutcome:
    """What was found, in words where there is something to put right, and up to three promises: who, what, until
    when.
    """
    visit = lookup.visit("outcome", as_seen=False)
    shown = lookup.described(visit)
    most = lookup.rules.texts
    outcomes = [Choice(outcome.value, word(f"outcome-{outcome.value.replace('_', '-')}")) for outcome in Outcome]
    outcome = Outcome(ask(OUTCOME, among=outcomes, shown=shown))
    words = "" if outcome is Outcome.NOTHING_FOUND else ask(Question("words", Text(most.outcome, lines=True)))
    promises: list[Promised] = []
    sides = [Choice(NONE, word("promise-none")), *(Choice(side.value, word(f"promise-{side.value}")) for side in Side)]
    for index in range(MOST_PROMISES):
        side = ask(Question(f"promise{index}", Pick()), among=sides, shown={"count": index})
        if side == NONE:
            break
        promised = ask(Question(f"promise_words{index}", Text(most.promise)))
        until = ask(
            Question(f"promise_until{index}", Day(alone=True)),
            among=lookup.promise_days(),
            refuse=lookup.against_promise_day,
        )
        promises.append(Promised(side=Side(side), words=promised, until=until.day))
    return NoteOutcome(visit=visit.id, outcome=outcome, words=words, promises=tuple(promises))
