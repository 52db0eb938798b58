"""Who may speak to us at all; what somebody may do is asked where it is done."""

from enum import StrEnum

from models.ground.messages import Act


class Admission(StrEnum):
    """What becomes of something that came in."""

    HEARD = "heard"  # it is handled
    EXPLAINED = "explained"  # he is told whom we serve, and nothing else
    SHOWN_IN = "shown_in"  # a group is shown the way into the private chat
    NOTED_AWAY = "noted_away"  # the account can't be reached any more
    PASSED_OVER = "passed_over"  # the platform said it, nobody did


def admission(act: Act, *, private: bool, known: bool, suspended: bool) -> Admission:
    """What becomes of an act. A suspended person is heard at a scan alone, whose verdict says that he is suspended."""
    welcome = known and not suspended
    if not private:
        return Admission.SHOWN_IN
    if act is Act.AWAY:
        return Admission.NOTED_AWAY
    if (act is Act.BACK and not welcome) or (act is Act.UNREADABLE and not known):
        return Admission.PASSED_OVER
    return Admission.HEARD if welcome or (known and act is Act.SCAN) else Admission.EXPLAINED
