"""How a department answers what it is asked: the rates of this month and the last, for desk, head and supervisor."""

from datetime import date, timedelta

from sqlalchemy import select

from handlers.talking.commands import command
from handlers.turn import Turn
from models.ground.messages import Json, lines, word
from models.ground.refusals import Refusal
from models.inquiries.rates import RatePeriod, rates
from models.inquiries.rights import HANDLING
from models.ratings.batches import BATCH, Ratio
from models.register.offices import departments_of, supervised_regions
from models.register.people import Department, Role
from models.time.moments import midnight


@command("rates", menu=frozenset({Role.DESK, Role.APPROVER, Role.SUPERVISOR}))
def show_rates(turn: Turn) -> None:
    """Each department's rates, those of the person's own or of the supervisor's region."""
    departments = _departments(turn)
    if not departments:
        raise Refusal("not-yours")
    this_month = turn.today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    spans = ((this_month, turn.today + timedelta(days=1)), (last_month, this_month))
    shown = lines([_shown(turn, each, *span) for span in spans for each in departments])
    turn.answer("rates", {"batch": BATCH, "rates": shown})


def _departments(turn: Turn) -> list[Department]:
    mine = Department.id.in_(departments_of(turn.person, *HANDLING))
    regions = supervised_regions(turn.session, turn.person)
    query = select(Department).where(mine | Department.region_id.in_(regions), Department.ended_at.is_(None))
    return list(turn.session.scalars(query.order_by(Department.id)))


def _shown(turn: Turn, department: Department, first: date, after: date) -> Json:
    asked = RatePeriod(
        since=midnight(first), until=midnight(after), now=turn.now, rules=turn.rules, calendar=turn.calendar
    )
    found = rates(turn.session, [department.id], asked)
    return word(
        "rates-of-department",
        department=department.name,
        month=word(f"month-{first.month}"),
        accepted=_ratio(found.accepted),
        replied=_ratio(found.replied),
        solved=_ratio(found.solved),
        satisfied=_ratio(found.satisfied) if found.satisfied.of else word("rate-too-few", batch=BATCH),
        not_marked=found.not_marked,
    )


def _ratio(ratio: Ratio) -> Json:
    if ratio.percent is None:
        return word("rate-of-nothing")
    return word("rate", percent=ratio.percent, count=ratio.part, whole=ratio.of)
