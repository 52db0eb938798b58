"""The states that a visit and what hangs on it can be in; their values are what is stored."""

from enum import StrEnum


class State(StrEnum):
    """Of a visit."""

    REQUESTED = "requested"
    """with the approvers"""
    ASKED = "asked"
    """with the enterprise"""
    MOVING = "moving"
    """another day is on the table"""
    OBJECTED = "objected"
    """with the supervisor"""
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    REJECTED = "rejected"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    NO_SHOW = "no_show"
    MERGED = "merged"
    """it goes on as a part of another visit"""


class Side(StrEnum):
    """The two sides of a visit: whose turn it is while another day is on the table."""

    OFFICIAL = "official"
    ENTERPRISE = "enterprise"


class PartState(StrEnum):
    """Of a department's part of a visit."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    DROPPED = "dropped"


class How(StrEnum):
    """How a visit came to be agreed."""

    AGREED = "agreed"
    SILENCE = "silence"
    OVERRULED = "overruled"
    PAPER = "paper"
    SURPRISE = "surprise"
    ON_THE_SPOT = "on_the_spot"


class PassState(StrEnum):
    """Of a visitor's pass."""

    OPEN = "open"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
