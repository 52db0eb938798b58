"""Buttons about inquiries, forged, old, pressed by others or twice: whoever may not is refused in the same words, and
nothing changes.
"""

from datetime import date
from functools import partial

import pytest
from sqlalchemy.orm import Session

from handlers.inquiries.commands import AskExtension, AskHelp
from handlers.talking.buttons import OneTap, read_button
from handlers.talking.verbs import VERBS
from models.ground import public_ids
from models.ground.machine import LARGEST_ID
from models.ground.messages import Channel
from models.inquiries.rights import inquiry_for
from models.register.people import Person
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import EMERGENCY, newest
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, button_of
from tests.town import WORDS, Said, Town, to
from tests.verbs import OF_INQUIRIES

SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
NOT_YOURS = WORDS.text("zh-CN", "refusal-not-yours", {})
ADMINS, HANDLERS = {"赵总", "钱副总"}, {"周科", "李局"}
EVERYBODY = ADMINS | HANDLERS | {"孙工", "何督查"}
OF_THE_DESK = ("accept", "return", "out_of_scope", "note", "transfer", "ask_back", "extend", "answer", "link", "help")
OF_THE_ASKER = ("withdraw", "input", "solved", "not_solved", "reopen", *(f"satisfied{level}" for level in range(1, 6)))

# Of 赵总's inquiry that 市生态环境局 has, offers to 市应急管理局, asks it to help with, and wants more time for.
MAY: dict[str, set[str]] = {
    **{f"q_{verb}": HANDLERS for verb in (*OF_THE_DESK, "release", "more")},
    **{f"q_{verb}": ADMINS for verb in OF_THE_ASKER},
    **{f"q_{verb}": {"孙工"} for verb in ("take", "leave", "contribute")},
    **{f"q_{verb}": {"李局"} for verb in ("grant", "deny")},
    "q_designate": {"何督查"},
    "q_show": EVERYBODY,
    "q_files": EVERYBODY,
    "q_list": EVERYBODY,
}


def _is_refused(said: list[Said]) -> bool:
    return len(said) == 1 and said[0].key in ("refused", "talk-over") and said[0].text.startswith(NOT_YOURS)


async def _in_the_middle(town: Town) -> list[Said]:
    """Everything that can be open of an accepted inquiry is."""
    await inquiry_story.offered(town)
    asks = AskHelp(inquiry=1, department=EMERGENCY, words="请核实", until=date(2026, 12, 1))
    await story.perform(town, "周科", asks)
    return await story.perform(town, "周科", AskExtension(inquiry=1, until=date(2026, 12, 10), reason="等专家"))


def test_every_button_about_an_inquiry_is_tried() -> None:
    assert MAY.keys() == OF_INQUIRIES


async def test_everybody_else_is_refused_in_the_same_words_and_nothing_changes(town: Town) -> None:
    await _in_the_middle(town)
    before = await story.everything(town)
    for verb, may in MAY.items():
        for person in NUMBERS.keys() - may:
            said = await town.presses(person, button_of(verb))
            assert _is_refused(said), (verb, person, [one.text for one in said])
    assert await story.everything(town) == before


@SQLITE
async def test_what_does_not_exist_is_refused_in_the_words_of_what_is_anothers(town: Town) -> None:
    await _in_the_middle(town)
    before = await story.everything(town)
    for verb in MAY.keys() - {"q_list"}:  # whose number is a place in the list
        for subject in (77, LARGEST_ID - 1, LARGEST_ID):
            for person in MAY[verb]:
                assert _is_refused(await town.presses(person, button_of(verb, subject))), (verb, subject)
    (said,) = await town.presses("赵总", f"2.q_list.o{LARGEST_ID}.0")
    assert said.key == "inquiries", "a list that became shorter begins anew"
    assert await story.everything(town) == before


@SQLITE
async def test_a_stranger_and_whoever_is_suspended_can_do_nothing_at_all(town: Town) -> None:
    await _in_the_middle(town)
    town.accounts["路人"] = (Channel.TELEGRAM, "999999")
    for name in NUMBERS:
        await story.change_row(town, Person, NUMBERS[name], suspended_at=town.clock.moment)
    before = await story.everything(town)
    for verb, may in MAY.items():
        for person in (*may, "路人"):
            assert [one.key for one in await town.presses(person, button_of(verb))] == ["stranger-explained"]
    assert await story.everything(town) == before


