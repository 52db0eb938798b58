"""The example wing at work. Played in a process of its own by test_example_wing.py: what it registers would else stand
in the tables that other tests walk through.
"""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.orm import Session

from bot.words import Words
from handlers.talking.verbs import DO, VERBS
from models.register.people import Appointment
from tests.conftest import opened
from tests.example_wing import HOME, actions, rights, talks
from tests.example_wing.loans import Loan, LoanState
from tests.handlers.operation.test_rights_ended import shown
from tests.handlers.visits.story import NUMBERS, at, last, refusal_of
from tests.town import Said, Town

LOADED = (actions, rights, talks)  # the one line by which a wing is known
DEVICE = "便携式烟气分析仪"
TABLE = Loan.metadata.tables[Loan.__tablename__]


@pytest.fixture(params=["zh-CN", "en"])
async def town(address: str, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The demo's people with the wing's words and its table; in English everybody has the other platform."""
    async with opened(address) as database:
        await database.run(lambda session: TABLE.create(session.connection(), checkfirst=True))
        words, mirrored = Words.load(also=[HOME / "locales"]), request.param == "en"
        yield await Town.found(database, language=request.param, mirrored=mirrored, words=words)


async def borrowed(town: Town) -> list[Said]:
    """王工 borrows an instrument on Friday at nine."""
    (asked,) = await town.says("王工", "/borrow")
    assert asked.key == "talk-question"
    return await town.says("王工", DEVICE)


async def loan(town: Town) -> Loan:
    return await town.look(lambda session: session.get_one(Loan, 1))


async def test_what_is_borrowed_is_noted_with_its_button_and_its_due_moment(town: Town) -> None:
    said = last(await borrowed(town), "王工")
    assert DEVICE in said.text
    assert [label for label, _ in said.buttons] == [town.words.text(town.languages["王工"], "button-give-back", {})]
    assert (await loan(town)).due_at == at(1, 17, 30)


async def test_it_is_given_back_by_its_button_once(town: Town) -> None:
    button = last(await borrowed(town), "王工").buttons[0][1]
    assert last(await town.presses("王工", button), "王工").key == "loan-back"
    assert (await loan(town)).state is LoanState.BACK
    assert refusal_of(await town.presses("王工", button)) == "loan-overtaken"
    assert not [one for one in await town.waits_until(at(1, 17, 30)) if one.key.startswith("loan")]


async def test_a_button_about_what_is_another_s_is_refused(town: Town) -> None:
    button = last(await borrowed(town), "王工").buttons[0][1]
    assert refusal_of(await town.presses("周科", button)) == "not-yours"
    assert (await loan(town)).state is LoanState.OUT


async def test_the_borrower_is_reminded_and_when_it_is_overdue_the_head_hears_of_it(town: Town) -> None:
    await borrowed(town)
    reminders = [one for one in await town.waits_until(at(1, 15, 30)) if one.key == "loan-reminder"]
    assert {one.who for one in reminders} == {"王工"}
    said = await town.waits_until(at(1, 17, 30))
    assert {(one.who, one.key) for one in said} == {("王工", "loan-overdue"), ("李局", "loan-overdue-told")}


async def test_the_list_shows_what_is_out_and_the_digest_what_is_due(town: Town) -> None:
    await town.opens()
    await borrowed(town)
    assert last(await town.says("王工", "/loans"), "王工").key == "loan-shown"
    (digest,) = [one for one in await town.waits_until(at(1, 8, 30)) if one.who == "王工" and one.key == "digest"]
    assert DEVICE in digest.text


async def test_what_somebody_has_lost_the_right_to_see_is_taken_from_him(town: Town) -> None:
    await borrowed(town)
    await town.waits_until(at(1, 15, 30))
    await shown(town)

    def leave(session: Session) -> None:
        for held in session.query(Appointment).filter(Appointment.person_id == NUMBERS["王工"]):
            held.ended_at = town.clock.moment

    await town.database.run(leave)
    assert "no-longer-yours" in [one.key for one in await town.ends_rights() if one.who == "王工"]


def test_its_verb_has_a_right_and_something_that_does_it() -> None:
    verb = VERBS["l", "give_back"]
    assert verb in DO
    assert verb.right is rights.RIGHTS["give_back"]
