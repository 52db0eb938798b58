"""Buttons: what they carry is read back, whatever a client makes up is refused, and what was shipped stays readable."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.catalogue import COMMANDS, ON_A_LIST
from handlers.ratings.talks import rating
from handlers.talking import buttons
from handlers.talking.buttons import MOST_BYTES, OneTap, OnWithAList, TalkButton, UnreadableButton, read_button
from handlers.talking.conversing import BACK, CANCEL
from handlers.visits.talks import answering, ending
from models.ground.codes import new_id
from models.ground.public_ids import LARGEST, ON_BUTTONS
from models.post.drafts import Draft
from tests.handlers.visits import story
from tests.handlers.visits.stories import STORIES
from tests.town import Town
from tests.verbs import LETTERS, ONE_TAP

IDS = st.builds(new_id)
LONGEST_QUESTION = "promise_words2"
CODES = (
    *("yes", "-", "none", "2026-12-03", "09:00-11:00", str(LARGEST), "+".join(["1234567", "7654321"])),
    *(*answering.REASONS_TO_REJECT, *answering.REASONS_TO_DECLINE, *answering.REASONS_TO_POSTPONE),
    *(*ending.REASONS_TO_WITHDRAW, *ending.REASONS_TO_REVOKE, *rating.GOOD, *rating.BAD),
)
DRAFT = Draft(id=7, person_id=1, talk="visit.request", offered=CODES, public_id=new_id(), secret=new_id())


@given(
    st.text(max_size=80)
    | st.from_regex(r"[12]\.[0-9a-z_]{0,12}\.[vnqo]?[0-9a-zA-Z_-]{0,18}\.[!0-9a-z.-]{0,12}", fullmatch=True)
)
@example("1.99999999999999.day.2026-12-03")
@example("1.approve.v99999999999.1")
@example("1.approve.v²." + "1")
@example("1.7.\ud800.x")
@example("2..v².day.1")
@example("")
def test_any_data_is_a_button_or_unreadable(data: str) -> None:
    try:
        button = read_button(data)
    except UnreadableButton:
        return
    match button:
        case TalkButton(draft=int(number)) | OneTap(subject=int(number)) | OnWithAList(place=number):
            assert 0 <= number <= LARGEST
        case TalkButton(draft=str(named)):
            assert len(named) == 16
        case OneTap(subject=str(named), revision=revision):
            assert len(named) in (0, 16)
            assert 0 <= revision <= LARGEST


@pytest.mark.parametrize(
    "data",
    [
        "3.7.day.x",
        "2.7.day.x",
        "1",
        "1.approve",
        "1.approve.v12",
        "1.approve.v12.x",
        "1.approve.vx.1",
        "1.a b.v1.1",
        "1..v1.1",
        "1.7.day." + "x" * 60,
        "1.7.day." + "周" * 20,
        "1.2147483648x.day.x",
        "2.approve.v12.1",
        "2.approve.vkT3p_9-QxZa1b2c.1",
        "2..kT3p_9-QxZa1b2c4.day",
        "2..12.day.x",
    ],
)
def test_what_is_no_button_of_ours_is_unreadable(data: str) -> None:
    with pytest.raises(UnreadableButton):
        read_button(data)


@pytest.mark.parametrize(
    ("data", "button"),
    [
        ("1.agree.v12.3", OneTap(verb="agree", kind="v", subject=12, revision=3)),
        ("1.leave.n7.0", OneTap(verb="leave", kind="n", subject=7)),
        ("1.q_accept.q3.1", OneTap(verb="q_accept", kind="q", subject=3, revision=1)),
        ("1.rating_consent.f2.0", OneTap(verb="rating_consent", kind="f", subject=2)),
        ("1.notice_approve.p1.0", OneTap(verb="notice_approve", kind="p", subject=1)),
        ("1.q_list.o5.0", OnWithAList("q_list", 5)),
        ("1.menu..0", OneTap(verb="menu")),
        ("1.41.day.2026-12-03", TalkButton(draft=41, question="day", option="2026-12-03")),
        ("1.41.day.!cancel", TalkButton(draft=41, question="day", option=CANCEL)),
    ],
)
def test_a_button_as_it_was_shipped_with_numbers_is_still_read(data: str, button: OneTap | TalkButton) -> None:
    assert read_button(data) == button


@pytest.mark.parametrize("code", CODES)
def test_the_longest_button_of_a_talk_fits_and_reads_back(code: str) -> None:
    button = buttons.option("label", DRAFT, LONGEST_QUESTION, code)
    assert len(button.data.encode()) <= MOST_BYTES
    read = read_button(button.data)
    assert isinstance(read, TalkButton)
    assert (read.draft, read.question, DRAFT.chosen(read.option)) == (DRAFT.public_id, LONGEST_QUESTION, code)


@pytest.mark.parametrize("code", CODES)
def test_a_button_of_a_talk_says_nothing_of_what_is_chosen(code: str) -> None:
    twice = [buttons.option("label", replace(DRAFT, secret=new_id()), "q", code) for _ in range(2)]
    assert twice[0].data != twice[1].data
    assert DRAFT.chosen(code) == "", "nor does a code made up mean anything"


@pytest.mark.parametrize("code", [BACK, CANCEL])
def test_back_and_cancel_are_read_back_as_they_are(code: str) -> None:
    read = read_button(buttons.control("label", DRAFT, LONGEST_QUESTION, code).data)
    assert read == TalkButton(draft=DRAFT.public_id, question=LONGEST_QUESTION, option=code)


@given(st.sampled_from(sorted(ONE_TAP)), st.sampled_from(sorted(ON_BUTTONS)), IDS, st.integers(0, LARGEST))
def test_every_one_tap_button_fits_and_reads_back(verb: str, kind: str, subject: str, revision: int) -> None:
    button = buttons.one_tap("label", verb, kind, subject, revision)
    assert len(button.data.encode()) <= MOST_BYTES
    assert read_button(button.data) == OneTap(verb=verb, kind=kind, subject=subject, revision=revision)


@given(st.sampled_from(sorted(ON_A_LIST)), st.integers(0, LARGEST))
def test_a_button_that_goes_on_with_a_list_says_from_where(verb: str, place: int) -> None:
    assert read_button(buttons.list_from("label", verb, place).data) == OnWithAList(verb, place)


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_a_verb_is_done_only_to_what_it_is_for_however_a_button_is_made_up(town: Town) -> None:
    """`1.admit.q1.0` named an inquiry and admitted visitor 1; the place of a list stood where a subject does."""
    await story.agreed(town)
    before = await story.everything(town)
    wrong = [f"1.{verb}.{kind}1.0" for verb, own in LETTERS.items() for kind in (*ON_BUTTONS, "o", "x") if kind != own]
    for data in wrong:
        assert [one.key for one in await town.presses("小陈", data)] == ["button-unreadable"], data
        assert [one.key for one in await town.presses_data("小陈", data)] == ["button-unreadable"], data
    assert await story.everything(town) == before


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_can_be_a_button_without_a_subject(command: str) -> None:
    assert read_button(buttons.one_tap("label", command).data) == OneTap(verb=command)


def test_a_button_that_would_carry_too_much_is_never_drawn() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        buttons.control("label", DRAFT, "question", "x" * 64)


def test_no_verb_is_a_number_which_would_be_taken_for_a_draft() -> None:
    assert not [verb for verb in (*ONE_TAP, *COMMANDS) if verb.isdigit() or "." in verb]
    assert all("." in talk for talk in STORIES)