@SQLITE
async def test_a_complaint_in_confidence_is_nobodys_but_the_persons_and_the_supervisors(town: Town) -> None:
    """Not even his own colleague's, whatever button is made up."""
    await inquiry_story.complained(town)
    before = await story.everything(town)
    for verb in MAY.keys() - {"q_list"}:
        for person in NUMBERS.keys() - {"赵总", "何督查"}:
            assert _is_refused(await town.presses(person, button_of(verb, revision=1))), (verb, person)
    for person in ("钱副总", "周科", "李局", "孙工"):
        (said,) = await town.says(person, "/inquiries")
        assert said.key == "inquiries-none", person
    assert await story.everything(town) == before


ARRIVALS: tuple[inquiry_story.Arrive, ...] = (
    inquiry_story.asked,
    inquiry_story.returned_once,
    inquiry_story.placing,
    inquiry_story.accepted,
    inquiry_story.waiting,
    inquiry_story.answered,
    inquiry_story.solved,
    inquiry_story.offered,
    _in_the_middle,
)
LOOKS = {"q_show", "q_files", "q_list", "q_more"}
REPLACES = {verb for verb in MAY if verb.startswith("q_satisfied")}


def _shown(said: list[Said]) -> dict[str, tuple[str, OneTap]]:
    """Every button about an inquiry that was shown, and who was shown it."""
    found: dict[str, tuple[str, OneTap]] = {}
    for one in said:
        for _, data in one.buttons:
            button = read_button(data)
            if isinstance(button, OneTap) and button.verb in MAY:
                found[data] = (one.who, button)
    return found


def _may(who: str, button: OneTap, session: Session) -> None:
    """Raises Refusal where he hasn't the right."""
    person = session.get_one(Person, NUMBERS[who])
    inquiry_for(session, person, VERBS["q", button.verb].right, public_ids.number_of(session, "q", button.subject))


async def _press(town: Town, who: str, data: str) -> list[Said]:
    """What he who presses hears; a talk begun by it is left again."""
    said = to(await town.presses(who, data), who)
    if any(one.key.startswith("talk-question") for one in said):
        await town.says(who, "取消")
    return said


@SQLITE
@pytest.mark.parametrize("arrive", ARRIVALS, ids=lambda arrive: arrive.__name__)
async def test_whoever_is_shown_a_button_may_press_it_and_a_second_tap_changes_nothing(
    town: Town, arrive: inquiry_story.Arrive
) -> None:
    shown = _shown(await arrive(town))
    assert shown
    for receiver, button in shown.values():
        await town.look(partial(_may, receiver, button))
    for data, (receiver, button) in shown.items():
        assert await _press(town, receiver, data), button
        if button.verb in LOOKS | REPLACES:
            continue
        before = await story.everything(town)
        assert await _press(town, receiver, data), "he is told something"
        assert await story.everything(town) == before, button


@SQLITE
async def test_a_button_of_another_revision_says_what_holds_and_changes_nothing(town: Town) -> None:
    """An old one, and one of a revision that was never shown."""
    await inquiry_story.asked(town)
    before = await story.everything(town)
    for verb in ("q_accept", "q_return", "q_out_of_scope"):
        for revision in (0, 2, 2**31 - 1):
            (said,) = await town.presses("周科", button_of(verb, 1, revision))
            assert said.text.startswith("情况已变：等部门受理"), verb
    assert await story.everything(town) == before
    await inquiry_story.answered(town)
    inquiry = await newest(town)
    before = await story.everything(town)
    for revision in (0, inquiry.revision - 1, inquiry.revision + 1):
        (said,) = await town.presses("赵总", button_of("q_solved", inquiry.id, revision))
        assert said.text.startswith("情况已变：已答复，等企业确认")
    assert await story.everything(town) == before


@SQLITE
@pytest.mark.parametrize("verb", ["q_accept", "q_grant", "q_answer"])
async def test_a_button_with_one_character_changed_does_no_more_than_its_presser_may(town: Town, verb: str) -> None:
    """吴管理 may do nothing to an inquiry: whatever he makes of a button, nothing happens."""
    await _in_the_middle(town)
    before = await story.everything(town)
    genuine = button_of(verb)
    for place in range(len(genuine)):
        for other in "019.qv_²-":
            said = await town.presses("吴管理", genuine[:place] + other + genuine[place + 1 :])
            assert {one.who for one in said} == {"吴管理"}
    assert await story.everything(town) == before
