"""Follows a bad rating up: where it stands, its clocks, and what is shown of it to whom. Nobody but the supervisors
learns who rated, and the department nothing at all before the rater agrees.
"""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from handlers.ratings.pressing import consent_buttons, contact_buttons
from handlers.ratings.terms import AT_STAGE, FollowUpTerm
from handlers.talking.offering import Decision, tell_nobody_left
from handlers.terms import Limit
from handlers.timekeeping import due_said, pass_what_is_late, reminded, start
from handlers.turn import Rows, Step, Turn
from handlers.visits.showing import describe
from handlers.visits.telling import Audience, News, audience, tell
from models.ground.messages import Fields, Json, lines, listing, moment, word
from models.ground.refusals import Refusal
from models.ratings.follow_ups import (
    UNTOLD,
    Closing,
    FollowUp,
    FollowUpVerb,
    Stage,
    change_follow_up,
    follow_up_of_sheet,
    follow_up_standing,
    load_follow_up,
)
from models.ratings.ratings import Line, Sheet
from models.ratings.rights import RIGHTS
from models.register import snapshots
from models.register.people import Person
from models.time import clocks
from models.time.clocks import Clock
from models.time.moments import day_of
from models.visits.rights import visit_for
from models.visits.snapshots import visit_snapshot
from models.visits.visits import Visit

DEPARTMENTS = frozenset({"remedy", "appeal"})
"""The verbs of the department, to whom a follow-up doesn't exist before the rater has agreed."""
JUDGED = frozenset({"contact", "decide_appeal"})
"""The verbs of the supervisor, who has neither rated nor appealed, in whatever office he was then."""


def about(follow_up: FollowUp, what: str) -> str:
    """What a message about a follow-up shows, by which it is found again."""
    return follow_up.subject.about(what)


def move(step: Step, follow_up: FollowUp, act: FollowUpVerb) -> None:
    """Takes a step, if it is legal; the clock of where it stood stops, and that of where it stands starts."""
    change_follow_up(step.session, follow_up, act, by=step.actor.id if step.actor else None)
    clocks.stop(step.session, follow_up.subject, *(term.kind for term in AT_STAGE.values()))
    open_clock(step, follow_up)


def open_clock(step: Step, follow_up: FollowUp) -> None:
    """Starts the clock of where it stands."""
    if follow_up.state in AT_STAGE:
        start(step, follow_up.subject, [_limit(step, AT_STAGE[follow_up.state])])


def due_of(step: Step, follow_up: FollowUp) -> Json:
    """When the clock that runs for it is due, "" where none does."""
    return next((due_said(clock) for clock in clocks.running(step.session, follow_up.subject)), "")


def _limit(step: Step, term: FollowUpTerm) -> Limit:
    """Until when it stands there; nobody is reminded of what only waits for its morning."""
    due = term.due_from(step)
    return reminded(step, term.kind, due) if term.answered else Limit(kind=term.kind, due=due, until=day_of(due))


def _counted_again(term: FollowUpTerm, step: Step, _clock: Clock) -> Limit:
    return _limit(step, term)


for _term in AT_STAGE.values():
    _term.counts(partial(_counted_again, _term))


def seen_by(session: Session, person: Person, verb: str, number: int, *, hold: bool = False) -> tuple[FollowUp, Visit]:
    """A follow-up and its visit, for somebody who may do this to it; raises Refusal("not-yours") for everybody else,
    in the words of one that doesn't exist.
    """
    follow_up = load_follow_up(session, number, hold=hold)
    if follow_up is None:
        raise Refusal("not-yours")
    visit = visit_for(session, person, RIGHTS[verb], follow_up.visit_id)
    untold = follow_up.consented_at is None or follow_up.state in UNTOLD
    hidden = untold and verb in DEPARTMENTS  # else the department could find out by trying
    own = verb in JUDGED and person.id in (follow_up.rater_id, follow_up.appealed_by)
    if hidden or own or (verb == "consent" and follow_up.rater_id != person.id):
        raise Refusal("not-yours")
    return follow_up, visit


