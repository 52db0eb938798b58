"""Rating a visit: one tap, or the whole sheet; the last one sent before the end counts."""

from datetime import timedelta
from functools import partial

from handlers.commands import RateVisit
from handlers.conversing import performs
from handlers.describing import describe
from handlers.pressing import on_visit, rating_buttons
from handlers.speaking import Audience, News, tell
from handlers.turn import Step, Turn
from handlers.visit_clocks import subject_of
from models import clocks, deadlines
from models.clock import day_of
from models.clocks import ClockKind
from models.messages import day, moment, word
from models.permissions import visit_for
from models.ratings import Level, Line, open_rating, send_sheet, sheet_of
from models.refusals import Refusal
from models.visits import Visit


def rate(level: Level, turn: Turn, visit_id: int, _revision: int) -> None:
    """One tap: the same level for each department and for the whole."""
    visit = visit_for(turn.session, turn.person, "rate", visit_id)
    lines = tuple(Line(part_id=part_id, level=level) for part_id in (*(part.id for part in visit.parts), None))
    _send(turn, visit, lines)


@performs(RateVisit)
def rate_visit(turn: Turn, command: RateVisit) -> None:
    """The whole sheet, as the talk filled it in."""
    visit = visit_for(turn.session, turn.person, "rate", command.visit)
    _send(turn, visit, command.lines)


RATE = {f"rate{level.value}": partial(rate, level) for level in Level}


def ask_rating(step: Step, visit: Visit) -> None:
    """The visitors have left: owner and deputies are asked how it was."""
    closes = deadlines.rating_closes(step.now, step.rules, step.calendar)
    open_rating(step.session, visit.id, step.now, closes)
    half = deadlines.half_of_days(step.now, step.rules.rating.open_for, step.calendar)
    received = step.calendar.day_of_receipt(step.now)
    awaited = step.awaited(received)
    clocks.start(step.session, ClockKind.RATING, subject_of(visit), step.now, closes, [half], provisional=awaited)
    tell(
        step,
        News.LEFT,
        visit,
        "visit-left",
        {"at": moment(step.now), "closes": step.counted_day(day_of(closes) - timedelta(days=1), received)},
        buttons={Audience.ADMINS: rating_buttons(visit)},
        abouts={Audience.ADMINS: f"visit.{visit.id}.rating"},
    )


def _send(turn: Turn, visit: Visit, lines: tuple[Line, ...]) -> None:
    """Whoever has a sheet to fill in has left: the visit itself doesn't change any more, and needn't be held."""
    sheet = sheet_of(turn.session, visit.id)
    if sheet is None:
        raise Refusal("nothing-to-rate")
    if turn.now >= sheet.closes_at:
        raise Refusal("rating-closed", closed=day(day_of(sheet.closes_at)))
    receipt = send_sheet(turn.session, sheet, lines, turn.person.id, turn.now)
    whole = next(line for line in lines if line.part_id is None)
    fields = {**describe(turn.session, visit), "level": word(f"level-{whole.level.value}"), "receipt": receipt}
    turn.record("rate", f"visit:{visit.id}", "the enterprise's sheet", nameless=True)
    turn.change(f"visit.{visit.id}.rating", "rated-done", fields, buttons=((on_visit("sheet", "sheet", visit),),))
    turn.answer("rated", fields)
