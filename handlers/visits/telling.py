"""Who is told what: the table, the audiences, and the pictures that go along. No text and no channel.

The person who acts is told the same as everybody else of his audience, as the answer to what he did.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from handlers.talking.verbs import offered
from handlers.turn import Rows, Step
from handlers.visits.showing import describe, matters_said
from models.ground.messages import Drawing, Fields, Picture, listing, window, word
from models.register.offices import has_role
from models.register.people import ADMINS, GATE, Department, Person, Role, holders, operators, supervisors
from models.time.moments import Interval
from models.visits.deadlines import pass_validity
from models.visits.parts import officials, parts_told
from models.visits.passes import Pass
from models.visits.rights import RIGHTS
from models.visits.visits import Visit, visitors


class Audience(StrEnum):
    """The columns of the table of who is told."""

    OFFICIAL = "official"
    VISITORS = "visitors"
    APPROVER = "approver"
    ADMINS = "admins"
    GATEKEEPERS = "gatekeepers"
    SUPERVISOR = "supervisor"


class News(StrEnum):
    """The rows of the table: what there is to tell."""

    REQUEST_MADE = "request-made"
    APPROVED = "approved"
    REJECTED = "rejected"
    ASKED = "asked"
    AGREED = "agreed"
    LAPSED = "lapsed"
    DECLINED = "declined"
    MOVED = "moved"
    OBJECTION = "objection"
    OBJECTION_DECIDED = "objection-decided"
    PASS = "pass"
    GREEN_SCAN = "green-scan"
    RED_SCAN = "red-scan"
    LEFT = "left"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    NO_SHOW = "no-show"
    TEAM_TOO_SMALL = "team-too-small"
    UNREACHED = "unreached"
    PAPER_NOTICE = "paper-notice"
    RATED_BADLY = "rated-badly"
    RATING_NAMED = "rating-named"
    RATING_LATE = "rating-late"
    RATING_PUT_RIGHT = "rating-put-right"
    RATING_APPEAL = "rating-appeal"
    INTERFERENCE = "interference"


_BOTH_SIDES = frozenset({Audience.OFFICIAL, Audience.VISITORS, Audience.APPROVER, Audience.ADMINS})
_DISPUTE = frozenset({Audience.OFFICIAL, Audience.APPROVER, Audience.ADMINS, Audience.SUPERVISOR})
_EVERYBODY = _BOTH_SIDES | {Audience.GATEKEEPERS}

TOLD: dict[News, frozenset[Audience]] = {
    News.REQUEST_MADE: frozenset({Audience.APPROVER}),
    News.APPROVED: frozenset({Audience.OFFICIAL}),
    News.REJECTED: frozenset({Audience.OFFICIAL}),
    News.ASKED: frozenset({Audience.ADMINS}),
    News.AGREED: _BOTH_SIDES,
    News.LAPSED: _BOTH_SIDES,
    News.DECLINED: _BOTH_SIDES,
    News.MOVED: _BOTH_SIDES,
    News.OBJECTION: _DISPUTE,
    News.OBJECTION_DECIDED: _DISPUTE,
    News.PASS: frozenset({Audience.VISITORS, Audience.ADMINS, Audience.GATEKEEPERS}),
    News.GREEN_SCAN: frozenset({Audience.ADMINS, Audience.GATEKEEPERS}),
    News.RED_SCAN: frozenset({Audience.APPROVER, Audience.ADMINS, Audience.GATEKEEPERS}),
    News.LEFT: frozenset({Audience.ADMINS}),
    News.WITHDRAWN: _EVERYBODY,
    News.REVOKED: _EVERYBODY,
    News.NO_SHOW: _EVERYBODY,
    News.TEAM_TOO_SMALL: _EVERYBODY - {Audience.APPROVER},
    News.UNREACHED: frozenset({Audience.OFFICIAL}),
    News.PAPER_NOTICE: frozenset({Audience.OFFICIAL, Audience.SUPERVISOR}),
    News.RATED_BADLY: frozenset({Audience.SUPERVISOR}),
    News.RATING_NAMED: frozenset({Audience.OFFICIAL, Audience.APPROVER, Audience.SUPERVISOR}),
    News.RATING_LATE: frozenset({Audience.APPROVER, Audience.SUPERVISOR}),
    News.RATING_PUT_RIGHT: _DISPUTE,
    News.RATING_APPEAL: _DISPUTE,
    News.INTERFERENCE: frozenset({Audience.SUPERVISOR}),
}


INSIDE = frozenset({Audience.ADMINS, Audience.GATEKEEPERS})
"""Who sees by name which of the enterprise's own people answered; everybody else reads 企业管理员."""
NAMED = frozenset({News.INTERFERENCE})
"""What the supervisor looks into, and so must know from whom."""


def audience(step: Step, visit: Visit, who: Audience) -> list[Person]:
    """The people of an audience of a visit, in a fixed order. A supervisor whose own matter it is isn't one here."""
    session, enterprise = step.session, visit.enterprise_id
    find: dict[Audience, Callable[[], list[Person]]] = {
        Audience.OFFICIAL: lambda: _present([session.get_one(Person, one) for one in officials(visit)], Role.OFFICIAL),
        Audience.VISITORS: lambda: _present((visitor.person for visitor in visitors(visit)), Role.OFFICIAL),
        Audience.APPROVER: lambda: _approvers(step, visit),
        Audience.ADMINS: lambda: holders(session, *ADMINS, enterprise=enterprise),
        Audience.GATEKEEPERS: lambda: holders(session, *(GATE - ADMINS), enterprise=enterprise),
        Audience.SUPERVISOR: lambda: [
            one for one in supervisors(session, visit.region_id) if not RIGHTS["uphold"].tied(session, one, visit)
        ],
    }
    return find[who]()


