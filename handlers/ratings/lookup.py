"""What a talk about a rating may look up while it asks."""

from sqlalchemy import select

from handlers.ratings.door import named_to_department, seen_by, shown_to_supervisor
from handlers.talking.asking import Choice
from handlers.visits.lookup import MOST_FOUND, VisitLookup
from handlers.visits.showing import describe
from models.ground.messages import Json, word
from models.ground.refusals import Refusal
from models.ratings.follow_ups import FollowUp
from models.ratings.ratings import Rating
from models.ratings.rights import RIGHTS
from models.register.offices import enterprises_of
from models.register.people import ADMINS
from models.visits.rights import visit_for
from models.visits.visits import Visit


class RatingLookup(VisitLookup):
    """The facts a talk about a rating may ask for, as they are in this turn."""

    rights = RIGHTS

    def follow_up(self, verb: str) -> int:
        """The number of the follow-up the talk is about, for somebody who may do this to it; raises Refusal where he
        can't any more.
        """
        return self._followed(verb)[0].id

    def rated(self, verb: str) -> dict[str, Json]:
        """What both sides may see of it, in fields."""
        return named_to_department(self.turn, *self._followed(verb))

    def rated_in_full(self) -> dict[str, Json]:
        """What only the supervisor may: also the rater and his words."""
        return shown_to_supervisor(self.turn, *self._followed("contact"))

    def rated_visits(self) -> list[Choice]:
        """The newest visits of the person's enterprises that can be rated or could; raises Refusal for none."""
        mine = Visit.enterprise_id.in_(enterprises_of(self.me, *ADMINS))
        query = select(Visit).where(mine, Visit.id.in_(select(Rating.visit_id))).order_by(Visit.id.desc())
        found = self._session.scalars(query.limit(MOST_FOUND)).all()
        if not found:
            raise Refusal("nothing-to-rate")
        return [Choice(str(visit.id), self._rated_visit(visit)) for visit in found]

    def _rated_visit(self, visit: Visit) -> Json:
        described = describe(self._session, visit)
        return word("rated-visit", window=described["window"], departments=described["departments"])

    def rated_visit(self, visit_id: int) -> dict[str, Json]:
        """A visit with whose rating somebody interferes, in fields."""
        return describe(self._session, visit_for(self._session, self.me, RIGHTS["interfere"], visit_id))

    def _followed(self, verb: str) -> tuple[FollowUp, Visit]:
        return seen_by(self._session, self.me, verb, self.subject.number)
