"""A verdict in words and as a picture's fields."""

from datetime import date, datetime

from handlers.turn import Turn
from handlers.visits.showing import describe
from models.ground.messages import Drawing, Json, Picture, day, moment, word
from models.register.enterprises import Enterprise
from models.register.people import Person
from models.visits.reasons import Colour, RedReason, Verdict
from models.visits.visits import Visit


def reason_lines(verdict: Verdict) -> list[Json]:
    """Every reason with what would cure it, a line each."""
    return [word("reason-line", what=_what(reason), cure=_cure(reason)) for reason in verdict.reasons]


def verdict_picture(
    turn: Turn, verdict: Verdict, enterprise: Enterprise | None, person: Person | None, visit: Visit | None
) -> Picture:
    """The large unmistakable picture: the colour, the time, and what it was about."""
    about = describe(turn.session, visit) if visit else {}
    return Picture(
        drawing=Drawing.VERDICT,
        fields={
            "green": verdict.colour is Colour.GREEN,
            "at": moment(turn.now),
            "enterprise": enterprise.name if enterprise else "",
            "who": person.name if person else "",
            "departments": about.get("departments", ""),
            "window": about.get("window", ""),
            "reasons": [{"what": _what(reason), "cure": _cure(reason)} for reason in verdict.reasons],
        },
    )


def _what(reason: RedReason) -> Json:
    fields = {key: _value(key, value) for key, value in reason.fields.items()}
    return word(f"reason-{reason.code.value.replace('_', '-')}", **fields)


def _cure(reason: RedReason) -> Json:
    return word(f"cure-{reason.cure.value.replace('_', '-')}")


def _value(key: str, value: object) -> Json:
    match value:
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case None:
            return ""
    return word(f"state-{value.replace('_', '-')}") if key == "state" and isinstance(value, str) else value