def held_for(turn: Turn, verb: str, number: int) -> tuple[FollowUp, Visit]:
    """The same, held; whose time was up when he acted has been too late."""
    follow_up, visit = seen_by(turn.session, turn.person, verb, number, hold=True)
    if pass_what_is_late(turn, follow_up.subject):
        return seen_by(turn.session, turn.person, verb, number, hold=True)
    return follow_up, visit


def of_clock(step: Step, number: int, stage: Stage) -> tuple[FollowUp, Visit]:
    """A clock's follow-up, held, with its visit; raises Refusal where it has gone on, and the clock with it."""
    follow_up = load_follow_up(step.session, number, hold=True)
    visit = visit_snapshot(step.session, follow_up.visit_id) if follow_up is not None else None
    if follow_up is None or visit is None:
        raise LookupError(number)
    if follow_up.state is not stage:
        raise Refusal("follow-up-not-now", **follow_up_standing(step.session, follow_up))
    return follow_up, visit


def named_to_department(step: Step, follow_up: FollowUp, visit: Visit) -> dict[str, object]:
    """What the department may see: which visit, what levels, for which reasons; not who acts, maybe the rater."""
    names = {part.id: snapshots.department(step.session, part.department_id).name for part in visit.parts}
    levels = [
        word("rating-line", part=names[part] if part else word("rating-whole"), level=word(f"level-{level.value}"))
        for part, level in follow_up.levels()
    ]
    return {
        **describe(step.session, visit),
        "levels": lines(levels),
        "reasons": listing([word(reason) for reason in follow_up.reasons]),
        "reason": follow_up.appeal_words,
        "days": step.rules.rating.remedy.count,
    }


def shown_to_supervisor(step: Step, follow_up: FollowUp, visit: Visit) -> dict[str, object]:
    """What the supervisor sees besides: the rater's words, and whom to contact."""
    return {
        **named_to_department(step, follow_up, visit),
        "words": follow_up.words,
        "rater": step.session.get_one(Person, follow_up.rater_id).name,
    }


def tell_supervisors(
    step: Step,
    visit: Visit,
    key: str,
    fields: Fields,
    rows: Rows = (),
    shown: str = "",
    news: News = News.RATED_BADLY,
) -> None:
    """Tells the supervisors what the department must not hear: not those who belong to it themselves, nor to the
    enterprise; where nobody is left, the operators hear that there is something to decide.
    """
    if not audience(step, visit, Audience.SUPERVISOR):
        tell_nobody_left(step, Decision.RATING)
    tell(
        step,
        news,
        visit,
        key,
        fields,
        buttons={Audience.SUPERVISOR: rows},
        abouts={Audience.SUPERVISOR: shown} if shown else None,
    )


def ask_consent(step: Step, follow_up: FollowUp, visit: Visit, key: str) -> None:
    """Asks the rater, and nobody else, whether the department may be told."""
    rater = speaks(step, visit, follow_up.rater_id)
    if rater is not None:
        fields = named_to_department(step, follow_up, visit)
        step.notify(rater, key, fields, buttons=consent_buttons(follow_up), about=about(follow_up, "consent"))


def sheet_sent(turn: Turn, visit: Visit, sheet: Sheet, sent: Sequence[Line]) -> Json:
    """A sheet was sent: a bad one goes to the supervisor, a better one of the same rater ends what the department
    wasn't told of yet; somebody else's ends nothing, and whose it replaces is told. When the supervisor must have
    contacted the rater, "" where that isn't to come.
    """
    follow_up = follow_up_of_sheet(turn.session, sheet.id) if sheet.receipt else None  # nothing was sent before
    if follow_up is not None and pass_what_is_late(turn, follow_up.subject):
        follow_up = follow_up_of_sheet(turn.session, sheet.id)
    bad = any(line.level.bad for line in sent)
    goes_on = follow_up is not None and follow_up.state in UNTOLD and _of_another(turn, follow_up, visit)
    _tell_replaced(turn, visit, sheet, follow_up if goes_on else None)
    if follow_up is None:
        return _begun(turn, visit, sheet, sent) if bad else ""
    if follow_up.state not in UNTOLD and follow_up.closing is not Closing.BETTER:
        return ""
    if goes_on:
        tell_supervisors(turn, visit, "rating-changed-since", describe(turn.session, visit))
        return ""
    if not bad:
        _improved(turn, follow_up, visit)
        return ""
    return _sent_again(turn, follow_up, visit, sent)


