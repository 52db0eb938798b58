"""What stands aside: messages that no platform took."""

from handlers.talking.commands import waits
from handlers.turn import Turn
from models.ground.messages import Json, lines, moment, word
from models.post import unheard
from models.register.offices import has_role
from models.register.people import Role


@waits("aside")
def show_aside(turn: Turn) -> bool:
    """For an operator: what didn't get through lately; whether there is any."""
    if not has_role(turn.person, Role.OPERATOR):
        return False
    aside = unheard.stand_aside(turn.session, turn.now)
    if aside:
        turn.answer("operator-aside", {"counts": lines([_aside(each) for each in aside])})
    return bool(aside)


def _aside(found: unheard.Aside) -> Json:
    channel = word(f"channel-{found.channel}")
    return word(f"aside-{found.ending.value}", count=found.number, channel=channel, since=moment(found.since))
