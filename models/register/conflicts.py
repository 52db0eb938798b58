"""Nobody judges himself: for each verb, whose own matter it is, so that he may not do it whatever his office is.

One declaration for visits, what follows their ratings, and inquiries. The loaders that give a right ask it, and with
them whoever decides who is asked, what is offered and what a list shows. What happens when nobody is left is told in
docs/decisions/0032-nobody-judges-himself.md.
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

ON_VISITS: dict[str, frozenset[Conflict]] = {
    "approve": HEAD,
    "reject": HEAD,
    "merge": HEAD,
    "see_slip": HEAD,
    "agree": SPEAKER,
    "decline": SPEAKER,
    "postpone": SPEAKER,
    "accept": SPEAKER,
    "counter": SPEAKER,
    "accept_for_department": frozenset({Conflict.ENTERPRISE}),
    "counter_for_department": frozenset({Conflict.ENTERPRISE}),
    "admit": SPEAKER,
    "nobody_came": SPEAKER,
    "rate": SPEAKER,
    "interfere": SPEAKER,
    "consent": SPEAKER,
    "uphold": JUDGE,
    "overrule": JUDGE,
    "revoke": JUDGE,
    "judge_notice": JUDGE,
    "contact": JUDGE,
    "decide_appeal": JUDGE,
}
"""Who may not do it to a visit. Whatever isn't named here is done by somebody to what is his own: withdrawing,
leaving, noting the outcome, putting right."""

ON_INQUIRIES: dict[str, frozenset[Conflict]] = {
    **dict.fromkeys(("accept", "return", "out_of_scope", "note", "transfer", "ask_back", "extend", "answer"), HANDLER),
    **dict.fromkeys(("link", "help", "release", "take", "leave", "contribute"), HANDLER),
    "grant": HANDLER,
    "deny": HANDLER,
    "designate": HANDLER | {Conflict.DEPARTMENT},
    **dict.fromkeys(("solved", "not_solved", "satisfied", "reopen", "withdraw"), frozenset({Conflict.DEPARTMENT})),
}
"""The same for an inquiry. Of a wish for more time it is he who had it who ASKED."""


def departments_belonged_to(person: Person) -> set[int]:
    """Where he has any office at all: it is the side that counts, not the office."""
    return {each.department_id for each in person.appointments if each.department_id is not None}


def enterprises_belonged_to(person: Person) -> set[int]:
    """The same of enterprises."""
    return {each.enterprise_id for each in person.appointments if each.enterprise_id is not None}
