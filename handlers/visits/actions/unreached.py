"""An enterprise that nobody can reach: no silence counts, the official and the operators are told, and after some
days an inspection may go on by a notice served on paper, which the supervisor approves.
"""

from datetime import datetime

from sqlalchemy import select

from handlers.talking.conversing import performs
from handlers.talking.offering import Decision, tell_nobody_left
from handlers.talking.verbs import does
from handlers.turn import Step, Turn
from handlers.visits import terms, verbs
from handlers.visits.actions.reply import agreed, check_day, close_question
from handlers.visits.actions.request import ask_enterprise
from handlers.visits.commands import RejectNotice, ServeNotice
from handlers.visits.door import held_for, move
from handlers.visits.pressing import notice_buttons, official_buttons
from handlers.visits.showing import describe
from handlers.visits.telling import Audience, News, audience, tell, tell_unreached
from models.ground.messages import Fields, moment, window
from models.ground.refusals import Refusal
from models.register.offices import enterprises_of
from models.register.people import ADMINS
from models.time.clocks import Clock
from models.visits import deadlines, parts
from models.visits.paper_notices import PaperNotice, notice_of, replace_undecided
from models.visits.rights import RIGHTS, visit_for
from models.visits.states import How, State
from models.visits.visits import Verb, Visit, load, standing


@terms.LISTENER.reminds
def nobody_heard(step: Step, clock: Clock) -> None:
    """The question was delivered to nobody, or too late to be answered: then the visit is off."""
    visit = _asked(step, clock)
    if deadlines.reply_due(step.now, visit.starts_at, step.rules, step.calendar) <= step.now:
        _lapse(step, visit)
    else:
        tell_unreached(step, visit)


@terms.LISTENER.passes
def unreached_for_long(step: Step, clock: Clock) -> None:
    """Its days are over: an inspection may go on by a paper notice; anything else waits for the enterprise."""
    visit = _asked(step, clock)
    fields = {"days": step.rules.visit.unreached.count}
    if not parts.is_inspection(visit, step.rules):
        tell(step, News.UNREACHED, visit, "enterprise-still-unreached", fields)
        return
    visit.paper_from = step.now
    step.session.flush()
    step.record("paper_way", visit.subject, "rule visit.unreached")
    rows = {Audience.OFFICIAL: official_buttons(visit)}
    tell(step, News.UNREACHED, visit, "paper-notice-possible", fields, buttons=rows)


def back_again(turn: Turn) -> None:
    """Somebody whom no platform could reach acts again, or for the first time: what waits for his enterprise is put to
    it, and the ordinary clock runs from the question's arrival; what can't be answered in time any more is off.
    """
    mine = Visit.enterprise_id.in_(enterprises_of(turn.person, *ADMINS))
    lost = (mine, Visit.state == State.ASKED, Visit.unreached_since.is_not(None))
    for visit in turn.session.scalars(select(Visit).where(*lost).order_by(Visit.id)).all():
        if RIGHTS["agree"].holds(turn.session, turn.person, visit):
            _ask_again(turn, visit.id)


def _ask_again(turn: Turn, number: int) -> None:
    visit = load(turn.session, number, hold=True)
    if visit is None or visit.state is not State.ASKED or visit.unreached_since is None:
        return
    if not deadlines.can_still_be_asked(turn.now, visit.starts_at, turn.rules, turn.calendar):
        _lapse(turn, visit)
        return
    turn.record("ask_again", visit.subject, "reached again")
    due = deadlines.reply_due(turn.now, visit.starts_at, turn.rules, turn.calendar)
    tell(turn, News.UNREACHED, visit, "enterprise-reached", {"due": moment(due)})
    ask_enterprise(turn, visit)


def _lapse(step: Step, visit: Visit) -> None:
    move(step, visit, Verb.SILENCE, State.LAPSED)
    step.record("lapse_unasked", visit.subject, "least notice")
    close_question(step, visit, "answered-too-late")
    tell(step, News.LAPSED, visit, "visit-lapsed-unasked")