def speaks(step: Step, visit: Visit, number: int) -> Person | None:
    """Somebody, as long as he may rate the visit."""
    person = step.session.get_one(Person, number)
    may = person.suspended_at is None and RIGHTS["consent"].holds(step.session, person, visit)
    return person if may else None


def _of_another(turn: Turn, follow_up: FollowUp, visit: Visit) -> bool:
    """Whether it is somebody else whom the supervisor contacts, and who can still be contacted."""
    return follow_up.rater_id != turn.person.id and speaks(turn, visit, follow_up.rater_id) is not None


def _tell_replaced(turn: Turn, visit: Visit, sheet: Sheet, goes_on: FollowUp | None) -> None:
    """Whose sheet this one replaces hears it, though not by whom, and whether the supervisor's contact goes on."""
    before = speaks(turn, visit, sheet.rater) if sheet.rater not in (None, turn.person.id) else None
    if before is not None:
        followed = goes_on is not None and goes_on.rater_id == before.id
        fields = {**describe(turn.session, visit), "goes_on": word("rating-contact-goes-on") if followed else ""}
        turn.notify(before, "rating-replaced-by-another", fields)


def _begun(turn: Turn, visit: Visit, sheet: Sheet, sent: Sequence[Line]) -> Json:
    follow_up = FollowUp(rating_id=sheet.id, visit_id=visit.id, round=sheet.round, opened_at=turn.now)
    follow_up.take_from(sent, turn.person.id)
    turn.session.add(follow_up)
    turn.session.flush()
    open_clock(turn, follow_up)
    return _put_before_supervisor(turn, follow_up, visit)


def _sent_again(turn: Turn, follow_up: FollowUp, visit: Visit, sent: Sequence[Line]) -> Json:
    was, rater = follow_up.state, follow_up.rater_id
    if was is Stage.AGREED and rater == turn.person.id:
        return ""  # he has agreed to what the department will read
    if not follow_up.take_from(sent, turn.person.id) and was is not Stage.CLOSED:
        return due_of(turn, follow_up)
    if was is Stage.CONSENT and rater == turn.person.id:
        turn.session.flush()
        return ""  # he was contacted; what he agrees to is what his sheet says then
    turn.change(about(follow_up, "consent"), "consent-over", describe(turn.session, visit))
    if was is Stage.CONTACT:
        turn.session.flush()
    else:
        follow_up.contacted_at = follow_up.contacted_by = follow_up.contact_late_at = follow_up.consented_at = None
        follow_up.contact_words = ""
        move(turn, follow_up, FollowUpVerb.AGAIN)
        follow_up.closing = None
        turn.session.flush()
    due = _put_before_supervisor(turn, follow_up, visit)
    if follow_up.contact_late_at is not None:
        ask_consent(turn, follow_up, visit, "consent-asked-late")
    return due


def _improved(turn: Turn, follow_up: FollowUp, visit: Visit) -> None:
    if follow_up.state is Stage.CLOSED:
        return
    move(turn, follow_up, FollowUpVerb.BETTER)
    follow_up.closing, follow_up.consented_at = Closing.BETTER, None
    turn.session.flush()
    turn.record("rating_improved", visit.subject, "the enterprise's sheet", nameless=True)
    fields = describe(turn.session, visit)
    turn.change(about(follow_up, "consent"), "consent-over", fields)
    turn.change(about(follow_up, "contact"), "rating-improved", fields)
    tell_supervisors(turn, visit, "rating-improved", fields)


def _put_before_supervisor(turn: Turn, follow_up: FollowUp, visit: Visit) -> Json:
    due = due_of(turn, follow_up)
    turn.record("rated_badly", visit.subject, "rule rating.contact", nameless=True)
    was_due = moment(follow_up.contact_late_at) if follow_up.contact_late_at else ""
    fields = {**shown_to_supervisor(turn, follow_up, visit), "due": due or was_due}
    turn.change(about(follow_up, "contact"), "rating-replaced", fields)
    tell_supervisors(turn, visit, "rating-bad", fields, contact_buttons(follow_up), about(follow_up, "contact"))
    return due
