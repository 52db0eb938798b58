"""Who may rate a visit, and who may do what about a bad rating."""

from models.register.conflicts import JUDGE, SPEAKER
from models.register.rights import Right
from models.visits.rights import admin, approver, official, right, supervisor
from models.visits.visits import Visit

RIGHTS: dict[str, Right[Visit]] = {
    "rate": right(admin, SPEAKER),
    "interfere": right(admin, SPEAKER),
    "contact": right(supervisor, JUDGE, hidden=True),
    "consent": right(admin, SPEAKER, hidden=True),
    "decide_appeal": right(supervisor, JUDGE, hidden=True),
    # What somebody does to what is his own
    "remedy": right(official | approver),
    "appeal": right(official | approver),
}
"""Whose office it is to do it about a visit, and whose own matter it must not be. That there is something to contact
somebody about, to consent to or to decide is hidden from whoever belongs to the department.
"""
