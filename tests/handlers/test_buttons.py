"""Buttons: what they carry is read back, and whatever a client makes up is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers import buttons
from handlers.buttons import LARGEST, MOST_BYTES, OneTap, TalkButton, Unreadable, read_button
from handlers.catalogue import COMMANDS, ONE_TAP
from handlers.conversing import BACK, CANCEL
from handlers.talks import answering, ending, rating
from tests.handlers.stories import STORIES

NUMBERS = st.integers(1, LARGEST)
LONGEST_QUESTION = "promise_words2"
CODES = (
    *(BACK, CANCEL, "yes", "-", "none", "2026-12-03", "09:00-11:00", str(LARGEST), "+".join(["1234567", "7654321"])),
    *(*answering.REASONS_TO_REJECT, *answering.REASONS_TO_DECLINE, *answering.REASONS_TO_POSTPONE),
    *(*ending.REASONS_TO_WITHDRAW, *ending.REASONS_TO_REVOKE, *rating.GOOD, *rating.BAD),
)


@given(st.text(max_size=80) | st.from_regex(r"1\.[0-9a-z_]{1,12}\.[vn]?[0-9]{0,12}\.[!0-9a-z.-]{0,12}", fullmatch=True))
@example("1.99999999999999.day.2026-12-03")
@example("1.approve.v99999999999.1")
@example("1.approve.v²." + "1")
@example("1.7.\ud800.x")
@example("")
def test_any_data_is_a_button_or_unreadable(data: str) -> None:
    try:
        button = read_button(data)
    except Unreadable:
        return
    match button:
        case TalkButton(draft=draft):
            assert 0 <= draft <= LARGEST
        case OneTap(subject=subject, revision=revision):
            assert 0 <= subject <= LARGEST
            assert 0 <= revision <= LARGEST


@pytest.mark.parametrize(
    "data",
    [
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
    ],
)
def test_what_is_no_button_of_ours_is_unreadable(data: str) -> None:
    with pytest.raises(Unreadable):
        read_button(data)


@pytest.mark.parametrize("code", CODES)
def test_the_longest_button_of_a_talk_fits_and_reads_back(code: str) -> None:
    button = buttons.option("label", LARGEST, LONGEST_QUESTION, code)
    assert len(button.data.encode()) <= MOST_BYTES
    assert read_button(button.data) == TalkButton(draft=LARGEST, question=LONGEST_QUESTION, option=code)


@given(st.sampled_from(sorted(ONE_TAP)), st.sampled_from("vn"), NUMBERS, st.integers(0, LARGEST))
def test_every_one_tap_button_fits_and_reads_back(verb: str, kind: str, subject: int, revision: int) -> None:
    button = buttons.one_tap("label", verb, kind, subject, revision)
    assert len(button.data.encode()) <= MOST_BYTES
    assert read_button(button.data) == OneTap(verb=verb, kind=kind, subject=subject, revision=revision)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_can_be_a_button_without_a_subject(command: str) -> None:
    assert read_button(buttons.one_tap("label", command).data) == OneTap(verb=command)


def test_a_button_that_would_carry_too_much_is_never_drawn() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        buttons.option("label", 1, "question", "x" * 64)


def test_no_verb_is_a_number_which_would_be_taken_for_a_draft() -> None:
    assert not [verb for verb in (*ONE_TAP, *COMMANDS) if verb.isdigit() or "." in verb]
    assert all("." in talk for talk in STORIES)