def asked(step: Step, visit: Visit, who: Audience, verb: str) -> list[Person]:
    """Those of an audience who may do it, and so can be asked to."""
    return [one for one in audience(step, visit, who) if RIGHTS[verb].holds(step.session, one, visit)]


def tell(
    step: Step,
    news: News,
    visit: Visit,
    key: str,
    fields: Fields | None = None,
    *,
    buttons: dict[Audience, Rows] | None = None,
    abouts: dict[Audience, str] | None = None,
    only: Iterable[Audience] | None = None,
    but: Iterable[int] = (),
    asks: bool = False,
) -> None:
    """Tells everybody whom the table names, each once, with what he may press of his first audience's buttons.

    `key` is said with the visit's fields and `fields`; `buttons` and `abouts` go to an audience; `only` narrows the
    table, `but` leaves people out. Where it `asks`, somebody who may press none of his buttons isn't asked.
    """
    told: set[int] = set(but)
    everything = {**describe(step.session, visit), **(fields or {})}
    wanted = TOLD[news] if only is None else TOLD[news] & frozenset(only)
    for who in (who for who in Audience if who in wanted):
        said = everything if who in INSIDE or news in NAMED else {**everything, **not_by_name(step, visit, everything)}
        for person in audience(step, visit, who):
            all_rows = (buttons or {}).get(who, ())
            rows = offered(step.session, person, visit, all_rows)
            if person.id in told or (asks and all_rows and not rows):
                continue
            told.add(person.id)
            about, sight = (abouts or {}).get(who), visit.subject.about(who.value)
            step.notify(person, key, said, buttons=rows, about=about, sight=sight)


def not_by_name(step: Step, visit: Visit, fields: Fields) -> Fields:
    """What is said in place of his name who acts for the enterprise; nothing where somebody else acts."""
    actor = step.actor
    if actor is None or fields.get("by") != actor.name or not RIGHTS["agree"].holds(step.session, actor, visit):
        return {}
    return {"by": word("enterprise-admin")}


def change_answered(step: Step, visit: Visit, what: str, key: str, fields: Fields) -> None:
    """Changes what stands in the chats of both sides about an answer: who gave it is named to the enterprise alone."""
    outside = not_by_name(step, visit, fields)
    step.change(visit.subject.about(what), key, fields, inside=visit.subject.about("admins"), outside=outside)


def tell_unreached(step: Step, visit: Visit) -> None:
    """Tells the official, and the operators, who can invite somebody, that nobody of the enterprise is reached."""
    tell(step, News.UNREACHED, visit, "enterprise-not-reached")
    for person in operators(step.session):
        step.notify(person, "operator-not-reached", describe(step.session, visit))


def tell_passes(step: Step, visit: Visit, passes: list[Pass]) -> None:
    """Each visitor gets his own pass; owner, deputies and gatekeepers one card that lists the visitors, without a
    code.
    """
    fields = describe(step.session, visit)
    for card in passes:
        tell_pass(step, visit, card)
    gate = Picture(
        drawing=Drawing.VISITORS,
        fields={
            **fields,
            "cards": [{"name": v.person.name, "card": v.person.card_number or ""} for v in visitors(visit)],
        },
    )
    keepers = {
        person.id: person for who in (Audience.ADMINS, Audience.GATEKEEPERS) for person in audience(step, visit, who)
    }
    for person in keepers.values():
        step.notify(person, "pass-list", fields, picture=gate)


def tell_pass(step: Step, visit: Visit, card: Pass) -> None:
    """A visitor's own pass."""
    person = step.session.get_one(Person, card.person_id)
    picture = _pass_picture(step, visit, card, person)
    step.notify(person, "pass-yours", describe(step.session, visit), picture=picture)


def _pass_picture(step: Step, visit: Visit, card: Pass, person: Person) -> Picture:
    part = next(part for part in visit.parts if part.id == card.part_id)
    validity = pass_validity(Interval(visit.starts_at, visit.ends_at), step.rules)
    return Picture(
        drawing=Drawing.PASS,
        fields={
            "code": card.code,
            "number": card.number,
            "enterprise": describe(step.session, visit)["enterprise"],
            "department": step.session.get_one(Department, part.department_id).name,
            "visitor": person.name,
            "window": window(visit.starts_at, visit.ends_at),
            "valid": window(validity.start, validity.end),
            "matters": listing(matters_said(part.matters, part.matter_words)),
        },
    )


def _approvers(step: Step, visit: Visit) -> list[Person]:
    """Whoever decided and is still there; else everybody who may decide."""
    found: dict[int, Person] = {}
    for part in parts_told(visit):
        heads = holders(step.session, Role.APPROVER, department=part.department_id)
        free = [head for head in heads if not RIGHTS["approve"].tied(step.session, head, visit)]
        decided = [head for head in free if head.id == part.decided_by]
        found.update({head.id: head for head in decided or free})
    return list(found.values())


def _present(people: Iterable[Person], role: Role) -> list[Person]:
    """Those who still hold the role and aren't suspended: whoever left hears nothing more."""
    return [person for person in people if person.suspended_at is None and has_role(person, role)]
