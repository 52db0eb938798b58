"""What something is about, and each way in which that is written down."""

from hypothesis import given
from hypothesis import strategies as st

from models.ground.public_ids import ON_BUTTONS
from models.ground.subjects import NOTHING_SEEN, SeenSubject, Subject, read_about

NAMES = st.sampled_from(sorted(rows.KIND.name for rows in ON_BUTTONS.values()))
NUMBERS = st.integers(0, 2**31 - 1)
SIDES = st.sampled_from(["", "reply", "desk.3", "help7"])


@given(NAMES, NUMBERS)
def test_a_subject_is_read_as_it_was_written(kind: str, number: int) -> None:
    assert str(Subject(kind, number)) == f"{kind}:{number}"
    assert Subject.read(str(Subject(kind, number))) == Subject(kind, number)


@given(NAMES, NUMBERS, SIDES)
def test_what_a_message_shows_is_taken_apart_as_it_was_put_together(kind: str, number: int, what: str) -> None:
    assert read_about(Subject(kind, number).about(what)) == (Subject(kind, number), what)


@given(st.text(st.characters(exclude_characters=".")))
def test_what_names_no_number_shows_no_subject(text: str) -> None:
    assert read_about(text)[0] is None


@given(st.sampled_from(sorted(ON_BUTTONS)), NUMBERS, NUMBERS)
def test_what_a_talk_is_about_is_read_as_it_was_kept(letter: str, number: int, revision: int) -> None:
    seen = SeenSubject(letter, number, revision)
    assert str(seen) == f"{letter}{number}.{revision}"
    assert SeenSubject.read(str(seen)) == seen


def test_a_talk_that_is_about_nothing_yet_keeps_nothing() -> None:
    assert str(NOTHING_SEEN) == ""
    assert SeenSubject.read("") == NOTHING_SEEN


def test_no_two_kinds_share_a_letter_or_a_name() -> None:
    names = [rows.KIND.name for rows in ON_BUTTONS.values()]
    assert len(ON_BUTTONS) == len(set(names)) == 5
