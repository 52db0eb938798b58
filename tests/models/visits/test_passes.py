"""Passes: one open pass a visit and person, numbers that are unique at an enterprise."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.ground.codes import new_code, new_number
from models.visits import passes
from models.visits.passes import Pass, end_passes, had_pass, issue_passes, open_pass, pass_of_code, pass_of_number
from models.visits.states import PassState
from models.visits.visits import Visit, load
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import Town

WANG, ZHOU = NUMBERS["王工"], NUMBERS["周科"]


def _visit(session: Session) -> Visit:
    visit = load(session, 1)
    assert visit is not None
    return visit


async def test_issued_again_the_passes_before_are_superseded(town: Town) -> None:
    await story.agreed(town)

    def again(session: Session) -> None:
        before = open_pass(session, 1, WANG)
        issued = issue_passes(session, _visit(session), town.clock.moment)
        after = open_pass(session, 1, WANG)
        assert before is not None
        assert after is not None
        assert (before.state, after.id) == (PassState.SUPERSEDED, issued[0].id)
        assert pass_of_code(session, before.code) is before, "a code is known in whatever state"
        assert pass_of_number(session, 1, after.number) is after

    await town.database.run(again)


@pytest.mark.parametrize("column", ["visit and person", "number", "code"])
async def test_the_database_itself_keeps_what_must_be_one(town: Town, column: str) -> None:
    await story.agreed(town)

    def twice(session: Session) -> None:
        card = session.scalars(select(Pass).where(Pass.person_id == WANG)).one()
        fields: dict[str, Any] = {"person_id": NUMBERS["孙工"], "number": "x", "code": "x"}
        same: dict[str, dict[str, Any]] = {
            "visit and person": {"person_id": WANG},
            "number": {"number": card.number},
            "code": {"code": card.code},
        }
        fields |= same[column]
        session.add(Pass(visit_id=1, part_id=1, enterprise_id=1, issued_at=town.clock.moment, **fields))
        session.flush()

    with pytest.raises(IntegrityError):
        await town.database.run(twice)


async def test_a_number_in_use_at_the_enterprise_is_drawn_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await story.agreed(town)
    drawn = iter(["111111", "111111", "222222"])
    monkeypatch.setattr(passes, "new_number", lambda: next(drawn))

    def again(session: Session) -> list[str]:
        return [card.number for card in issue_passes(session, _visit(session), town.clock.moment)]

    assert await town.database.run(again) == ["111111", "222222"]


async def test_ended_passes_open_nothing_and_are_remembered(town: Town) -> None:
    await story.agreed(town)

    def end(session: Session) -> None:
        card = open_pass(session, 1, ZHOU)
        assert card is not None
        end_passes(session, _visit(session), PassState.REVOKED)
        assert open_pass(session, 1, ZHOU) is None
        assert pass_of_number(session, 1, card.number) is None
        assert card.state is PassState.REVOKED
        assert had_pass(session, _visit(session)) == {WANG, ZHOU}

    await town.database.run(end)


async def test_a_number_opens_nothing_at_another_enterprise(town: Town) -> None:
    await story.agreed(town)
    number = (await town.pass_of("王工")).number
    assert await town.look(lambda session: pass_of_number(session, 2, number)) is None


def test_codes_are_128_random_bits_and_numbers_six_digits() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {22}
    assert all(len(new_number()) == 6 and new_number().isdigit() for _ in range(1000))
