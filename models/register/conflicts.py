"""Nobody judges himself: what ties a person to a matter so that he may not decide on it, whatever his office is.

Each right (models/register/rights.py) names the conflicts that stand against it. The loaders that give a right ask it,
and with them whoever decides who is asked, what is offered and what a list shows. What happens when nobody is left is
told in docs/decisions/0032-nobody-judges-himself.md.
"""

from enum import StrEnum

from models.register.people import Person


class Conflict(StrEnum):
    """What ties a person to a matter so that somebody else has to decide on it."""

    ASKED = "asked"
    """he asked for it: the visit, the inquiry, more time, the appeal"""
    TAKES_PART = "takes_part"
    """he is named among those who come"""
    DECIDED = "decided"
    """he has decided on it before, for the side he belonged to then"""
    DEPARTMENT = "department"
    """he belongs to the department's side, in whatever office"""
    ENTERPRISE = "enterprise"
    """he belongs to the enterprise's side, in whatever office"""


NONE: frozenset[Conflict] = frozenset()
HEAD = frozenset({Conflict.ASKED, Conflict.TAKES_PART, Conflict.ENTERPRISE})
"""Whoever decides for the department."""
SPEAKER = frozenset({Conflict.ASKED, Conflict.TAKES_PART, Conflict.DEPARTMENT})
"""Whoever consents for the enterprise, lets somebody in or says how it was."""
JUDGE = frozenset(Conflict)
"""Whoever stands above both sides."""
HANDLER = frozenset({Conflict.ASKED, Conflict.ENTERPRISE})
"""Whoever handles an inquiry for a department."""
OF_DEPARTMENT, OF_ENTERPRISE = frozenset({Conflict.DEPARTMENT}), frozenset({Conflict.ENTERPRISE})
"""Whoever speaks for the one side, and must not belong to the other."""


def departments_belonged_to(person: Person) -> set[int]:
    """Where he has any office at all: it is the side that counts, not the office."""
    return {each.department_id for each in person.appointments if each.department_id is not None}


def enterprises_belonged_to(person: Person) -> set[int]:
    """The same of enterprises."""
    return {each.enterprise_id for each in person.appointments if each.enterprise_id is not None}
