"""Whoever was out of reach and is back hears what he missed."""

from handlers.talking.buttons import one_tap
from handlers.turn import Turn
from models.ground.messages import lines, moment, word
from models.post import unheard
from models.register.offices import offices

MOST = 5  # missed messages that are named; the others are counted


def tell_missed(turn: Turn) -> None:
    """One message of what he missed, by title: as it was said then it may not hold any more, and his lists say what
    does. A question to his enterprise isn't among it: what still waits for him is asked anew. What he was told in an
    office that he holds no more is counted only.
    """
    missed = unheard.missed_by(turn.session, turn.person.id)
    unheard.told(turn.session, [each.id for each in missed])
    told = [each for each in missed if not (each.about or "").endswith(".reply")]
    if not told:
        return
    named = [
        word("missed-one", at=moment(each.at), title=turn.words(word(each.key, **each.fields)).split("\n")[0])
        for each in told[-MOST:]
        if each.offices == offices(turn.person)
    ]
    fields = {"count": len(told), "named": lines(named)}
    turn.answer("messages-missed", fields, buttons=((one_tap(word("button-menu"), "menu"),),))
