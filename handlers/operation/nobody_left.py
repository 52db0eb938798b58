"""The operator's list of what nobody may decide: everybody whose office it would be is tied to the matter himself, or
nobody has the office. It names the kind of matter and how many, never whose.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from handlers.inquiries.telling import placers
from handlers.talking.commands import waits
from handlers.talking.offering import Decision
from handlers.turn import Turn
from handlers.visits.telling import Audience, audience
from models.ground.messages import lines, word
from models.inquiries.inquiries import IS_PLACING, Inquiry
from models.ratings.follow_ups import FollowUp, Stage
from models.register.offices import has_role
from models.register.people import Role
from models.visits.paper_notices import PaperNotice
from models.visits.snapshots import visit_snapshot
from models.visits.visits import IS_OBJECTED, Visit

MOST = 200  # of a kind that are looked at


@waits("nobody_left")
def show_nobody_left(turn: Turn) -> bool:
    """Shows an operator what nobody may decide; whether there is anything."""
    if not has_role(turn.person, Role.OPERATOR):
        return False
    counts = {matter: sum(found) for matter, found in _undecidable(turn).items()}
    told = [
        word("nobody-left", matter=word(f"matter-{matter.value}"), count=count)
        for matter, count in counts.items()
        if count
    ]
    if told:
        turn.answer("operator-nobody-left-list", {"matters": lines(told)})
    return bool(told)


def _undecidable(turn: Turn) -> dict[Decision, Iterator[bool]]:
    session = turn.session
    notices = select(PaperNotice.visit_id).where(PaperNotice.decided_at.is_(None)).limit(MOST)
    placing = session.scalars(select(Inquiry).where(IS_PLACING).limit(MOST)).all()
    return {
        Decision.OBJECTION: _without_judge(
            turn, session.scalars(select(Visit.id).where(IS_OBJECTED).limit(MOST)).all()
        ),
        Decision.NOTICE: _without_judge(turn, session.scalars(notices).all()),
        Decision.RATING: _without_judge(turn, _followed(turn, Stage.CONTACT)),
        Decision.APPEAL: _without_judge(turn, _followed(turn, Stage.APPEAL)),
        Decision.INQUIRY: (not placers(turn, inquiry) for inquiry in placing),
    }


def _followed(turn: Turn, stage: Stage) -> list[int]:
    return list(turn.session.scalars(select(FollowUp.visit_id).where(FollowUp.state == stage).limit(MOST)))


def _without_judge(turn: Turn, numbers: Iterable[int]) -> Iterator[bool]:
    visits = (visit_snapshot(turn.session, number) for number in numbers)
    return (visit is not None and not audience(turn, visit, Audience.SUPERVISOR) for visit in visits)
