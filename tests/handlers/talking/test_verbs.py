"""One walk over every verb of a button, as it is declared."""

import pytest

from handlers.talking.conversing import TALKS
from handlers.talking.verbs import DO, VERBS, ButtonVerb
from models.ground.public_ids import ON_BUTTONS
from models.inquiries import rights as of_inquiries
from models.ratings import rights as of_ratings
from models.visits import rights as of_visits
from tests.town import WORDS

EVERY = pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: f"{verb.letter}-{verb.name}")
RIGHTS = [*of_visits.RIGHTS.values(), *of_ratings.RIGHTS.values(), *of_inquiries.RIGHTS.values()]


@EVERY
def test_a_verb_begins_a_talk_or_is_done_at_once(verb: ButtonVerb) -> None:
    assert (verb.talk in TALKS) != (verb in DO)


@EVERY
def test_a_verb_is_about_something_that_buttons_can_name(verb: ButtonVerb) -> None:
    assert verb.letter in ON_BUTTONS


@EVERY
def test_the_right_to_a_verb_is_one_of_its_wings(verb: ButtonVerb) -> None:
    assert any(verb.right is right for right in RIGHTS)


@EVERY
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_verb_has_words_in_both_languages(verb: ButtonVerb, locale: str) -> None:
    assert f"button-{verb.label}" in WORDS.keys(locale)


def test_nothing_is_done_for_a_verb_that_nobody_declared() -> None:
    assert DO.keys() <= set(VERBS.values())
