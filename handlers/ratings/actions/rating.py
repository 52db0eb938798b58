"""Rating a visit: one tap, or the whole sheet; the last one sent before the end counts."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from handlers.ratings import terms, verbs
from handlers.ratings.commands import RateVisit, ReportInterference
from handlers.ratings.door import sheet_sent, tell_supervisors
from handlers.ratings.pressing import rated_buttons, rating_buttons
from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.turn import Step, Turn
from handlers.visits.announcing import when_over
from handlers.visits.showing import describe
from handlers.visits.telling import Audience, News, tell
from models.cases.cases import Case, Ground, open_case
from models.ground.messages import Json, day, moment, word
from models.ground.refusals import Refusal
from models.ratings.ratings import Level, Line, open_again, open_rating, send_sheet, sheet_of
from models.ratings.rights import RIGHTS
from models.register import deadlines as common_deadlines
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.moments import day_of
from models.visits.parts import parts_told
from models.visits.rights import visit_for
from models.visits.visits import Visit

FIRST_ROUND = 1


def rate(level: Level, turn: Turn, visit_id: int, _revision: int) -> None:
    """One tap: the same level for each department and for the whole."""
    visit = visit_for(turn.session, turn.person, RIGHTS["rate"], visit_id)
    lines = tuple(Line(part_id=part_id, level=level) for part_id in (*(part.id for part in parts_told(visit)), None))
    _send(turn, visit, lines)


@performs(RateVisit)
def rate_visit(turn: Turn, command: RateVisit) -> None:
    """The whole sheet, as the talk filled it in."""
    visit = visit_for(turn.session, turn.person, RIGHTS["rate"], command.visit)
    _send(turn, visit, command.lines)


@performs(ReportInterference)
def report_interference(turn: Turn, command: ReportInterference) -> None:
    """有人干预: opens a case, one a person and visit, and gives its number; only the supervisors learn who reported."""
    visit = visit_for(turn.session, turn.person, RIGHTS["interfere"], command.visit)
    if sheet_of(turn.session, visit.id) is None:  # held, so that two taps at once open one case
        raise Refusal("nothing-to-rate")
    mine = (Case.visit_id == visit.id, Case.opened_by == turn.person.id, Case.ground == Ground.INTERFERENCE)
    known = turn.session.scalar(select(Case).where(*mine))
    if known is not None:
        raise Refusal("reported-already", case=known.number)
    case = open_case(
        turn.session,
        region=visit.region_id,
        visit=visit.id,
        ground=Ground.INTERFERENCE,
        by=turn.person,
        now=turn.now,
    )
    turn.record("interference", visit.subject, "owner or deputy", nameless=True, case=case.id)
    fields = {**describe(turn.session, visit), "case": case.number, "by": turn.person.name, "at": moment(turn.now)}
    turn.answer("interference-reported", fields)
    tell_supervisors(turn, visit, "case-interference", fields, news=News.INTERFERENCE)


for _level, _verb in verbs.RATE.items():
    does(_verb)(partial(rate, _level))


@when_over
def ask_rating(step: Step, visit: Visit) -> None:
    """The visitors have left: owner and deputies are asked how it was."""
    closes = _closes(step, visit)
    open_rating(step.session, visit.id, step.now, closes)
    fields = {"at": moment(step.now), "closes": _last_day(step, closes)}
    rows, about = {Audience.ADMINS: rating_buttons(visit)}, {Audience.ADMINS: _about(visit, FIRST_ROUND)}
    tell(step, News.LEFT, visit, "visit-left", fields, buttons=rows, abouts=about, asks=True)


def ask_again(step: Step, visit: Visit, after: int, words: str) -> None:
    """What was rated badly is said to be put right: owner and deputies are asked once more; the first sheet stays."""
    closes = _closes(step, visit)
    open_again(step.session, visit.id, after + 1, step.now, closes)
    fields = {"words": words, "closes": _last_day(step, closes)}
    rows, about = {Audience.ADMINS: rating_buttons(visit)}, {Audience.ADMINS: _about(visit, after + 1)}
    only, key = [Audience.ADMINS], "rating-asked-again"
    tell(step, News.RATING_PUT_RIGHT, visit, key, fields, buttons=rows, abouts=about, only=only, asks=True)


def sheet_of_round(of_round: int) -> str:
    """What a message about a visit shows that asks for its sheet of a round."""
    return "rating" if of_round == FIRST_ROUND else f"rating.{of_round}"


def last_day(closes: datetime, *, provisional: bool = False) -> Json:
    """The last day on which a sheet can be sent."""
    return day(day_of(closes) - timedelta(days=1), provisional=provisional)


def _last_day(step: Step, closes: datetime) -> Json:
    return last_day(closes, provisional=step.awaited(step.calendar.day_of_receipt(step.now)) is not None)


def _about(visit: Visit, of_round: int) -> str:
    return visit.subject.about(sheet_of_round(of_round))


def _closes(step: Step, visit: Visit) -> datetime:
    """When the sheet closes that is opened now; its clock starts."""
    closes = terms.RATING.due_from(step)
    half = common_deadlines.half_of_days(step.now, step.rules.rating.open_for, step.calendar)
    awaited = step.awaited(step.calendar.day_of_receipt(step.now))
    clocks.start(step.session, ClockKind.RATING, visit.subject, step.now, closes, [half], provisional=awaited)
    return closes


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
    turn.record("rate", visit.subject, "the enterprise's sheet", nameless=True)
    turn.change(_about(visit, sheet.round), "rated-done", fields, buttons=rated_buttons(visit))
    due = sheet_sent(turn, visit, sheet, lines)
    rows = ((verbs.INTERFERE.on(visit),),)
    if not due:
        turn.answer("rated", fields, buttons=rows)
    else:
        turn.answer("rated-badly", {**fields, "due": due}, buttons=rows)
