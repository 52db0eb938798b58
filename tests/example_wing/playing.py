"""The example wing at work, on both channels and in both languages. Played in a process of its own by
test_example_wing.py: what it registers would else stand in the tables that other tests walk through.
"""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot.words import Words
from handlers.talking.commands import IN_MENU
from handlers.talking.paging import MOST
from handlers.talking.verbs import DO, VERBS
from models import sight
from models.ground.codes import new_id
from models.ground.messages import Channel
from models.register import snapshots
from models.register.people import Appointment
from models.wings import load
from tests.conftest import opened
from tests.example_wing import HOME
from tests.example_wing.loans.loans import Loan, LoanState
from tests.example_wing.loans.rights import RIGHTS
from tests.handlers.operation.test_rights_ended import shown
from tests.handlers.visits.story import NUMBERS, at, last, refusal_of
from tests.town import Said, Town, shipped

load("tests.example_wing.loans")  # the one line by which a wing is known

DEVICE = "便携式烟气分析仪"
TABLE = Loan.metadata.tables[Loan.__tablename__]
DUE, BEFORE = at(1, 17, 30), at(1, 15, 30)


@pytest.fixture(params=[(language, swapped) for language in ("zh-CN", "en") for swapped in (False, True)], ids=str)
async def town(address: str, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The demo's people with the wing's words and its table; `swapped`, everybody has the other platform."""
    language, swapped = request.param
    async with opened(address) as database:
        await database.run(lambda session: TABLE.create(session.connection(), checkfirst=True))
        words = Words.load(also=[HOME / "locales"])
        yield await Town.found(database, language=language, mirrored=swapped, words=words)


async def borrowed(town: Town, what: str = DEVICE) -> Said:
    """王工 borrows an instrument on Friday at nine."""
    (asked,) = await town.says("王工", "/borrow")
    assert asked.key == "talk-question"
    return last(await town.says("王工", what), "王工")


async def button(town: Town) -> str:
    """What stands on the button under it."""
    return (await borrowed(town)).buttons[0][1]


async def loan(town: Town) -> Loan:
    return await town.look(lambda session: session.get_one(Loan, 1))


async def leaves(town: Town, name: str) -> list[Said]:
    """Somebody has all his messages on the screen, and loses his office."""
    await shown(town)

    def leave(session: Session) -> None:
        for held in session.query(Appointment).filter(Appointment.person_id == NUMBERS[name]):
            held.ended_at = town.clock.moment

    await town.database.run(leave)
    return [one for one in await town.ends_rights() if one.who == name]


async def test_what_is_borrowed_is_noted_with_its_button_and_its_due_moment(town: Town) -> None:
    said = await borrowed(town)
    assert DEVICE in said.text
    assert [label for label, _ in said.buttons] == [town.words.text(town.languages["王工"], "button-give-back", {})]
    assert Channel(said.channel) is town.accounts["王工"][0]
    assert (await loan(town)).due_at == DUE


async def test_the_talk_looks_up_how_much_is_out_already(town: Town) -> None:
    await borrowed(town)
    (asked,) = await town.says("王工", "/borrow")
    assert asked.message.fields["question"]["fields"]["out"] == 1


async def test_it_begins_and_is_listed_by_the_words_of_its_commands_and_stands_in_the_menu(town: Town) -> None:
    language = town.languages["王工"]
    words = {name: town.words.text(language, f"command-{name}", {}) for name in ("borrow", "loans")}
    assert [one.key for one in await town.says("王工", words["loans"])] == ["loans-none"]
    assert [one.key for one in await town.says("王工", words["borrow"])] == ["talk-question"]
    entries = [label for label, _ in last(await town.says("王工", "/menu"), "王工").buttons]
    assert entries[-2:] == [town.words.text(language, f"menu-{name}", {}) for name in IN_MENU if name in words]
    others = [label for label, _ in last(await town.says("赵总", "/menu"), "赵总").buttons]
    assert not set(others) & set(entries[-2:])


async def test_who_may_not_borrow_is_refused(town: Town) -> None:
    assert refusal_of(await town.says("赵总", "/borrow")) == "not-yours"


async def test_it_is_given_back_by_its_button_once(town: Town) -> None:
    pressed = await button(town)
    assert last(await town.presses("王工", pressed), "王工").key == "loan-back"
    assert (await loan(town)).state is LoanState.BACK
    assert refusal_of(await town.presses("王工", pressed)) == "loan-overtaken"
    assert not [one for one in await town.waits_until(DUE) if one.key.startswith("loan")]


@pytest.mark.parametrize("stranger", ["周科", "李局", "赵总"])
async def test_a_button_about_what_is_another_s_is_refused(town: Town, stranger: str) -> None:
    assert refusal_of(await town.presses(stranger, await button(town))) == "not-yours"
    assert (await loan(town)).state is LoanState.OUT


async def test_a_button_by_number_is_read_as_far_as_such_were_shipped(town: Town) -> None:
    await borrowed(town)
    assert refusal_of(await town.presses_data("王工", "1.give_back.l1.1")) == "not-yours"
    await shipped(town, Loan.KIND.letter, 1)
    assert refusal_of(await town.presses_data("周科", "1.give_back.l1.1")) == "not-yours"
    assert last(await town.presses_data("王工", "1.give_back.l1.1"), "王工").key == "loan-back"


async def test_a_button_by_random_id_is_read_and_one_that_is_made_up_is_refused(town: Town) -> None:
    await borrowed(town)
    assert refusal_of(await town.presses_data("王工", f"2.give_back.l{new_id()}.1")) == "not-yours"
    public_id = (await loan(town)).public_id
    assert last(await town.presses_data("王工", f"2.give_back.l{public_id}.1"), "王工").key == "loan-back"


async def test_the_borrower_is_reminded_and_when_it_is_overdue_the_head_hears_of_it(town: Town) -> None:
    await borrowed(town)
    reminders = [one for one in await town.waits_until(BEFORE) if one.key == "loan-reminder"]
    assert {one.who for one in reminders} == {"王工"}
    said = await town.waits_until(DUE)
    assert {(one.who, one.key) for one in said} == {("王工", "loan-overdue"), ("李局", "loan-overdue-told")}
    assert last(await town.presses("王工", last(said, "王工").buttons[0][1]), "王工").key == "loan-back"


async def test_what_is_overdue_waits_for_the_borrower(town: Town) -> None:
    await borrowed(town)
    assert [one.key for one in await town.says("王工", "/waiting")] == ["waiting-nothing"]
    await town.waits_until(DUE)
    (waiting,) = await town.says("王工", "/waiting")
    assert waiting.key == "loan-shown"
    await town.presses("王工", waiting.buttons[0][1])
    assert [one.key for one in await town.says("王工", "/waiting")] == ["waiting-nothing"]


async def test_the_list_goes_on_after_a_page(town: Town) -> None:
    for number in range(MOST + 1):
        await borrowed(town, f"{DEVICE} {number}")
    *listed, more = await town.says("王工", "/loans")
    assert [one.key for one in listed] == ["loan-shown"] * MOST
    (rest,) = await town.presses("王工", more.buttons[0][1])
    assert f"{DEVICE} {MOST}" in rest.text


async def test_the_digest_says_what_is_due_today_with_the_button_that_does_it(town: Town) -> None:
    await town.opens()
    await borrowed(town)
    (digest,) = [one for one in await town.waits_until(at(1, 8, 30)) if one.key == "digest"]
    assert digest.who == "王工"
    assert DEVICE in digest.text
    assert town.words.text(town.languages["王工"], "digest-do-loan", {}) in digest.text
    assert last(await town.presses("王工", digest.buttons[0][1]), "王工").key == "loan-back"


async def test_what_somebody_has_lost_the_right_to_press_is_taken_from_him(town: Town) -> None:
    pressed = await button(town)
    await town.waits_until(DUE)
    assert "no-longer-yours" in [one.key for one in await leaves(town, "王工")]
    assert refusal_of(await town.presses("王工", pressed)) == "not-yours"


@pytest.mark.parametrize(("name", "side"), [("王工", "borrower"), ("李局", "head")])
async def test_each_side_may_see_its_own_messages_as_long_as_it_has_the_office(
    town: Town, name: str, side: str
) -> None:
    await borrowed(town)

    async def sees() -> dict[str, bool]:
        return {each: await town.look(partial(_sees, name=name, side=each)) for each in ("borrower", "head")}

    assert await sees() == {"borrower": side == "borrower", "head": side == "head"}
    await leaves(town, name)
    assert await sees() == {"borrower": False, "head": False}


def _sees(session: Session, name: str, side: str) -> bool:
    person = snapshots.person(session, NUMBERS[name])
    return person is not None and sight.sees(session, person, Loan.numbered(1).about(side))


def test_its_verb_has_a_right_and_something_that_does_it() -> None:
    verb = VERBS["l", "give_back"]
    assert verb in DO
    assert verb.right is RIGHTS["give_back"]
