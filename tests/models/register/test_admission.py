"""Who may speak at all: every act by everybody, in private and in a group."""

from itertools import product

import pytest

from models.ground.messages import Act
from models.register.admission import Admission, admission

WHO = {
    "somebody": (True, False),
    "suspended": (True, True),
    "stranger": (False, False),
    "nobody we have": (False, True),
}
IN_PRIVATE = """
              somebody     suspended    stranger     nobody we have
text          heard        explained    explained    explained
press         heard        explained    explained    explained
file          heard        explained    explained    explained
scan          heard        heard        explained    explained
start         heard        explained    explained    explained
edited        heard        explained    explained    explained
away          noted_away   noted_away   noted_away   noted_away
back          heard        passed_over  passed_over  passed_over
unreadable    heard        explained    passed_over  passed_over
"""
ROWS = {act: outcomes for act, *outcomes in map(str.split, IN_PRIVATE.strip().splitlines()[1:])}


def test_the_table_has_every_act_and_every_outcome_but_that_of_groups() -> None:
    assert list(ROWS) == list(Act)
    assert {outcome for row in ROWS.values() for outcome in row} == set(Admission) - {Admission.SHOWN_IN}


@pytest.mark.parametrize(("act", "who"), list(product(Act, WHO)))
def test_in_private_it_depends_on_who_does_what(act: Act, who: str) -> None:
    known, suspended = WHO[who]
    outcome = ROWS[act][list(WHO).index(who)]
    assert admission(act, private=True, known=known, suspended=suspended) == outcome


@pytest.mark.parametrize(("act", "who"), list(product(Act, WHO)))
def test_in_a_group_nobody_is_heard_whatever_he_does(act: Act, who: str) -> None:
    known, suspended = WHO[who]
    assert admission(act, private=False, known=known, suspended=suspended) == "shown_in"
