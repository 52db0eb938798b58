"""Rating sheets: one a visit, replaced by each sending."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.ratings import Level, Line, RatingLine, open_rating, rating_of, send_sheet
from tests.handlers.actions import story
from tests.handlers.actions.story import NUMBERS, at
from tests.town import Town


def test_the_two_lowest_levels_are_bad_ratings() -> None:
    assert [level.value for level in Level if level.bad] == [2, 1]
    assert [level.value for level in Level] == [5, 4, 3, 2, 1]


async def test_a_sheet_is_opened_once(town: Town) -> None:
    await story.requested(town)

    def twice(session: Session) -> None:
        assert rating_of(session, 1) is None
        first = open_rating(session, 1, at(3, 16), at(11, 0))
        assert open_rating(session, 1, at(3, 17), at(12, 0)) is first
        assert rating_of(session, 1) is first
        assert (first.closes_at, first.receipt, first.lines) == (at(11, 0), None, [])

    await town.database.run(twice)


async def test_each_sending_replaces_the_sheet_and_the_receipt_stays(town: Town) -> None:
    await story.requested(town)

    def send(session: Session) -> None:
        rating = open_rating(session, 1, at(3, 16), at(11, 0))
        first = send_sheet(session, rating, [Line(part_id=None, level=Level.FAIR)], NUMBERS["赵总"], at(3, 17))
        lines = [Line(part_id=1, level=Level.SATISFIED), Line(part_id=None, level=Level.FAIR, words="还行")]
        second = send_sheet(session, rating, lines, NUMBERS["钱副总"], at(3, 18))
        assert first == second
        assert len(first) == 8
        assert first.isdigit()
        assert [(line.part_id, line.level, line.words) for line in rating.lines] == [(1, 4, ""), (None, 3, "还行")]
        assert (rating.rated_by, rating.rated_at) == (NUMBERS["钱副总"], at(3, 18))

    await town.database.run(send)


@pytest.mark.parametrize("level", [0, 6])
async def test_there_are_five_levels_in_the_database_too(town: Town, level: int) -> None:
    await story.requested(town)

    def send(session: Session) -> None:
        rating = open_rating(session, 1, at(3, 16), at(11, 0))
        session.add(RatingLine(rating_id=rating.id, part_id=None, level=level, reasons=[]))
        session.flush()

    with pytest.raises(IntegrityError):
        await town.database.run(send)
