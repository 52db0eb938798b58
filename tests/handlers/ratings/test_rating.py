"""One sheet a visit, given without a name."""

import pytest
from sqlalchemy import select

from handlers.ratings.commands import RateVisit
from models.ground.ledger import ledger
from models.ground.refusals import Refusal
from models.ratings.ratings import Level, Line, Rating, RatingLine
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, last
from tests.town import Town, to

OFFICIALS = {"王工", "李局", "周科", "何督查"}


async def _sheet(town: Town) -> list[tuple[int | None, int, list[str], str]]:
    rows = await town.look(lambda session: list(session.scalars(select(RatingLine).order_by(RatingLine.id))))
    return [(row.part_id, row.level, row.reasons, row.words) for row in rows]


async def _rating(town: Town) -> Rating:
    return await town.look(lambda session: session.scalars(select(Rating)).one())


async def test_one_tap_rates_each_department_and_the_whole(town: Town) -> None:
    said = await story.ended(town)
    said = await town.presses("赵总", last(said, "赵总").button("非常满意"))
    assert await _sheet(town) == [(1, 5, [], ""), (None, 5, [], "")]
    receipt = (await _rating(town)).receipt
    assert receipt is not None
    assert f"回执号：{receipt}" in last(said, "赵总").text
    left = [label for one in to(said, "钱副总") for label, _ in one.buttons]
    assert left == ["逐项评价", "有人干预"], "it can still be replaced"


async def test_every_level_has_its_button(town: Town) -> None:
    buttons = dict(last(await story.ended(town), "钱副总").buttons)
    for level, words in enumerate(("非常不满意", "不满意", "基本满意", "满意", "非常满意"), 1):
        await town.presses("钱副总", buttons[words])
        assert {row[1] for row in await _sheet(town)} == {level}


async def test_a_sheet_replaces_the_one_before_and_keeps_the_receipt(town: Town) -> None:
    said = await story.ended(town)
    await town.presses("赵总", last(said, "赵总").button("非常满意"))
    receipt = (await _rating(town)).receipt
    lines = (
        Line(part_id=1, level=Level.FAIR),
        Line(part_id=None, level=Level.DISSATISFIED, reasons=("rated-too-long",), words="等了一上午"),
    )
    await story.perform(town, "钱副总", RateVisit(visit=1, lines=lines))
    assert await _sheet(town) == [(1, 3, [], ""), (None, 2, ["rated-too-long"], "等了一上午")]
    assert (await _rating(town)).receipt == receipt


async def test_a_rating_can_be_given_for_seven_days_to_midnight(town: Town) -> None:
    said = await story.ended(town)
    data = last(said, "赵总").button("满意")
    assert "截止到12月10日" in last(said, "赵总").text
    town.clock.moment = at(10, 23, 59)
    assert last(await town.presses("赵总", data), "赵总").key == "rated"
    before = await story.everything(town)
    town.clock.moment = at(11, 0)
    assert story.refusal_of(await town.presses("赵总", data)) == "rating-closed"
    assert await story.everything(town) == before


async def test_before_they_have_left_there_is_nothing_to_rate(town: Town) -> None:
    await story.under_way(town)
    for data in ("1.rate5.v1.4", "1.rate1.v1.1"):
        assert story.refusal_of(await town.presses("赵总", data)) == "nothing-to-rate"
    with pytest.raises(Refusal, match="nothing-to-rate"):
        await story.perform(town, "赵总", RateVisit(visit=1, lines=(Line(part_id=None, level=Level.FAIR),)))


async def test_the_department_hears_nothing_of_a_rating_and_the_supervisor_of_no_fair_one(town: Town) -> None:
    said = await story.ended(town)
    for label, heard in (("基本满意", set()), ("非常不满意", {"何督查"})):
        told = await town.presses("赵总", last(said, "赵总").button(label))
        assert {one.who for one in told} & OFFICIALS == heard


async def test_the_ledger_never_holds_a_rater(town: Town) -> None:
    said = await story.ended(town)
    await town.presses("赵总", last(said, "赵总").button("满意"))
    await story.perform(town, "钱副总", RateVisit(visit=1, lines=(Line(part_id=None, level=Level.FAIR),)))
    rows = await town.look(lambda session: list(session.execute(select(ledger).where(ledger.c.verb == "rate"))))
    assert [(row.actor, row.subject) for row in rows] == [(None, "visit:1")] * 2
    assert (await _rating(town)).rated_by == NUMBERS["钱副总"]
