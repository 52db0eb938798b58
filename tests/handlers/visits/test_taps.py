"""Buttons as they were shown: pressed by others, pressed twice, pressed when they are old, or made up."""

import pytest

from handlers.talking.buttons import OneTap, UnreadableButton, read_button
from models.register.rules import Kind
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.handlers.visits.test_rights import MAY, NOT_YOURS
from tests.town import Said, Town

HIS_ALONE = ("leave", "take_back", "rating_consent")  # a visitor's own, and a rater's
ARRIVALS = (story.asked, story.moving, story.countered, story.last_day_named, story.objected, story.ended)
RATED = (story.rated_badly, story.contacted, story.named, story.appealed)
SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)


async def _at_the_gate(town: Town) -> list[Said]:
    """王工 has scanned, 小陈 has verified 周科."""
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("王工", await town.sign())
    return [*said, *await town.scans("小陈", f"p_{(await town.pass_of('周科')).code}")]


async def _supervised(town: Town) -> list[Said]:
    """何督查 looks at the visits of his region."""
    await story.agreed(town, Kind.SURVEY)
    return [*await town.says("何督查", "/visits"), *await town.says("王工", "/mine")]


def _one_taps(said: list[Said]) -> dict[str, tuple[str, OneTap]]:
    """Every button shown that does something to a subject at once or begins a talk about it, and who was shown it."""
    found: dict[str, tuple[str, OneTap]] = {}
    for one in said:
        for _, data in one.buttons:
            button = read_button(data)
            if isinstance(button, OneTap) and button.subject:
                found[data] = (one.who, button)
    return found


async def _press(town: Town, who: str, data: str) -> list[Said]:
    """What he who presses hears; a talk begun by it is left again."""
    said = [one for one in await town.presses(who, data) if one.who == who]
    if any(one.key.startswith(("talk-question", "ask-")) or "取消" in str(one.buttons) for one in said):
        await town.says(who, "取消")
    return said


@SQLITE
@pytest.mark.parametrize("arrive", [*ARRIVALS, *RATED, _at_the_gate, _supervised], ids=lambda arrive: arrive.__name__)
async def test_a_button_that_was_shown_does_nothing_for_anybody_it_is_not_for(town: Town, arrive: story.Arrive) -> None:
    shown = _one_taps(await arrive(town))
    assert shown
    before = await story.everything(town)
    for data, (receiver, button) in shown.items():
        may = {receiver} if button.verb in HIS_ALONE else MAY[button.verb]
        assert receiver in may, (receiver, button)
        for person in NUMBERS.keys() - may:
            (answer,) = await town.presses(person, data)
            assert answer.key in ("refused", "talk-over"), (person, button, answer.text)
            assert answer.text.startswith(NOT_YOURS)
    assert await story.everything(town) == before


@SQLITE
@pytest.mark.parametrize("arrive", [*ARRIVALS[:-1], _supervised], ids=lambda arrive: arrive.__name__)
async def test_a_button_of_another_revision_says_what_holds_and_changes_nothing(
    town: Town, arrive: story.Arrive
) -> None:
    """An old one, and one of a revision that was never shown."""
    shown = _one_taps(await arrive(town))
    visit = await town.visit()
    before = await story.everything(town)
    tried = 0
    for receiver, button in shown.values():
        if button.verb in ("slip", "pass"):
            continue  # looking changes nothing
        for revision in (0, 1, visit.revision - 1, visit.revision + 1, 2**31 - 1):
            (answer,) = await town.presses(receiver, f"2.{button.verb}.v{button.subject}.{revision}")
            assert answer.key in ("refused", "talk-over"), (receiver, button, answer.text)
            assert "情况已变" in answer.text
            tried += 1
    assert tried >= 5
    assert await story.everything(town) == before


@SQLITE
@pytest.mark.parametrize(
    "arrive", [story.requested, *ARRIVALS, *RATED, _at_the_gate, _supervised], ids=lambda a: a.__name__
)
async def test_the_second_of_two_taps_on_whatever_button_changes_nothing(town: Town, arrive: story.Arrive) -> None:
    shown = _one_taps(await arrive(town))
    for data, (receiver, button) in reversed(shown.items()):  # whoever comes in comes before the others leave
        if button.verb.startswith("rate"):
            continue  # a sheet sent again replaces the one before
        await _press(town, receiver, data)
        before = await story.everything(town)
        assert await _press(town, receiver, data), "he is told something"
        assert await story.everything(town) == before, button


@SQLITE
@pytest.mark.parametrize("verb", ["approve", "leave", "withdraw"])
async def test_a_button_with_one_character_changed_does_no_more_than_its_presser_may(town: Town, verb: str) -> None:
    """吴管理 may do nothing to a visit: whatever he makes of a button, nothing happens."""
    await story.under_way(town)
    before = await story.everything(town)
    visit = await town.visit()
    genuine = f"2.{verb}.v{visit.public_id}.{visit.revision}"
    for place in range(len(genuine)):
        for other in "019.vn_x²-":
            forged = genuine[:place] + other + genuine[place + 1 :]
            said = await town.presses_data("吴管理", forged)
            assert said, forged
            assert {one.who for one in said} == {"吴管理"}
    assert await story.everything(town) == before
    with pytest.raises(UnreadableButton):
        read_button(genuine.replace("2", "3", 1))