@performs(ServeNotice)
def serve_notice(turn: Turn, command: ServeNotice) -> None:
    """The official has served the notice on paper, for the visit's window or, where that has begun, another."""
    visit = held_for(turn, "serve", command.visit)
    check_paper_way(turn, visit)
    start, end = command.start or visit.starts_at, command.end or visit.ends_at
    _check_window(turn, visit, start, end)
    replace_undecided(turn.session, visit.id, turn.now)
    notice = PaperNotice(
        visit_id=visit.id,
        digest=command.digest,
        name=command.name,
        starts_at=start,
        ends_at=end,
        served_by=turn.person.id,
        served_at=turn.now,
    )
    turn.session.add(notice)
    turn.session.flush()
    turn.record("serve_notice", visit.subject, "official", notice=notice.id, digest=command.digest)
    fields = _noticed(turn, visit, notice)
    turn.answer("notice-sent", fields)
    rows = {Audience.SUPERVISOR: notice_buttons(notice)}
    shown = {Audience.SUPERVISOR: notice.subject.about()}
    only = [Audience.SUPERVISOR]
    tell(turn, News.PAPER_NOTICE, visit, "notice-to-approve", fields, buttons=rows, abouts=shown, only=only)
    if not audience(turn, visit, Audience.SUPERVISOR):
        tell_nobody_left(turn, Decision.NOTICE)


@does(verbs.NOTICE_SHOW)
def show_notice(turn: Turn, number: int, _revision: int) -> None:
    """Sends what was served to somebody who decides by it."""
    notice = notice_of(turn.session, number)
    if notice is None:
        raise Refusal("not-yours")
    visit = visit_for(turn.session, turn.person, RIGHTS["judge_notice"], notice.visit_id)
    turn.answer("slip-shown", {"visit": visit.number, "name": notice.name}, file=notice.digest)


@does(verbs.NOTICE_APPROVE)
def approve_notice(turn: Turn, number: int, _revision: int) -> None:
    """The supervisor finds it properly served: the visit stands, and the visitors get their passes."""
    notice, visit = _undecided(turn, number)
    check_paper_way(turn, visit)
    _check_window(turn, visit, notice.starts_at, notice.ends_at)
    _decide(turn, notice, approved=True)
    move(
        turn,
        visit,
        Verb.PAPER,
        State.AGREED,
        how=How.PAPER,
        agreed_at=turn.now,
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
    )
    turn.record("approve_notice", visit.subject, "supervisor", notice=notice.id)
    fields = _noticed(turn, visit, notice)
    turn.change(notice.subject.about(), "notice-approved", fields)
    turn.answer("notice-approved", fields)
    agreed(turn, visit)


@performs(RejectNotice)
def reject_notice(turn: Turn, command: RejectNotice) -> None:
    """The supervisor doesn't accept it; the official can serve another."""
    notice, visit = _undecided(turn, command.notice)
    _decide(turn, notice, approved=False, reason=command.reason)
    turn.record("reject_notice", visit.subject, "supervisor", notice=notice.id, reason=command.reason)
    fields = {**_noticed(turn, visit, notice), "by": turn.person.name, "reason": command.reason}
    turn.change(notice.subject.about(), "notice-rejected-done", fields)
    turn.answer("notice-rejected-done", fields)
    rows, only = {Audience.OFFICIAL: official_buttons(visit)}, [Audience.OFFICIAL]
    tell(turn, News.PAPER_NOTICE, visit, "notice-rejected", fields, buttons=rows, only=only)


def check_paper_way(turn: Turn, visit: Visit) -> None:
    """Raises Refusal where a paper notice won't do: too early, or the enterprise has been reached."""
    if visit.state is not State.ASKED:
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    if visit.paper_from is None:
        raise Refusal("no-paper-way")


def _check_window(turn: Turn, visit: Visit, start: datetime, end: datetime) -> None:
    if turn.now >= start:
        raise Refusal("notice-too-late")
    if (start, end) != (visit.starts_at, visit.ends_at):
        check_day(turn, visit, start, end)


def _undecided(turn: Turn, number: int) -> tuple[PaperNotice, Visit]:
    known = notice_of(turn.session, number)
    if known is None:
        raise Refusal("not-yours")
    visit = held_for(turn, "judge_notice", known.visit_id)
    notice = notice_of(turn.session, number) or known  # as it is now that the visit is held
    if notice.decided_at is not None:
        raise Refusal("notice-decided")
    return notice, visit


def _decide(turn: Turn, notice: PaperNotice, *, approved: bool, reason: str = "") -> None:
    notice.approved, notice.reason = approved, reason
    notice.decided_by, notice.decided_at = turn.person.id, turn.now
    turn.session.flush()


def _noticed(turn: Turn, visit: Visit, notice: PaperNotice) -> Fields:
    return {
        **describe(turn.session, visit),
        "served": window(notice.starts_at, notice.ends_at),
        "slip": notice.name,
        "days": turn.rules.visit.unreached.count,
    }


def _asked(step: Step, clock: Clock) -> Visit:
    visit = load(step.session, clock.subject.number, hold=True)
    if visit is None:
        raise LookupError(clock.subject)
    if visit.state is not State.ASKED:
        raise Refusal("visit-not-now", **standing(step.session, visit))
    return visit
