"""The rates of a department: each with what it is a part of, and what isn't marked in none of them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.inquiries.inquiries import Came, Happening, Holding, Inquiry, InquiryEnding, InquiryState, InquiryStep
from models.inquiries.rates import InquiryRates, RatePeriod, rates
from models.ratings.batches import Ratio
from models.register.people import Department
from models.register.rules import load_rules
from models.time.moments import CST
from models.time.workdays import Calendar
from tests.town import Town

NOVEMBER, DECEMBER = datetime(2026, 11, 1, tzinfo=CST), datetime(2026, 12, 1, tzinfo=CST)
NOW = datetime(2026, 11, 30, 12, tzinfo=CST)
RULES = load_rules(Path(__file__).parents[3] / "rules.toml")
CALENDAR = Calendar(RULES.office_hours)
HOUR = timedelta(hours=1)
AT = datetime(2026, 11, 10, 10, tzinfo=CST)


def lived(
    session: Session,
    *,
    accepted: timedelta = -HOUR,
    deemed: bool = False,
    replied: timedelta | None = -HOUR,
    reply_due: datetime = AT + 50 * HOUR,
    marks: tuple[Happening, ...] = (),
    ending: InquiryEnding | None = None,
    satisfied: int | None = None,
) -> None:
    """An inquiry of 市生态环境局: when it was accepted and replied to, counted from when that was due; how it ended."""
    department = _first(session)
    inquiry = Inquiry(
        region_id=1,
        enterprise_id=1,
        asked_by=1,
        asked_at=AT,
        words="排污许可证怎么延续？",
        state=InquiryState.CLOSED if ending else InquiryState.ACCEPTED,
        ending=ending,
        department_id=department,
        answerable_id=department,
        closed_at=AT if ending else None,
        satisfied=satisfied,
    )
    session.add(inquiry)
    session.flush()
    session.add(
        Holding(
            inquiry_id=inquiry.id,
            department_id=department,
            came=Came.ASKED,
            since=AT - 9 * HOUR,
            accept_due=AT,
            accepted_at=AT + accepted,
            deemed=deemed,
            reply_due=reply_due,
            replied_at=reply_due + replied if replied is not None else None,
        )
    )
    session.add_all(InquiryStep(inquiry_id=inquiry.id, at=AT, event=mark) for mark in marks)
    session.flush()


def _first(session: Session) -> int:
    return session.scalars(select(Department.id).order_by(Department.id).limit(1)).one()


async def rates_of(database: Database) -> InquiryRates:
    """Of November, for the first department."""
    return await database.read(lambda session: rates(session, [_first(session)], asked()))


def asked(since: datetime = NOVEMBER, until: datetime = DECEMBER, now: datetime = NOW) -> RatePeriod:
    """A question about a period, and when it is asked."""
    return RatePeriod(since=since, until=until, now=now, rules=RULES, calendar=CALENDAR)


async def test_what_never_happened_has_no_percentage(town: Town) -> None:
    found = await rates_of(town.database)
    assert found.accepted == Ratio(part=0, of=0)
    assert found.accepted.percent is None


async def test_deemed_acceptance_counts_against_the_department(town: Town) -> None:
    await town.database.run(lived)
    await town.database.run(lambda session: lived(session, accepted=timedelta(0), deemed=True))
    assert (await rates_of(town.database)).accepted == Ratio(part=1, of=2)


@pytest.mark.parametrize(
    ("replied", "reply_due", "counted"),
    [
        (-HOUR, AT + 50 * HOUR, Ratio(part=1, of=1)),
        (timedelta(0), AT + 50 * HOUR, Ratio(part=0, of=1)),  # a due moment is the first that is too late
        (None, NOW, Ratio(part=0, of=1)),
        (None, NOW + HOUR, Ratio(part=0, of=0)),  # it isn't due yet
    ],
)
async def test_a_first_reply_counts_when_it_is_given_or_due(
    town: Town, replied: timedelta | None, reply_due: datetime, counted: Ratio
) -> None:
    await town.database.run(lambda session: lived(session, replied=replied, reply_due=reply_due))
    assert (await rates_of(town.database)).replied == counted


async def test_not_marked_is_in_neither_numerator_and_told_apart(town: Town) -> None:
    await town.database.run(
        lambda session: lived(session, ending=InquiryEnding.NOT_MARKED, marks=(Happening.NOT_MARKED,))
    )
    solved = (Happening.NOT_SOLVED, Happening.SOLVED)
    await town.database.run(lambda session: lived(session, ending=InquiryEnding.SOLVED, marks=solved, satisfied=4))
    await town.database.run(lambda session: lived(session, ending=InquiryEnding.SOLVED, marks=solved[1:], satisfied=3))
    found = await rates_of(town.database)
    assert (found.solved, found.not_marked) == (Ratio(part=2, of=3), 1)
    assert found.solved.percent == 66


async def test_the_month_before_is_another_month(town: Town) -> None:
    await town.database.run(lived)
    month = asked(NOVEMBER - timedelta(days=31), NOVEMBER)
    before = await town.look(lambda session: rates(session, [1], month))
    assert before.accepted == Ratio(part=0, of=0)


async def test_the_desk_reads_both_numbers_of_each_rate(town: Town) -> None:
    await town.database.run(lambda session: lived(session, ending=InquiryEnding.SOLVED, marks=(Happening.SOLVED,)))
    said = await town.says("周科", "办理情况")
    assert "按时受理：100%（1/1）" in said[0].text
    assert "满意率：不满5件，暂不显示" in said[0].text


def rated(session: Session, *levels: int) -> None:
    """Inquiries that were closed on 10 November, as satisfying as this; 0 where nobody said."""
    for level in levels:
        lived(session, ending=InquiryEnding.SOLVED, marks=(Happening.SOLVED,), satisfied=level or None)


async def satisfied_in_december(town: Town, now: datetime) -> Ratio:
    month = asked(DECEMBER, DECEMBER + timedelta(days=31), now)
    return (await town.look(lambda session: rates(session, [_first(session)], month))).satisfied


async def test_a_level_is_in_no_figure_before_it_can_be_changed_no_more_and_then_only_with_four_others(
    town: Town,
) -> None:
    settled = datetime(2026, 12, 12, tzinfo=CST)  # thirty days to reopen it, and the day it was closed on has ended
    await town.database.run(lambda session: rated(session, 5, 1, 4, 3))
    assert await satisfied_in_december(town, settled) == Ratio(part=0, of=0)
    await town.database.run(lambda session: rated(session, 5))
    assert await satisfied_in_december(town, settled - timedelta(microseconds=1)) == Ratio(part=0, of=0)
    assert await satisfied_in_december(town, settled) == Ratio(part=3, of=5)


async def test_a_desk_that_looks_before_and_after_a_level_is_given_learns_nothing(town: Town) -> None:
    await town.database.run(lambda session: rated(session, 5, 1, 4, 3, 0))
    before = [one.text for one in await town.says("周科", "办理情况")]
    assert "满意率：不满5件" in before[0]

    def give(session: Session) -> None:
        session.scalars(select(Inquiry).where(Inquiry.satisfied.is_(None))).one().satisfied = 1

    await town.database.run(give)
    assert [one.text for one in await town.says("周科", "办理情况")] == before


async def test_an_owner_hears_no_rates(town: Town) -> None:
    assert [one.key for one in await town.says("赵总", "办理情况")] == ["refused"]
