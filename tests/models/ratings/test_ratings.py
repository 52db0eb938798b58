"""Rating sheets: one a visit, replaced by each sending."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.ratings.ratings import Level, Line, Rating, RatingLine, Sheet, open_rating, send_sheet, sheet_of
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.town import Town


def test_the_two_lowest_levels_are_bad_ratings() -> None:
    assert [level.value for level in Level if level.bad] == [2, 1]
    assert [level.value for level in Level] == [5, 4, 3, 2, 1]


async def test_a_sheet_is_opened_once(town: Town) -> None:
    await story.requested(town)

    def twice(session: Session) -> None:
        assert sheet_of(session, 1) is None
        open_rating(session, 1, at(3, 16), at(11, 0))
        first = sheet_of(session, 1)
        assert first is not None
        open_rating(session, 1, at(3, 17), at(12, 0))
        assert sheet_of(session, 1) == first == Sheet(id=first.id, round=1, closes_at=at(11, 0), receipt="", rater=None)

    await town.database.run(twice)


async def test_each_sending_replaces_the_sheet_and_the_receipt_stays(town: Town) -> None:
    await story.requested(town)

    def send(session: Session, lines: list[Line], who: str, when: datetime) -> str:
        open_rating(session, 1, at(3, 16), at(11, 0))
        sheet = sheet_of(session, 1)
        assert sheet is not None
        return send_sheet(session, sheet, lines, NUMBERS[who], when)

    fair = [Line(part_id=None, level=Level.FAIR)]
    whole = [Line(part_id=1, level=Level.SATISFIED), Line(part_id=None, level=Level.FAIR, words="还行")]
    first = await town.database.run(lambda session: send(session, fair, "赵总", at(3, 17)))
    second = await town.database.run(lambda session: send(session, whole, "钱副总", at(3, 18)))
    assert first == second
    assert len(first) == 8
    assert first.isdigit()

    def look(session: Session) -> None:
        rating = session.scalars(select(Rating)).one()
        assert [(line.part_id, line.level, line.words) for line in rating.lines] == [(1, 4, ""), (None, 3, "还行")]
        assert (rating.rated_by, rating.rated_at) == (NUMBERS["钱副总"], at(3, 18))

    await town.look(look)


@pytest.mark.parametrize("level", [0, 6])
async def test_there_are_five_levels_in_the_database_too(town: Town, level: int) -> None:
    await story.requested(town)

    def send(session: Session) -> None:
        open_rating(session, 1, at(3, 16), at(11, 0))
        rating = session.scalars(select(Rating)).one()
        session.add(RatingLine(rating_id=rating.id, part_id=None, level=level, reasons=[]))
        session.flush()

    with pytest.raises(IntegrityError):
        await town.database.run(send)
