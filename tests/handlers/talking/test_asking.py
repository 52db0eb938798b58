"""Ask: a talk replayed from its stored answers, event by event."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.words import Words
from handlers.talking.asking import Ask, Choice, Complaint, Given, Question, Screen, Suspend
from handlers.talking.forms import Pick, Search, Text
from models.ground.messages import Json, word
from models.post.drafts import Draft

WORDS = Words.load()
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
NAME = Question("name", Text(40))
FRUIT = Question("fruit", Pick())
REASON = Question("reason", Text(40))
FRUITS = [Choice("apple", "apple"), Choice("pear", "pear")]

Talk = Callable[[Ask], object]


def of(*answers: tuple[str, Json], question: str = "", offered: tuple[str, ...] = ()) -> Draft:
    return Draft(id=1, person_id=1, talk="test", answers=answers, question=question, offered=offered)


def ask(draft: Draft, given: Given | None = None, note: Json = None) -> Ask:
    return Ask(draft=draft, given=given, now=NOW, words=lambda value: WORDS.say("en", value), note=note)


def shown(talk: Talk, draft: Draft, given: Given | None = None) -> Screen:
    with pytest.raises(Suspend) as stopped:
        talk(ask(draft, given))
    return stopped.value.screen


def name_then_fruit(asked: Ask) -> tuple[str, str]:
    return asked(NAME), asked(FRUIT, among=FRUITS)


def test_the_first_question_without_an_answer_goes_to_the_screen() -> None:
    screen = shown(name_then_fruit, of())
    assert (screen.question, screen.draft.question, screen.choices, screen.note) == ("name", "name", (), None)


def test_an_answer_is_kept_in_order_and_the_next_question_is_shown_with_its_choices() -> None:
    screen = shown(name_then_fruit, of(question="name"), Given(text="Ann"))
    assert screen.draft.answers == (("name", "Ann"),)
    assert (screen.question, screen.draft.offered) == ("fruit", ("apple", "pear"))


def test_a_talk_with_all_its_answers_gives_its_command_each_time_it_is_replayed() -> None:
    asked = ask(of(("name", "Ann"), question="fruit", offered=("apple", "pear")), Given(text="2"))
    assert name_then_fruit(asked) == ("Ann", "pear")
    assert [name_then_fruit(ask(asked.draft)) for _ in range(10)] == [("Ann", "pear")] * 10


def test_an_event_answers_one_question_never_the_next_too() -> None:
    def two(asked: Ask) -> tuple[str, str]:
        return asked(NAME), asked(REASON)

    screen = shown(two, of(question="name"), Given(text="yes"))
    assert (screen.question, screen.draft.answers) == ("reason", (("name", "yes"),))


def test_a_release_that_inserts_a_question_takes_no_answer_that_was_meant_for_another() -> None:
    def newer(asked: Ask) -> tuple[str, str, str]:
        return asked(NAME), asked(REASON), asked(FRUIT, among=FRUITS)

    screen = shown(newer, of(("name", "Ann"), question="fruit"), Given(text="apple"))
    assert (screen.question, screen.draft.answers) == ("reason", (("name", "Ann"),))


def test_a_branch_that_turns_between_two_events_files_no_answer_under_another_question() -> None:
    branch = {"early": True}

    def turning(asked: Ask) -> str:
        return asked(NAME) if branch["early"] else asked(REASON)

    draft = shown(turning, of()).draft
    branch["early"] = False
    screen = shown(turning, draft, Given(text="Ann"))
    assert (screen.question, screen.draft.answers) == ("reason", ())


def test_a_stored_choice_that_is_no_longer_offered_is_asked_again_and_what_follows_is_kept() -> None:
    def fruit_then_name(asked: Ask) -> tuple[str, str]:
        return asked(FRUIT, among=FRUITS), asked(NAME)

    screen = shown(fruit_then_name, of(("fruit", "plum"), ("name", "Ann"), question="more"), Given(text="no"))
    assert (screen.question, screen.note) == ("fruit", word("talk-no-longer-holds"))
    assert screen.draft.answers == (("name", "Ann"),)
    assert fruit_then_name(ask(screen.draft, Given(option="pear"))) == ("pear", "Ann")


def test_a_stored_answer_against_which_something_stands_now_is_asked_again_with_the_reason() -> None:
    screen = shown(lambda asked: asked(NAME, refuse=lambda _: word("day-is-taken")), of(("name", "Ann")))
    assert (screen.question, screen.note) == ("name", word("day-is-taken"))


@pytest.mark.parametrize(
    ("given", "note"),
    [
        (Given(text="7"), word("expects-choice", low=1, high=2)),
        (Given(option="plum"), word("talk-no-longer-holds")),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_lost(given: Given, note: Json) -> None:
    screen = shown(name_then_fruit, of(("name", "Ann"), question="fruit"), given)
    assert (screen.question, screen.note) == ("fruit", note)
    assert screen.draft.answers == (("name", "Ann"),)


def test_an_answer_that_cannot_be_taken_is_told_why() -> None:
    def refusing(asked: Ask) -> str:
        return asked(NAME, refuse=lambda name: word("day-is-taken") if name == "Bob" else None)

    screen = shown(refusing, of(question="name"), Given(text="Bob"))
    assert (screen.question, screen.note, screen.draft.answers) == ("name", word("day-is-taken"), ())
    assert refusing(ask(screen.draft, Given(text="Ann"))) == "Ann"


def test_where_several_fit_these_go_to_the_screen_and_a_number_chooses_among_them() -> None:
    def seeking(asked: Ask) -> int:
        return asked(
            Question("firm", Search("no-such-enterprise")), find=lambda _: [Choice("7", "A"), Choice("9", "B")]
        )

    screen = shown(seeking, of(question="firm"), Given(text="some"))
    assert (screen.note, screen.draft.offered) == (word("talk-which-one"), ("7", "9"))
    assert seeking(ask(screen.draft, Given(text="2"))) == 9


def test_a_key_that_is_asked_twice_is_a_fault_of_the_program() -> None:
    def twice(asked: Ask) -> str:
        return asked(NAME) + asked(NAME)

    with pytest.raises(RuntimeError, match="asks name twice"):
        twice(ask(of(("name", "Ann"))))


def test_no_except_of_a_talk_can_keep_a_suspended_question() -> None:
    assert not issubclass(Suspend, Exception)


def test_back_drops_the_last_answer_and_what_was_offered() -> None:
    draft = of(("name", "Ann"), ("fruit", "pear"), question="reason", offered=("x",)).without_last()
    assert (draft.answers, draft.offered) == ((("name", "Ann"),), ())
    assert shown(name_then_fruit, draft).question == "fruit"
    assert of().without_last() == of()


def test_a_complaint_carries_the_sentence_that_says_why() -> None:
    assert Complaint(word("day-is-taken")).word == word("day-is-taken")
