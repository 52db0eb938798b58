"""What follows when nobody acts: who is reminded, and what happens to a visit when a clock is up."""

from datetime import timedelta

from handlers.timekeeping import due_said
from handlers.turn import Rows, Step
from handlers.visits import terms, verbs
from handlers.visits.actions.reply import agreed, close_objection, close_question, tell_it_stands, who_answered
from handlers.visits.actions.request import lapse
from handlers.visits.announcing import announce_over
from handlers.visits.door import move
from handlers.visits.reminding import held_for, remind, remind_by
from handlers.visits.showing import describe, needs, other_day
from handlers.visits.telling import Audience, News, tell
from models.ground.messages import day, listing, moment, word
from models.register.people import may_act_as_officer
from models.register.rules import Silence
from models.time.clocks import Clock
from models.time.moments import day_of
from models.visits import parts
from models.visits.passes import had_pass
from models.visits.states import How, Side, State
from models.visits.visits import Part, Promise, Verb, Visit, load, visitors


@terms.APPROVAL.reminds
@terms.LEAD_TIME.reminds
def remind_approver(step: Step, clock: Clock) -> None:
    """The request still waits for its head."""
    visit = held_for(step, clock, State.REQUESTED)
    fields = {**needs(visit), "due": due_said(clock)}
    remind_by(step, visit, terms.APPROVAL, "reminder-approval", fields)


@terms.APPROVAL.passes
def approval_overdue(step: Step, clock: Clock) -> None:
    """The head has had his working day: he and the official are told; the request stands while it can be asked."""
    visit = held_for(step, clock, State.REQUESTED)
    step.record("approval_overdue", visit.subject, "rule visit.approval")
    fields = {**needs(visit), "due": moment(clock.due_at)}
    remind_by(step, visit, terms.APPROVAL, "approval-overdue", fields)
    remind(step, visit, Audience.OFFICIAL, "approval-overdue-told", fields)


@terms.LEAD_TIME.passes
def lead_time_gone(step: Step, clock: Clock) -> None:
    """The request can't be put to the enterprise in time any more."""
    lapse(step, held_for(step, clock, State.REQUESTED))


@terms.REPLY.reminds
def remind_of_question(step: Step, clock: Clock) -> None:
    """Owner and deputies haven't answered yet."""
    visit = held_for(step, clock, State.ASKED)
    fields = {**needs(visit), "due": due_said(clock), "silence": _meaning(step, visit)}
    remind_by(step, visit, terms.REPLY, "reminder-reply", fields)


@terms.REPLY.passes
def reply_silence(step: Step, clock: Clock) -> None:
    """The enterprise didn't answer: by its kind the visit goes on, or is off."""
    visit = held_for(step, clock, State.ASKED)
    if _accepted_by_silence(step, visit):
        move(step, visit, Verb.SILENCE, State.AGREED, how=How.SILENCE, agreed_at=step.now)
        step.record("auto_accept", visit.subject, "rule kinds.silence")
        close_question(step, visit, "answered-by-silence")
        agreed(step, visit)
    else:
        _lapse_by_silence(step, visit)


@terms.ANSWER.reminds
def remind_of_day(step: Step, clock: Clock) -> None:
    """The side whose turn it is hasn't answered the day on the table."""
    visit = held_for(step, clock, State.MOVING)
    fields = {**other_day(visit), "due": due_said(clock)}
    remind_by(step, visit, terms.ANSWER, "reminder-answer", fields)


@terms.ANSWER.passes
def answer_silence(step: Step, clock: Clock) -> None:
    """The official's silence accepts the enterprise's day; the enterprise's silence goes by kind."""
    visit = held_for(step, clock, State.MOVING)
    if visit.proposed_start is None or (visit.whose_turn is Side.ENTERPRISE and not _accepted_by_silence(step, visit)):
        _lapse_by_silence(step, visit)
        return
    move(
        step,
        visit,
        Verb.SILENCE,
        State.AGREED,
        how=How.SILENCE,
        agreed_at=step.now,
        starts_at=visit.proposed_start,
        ends_at=visit.proposed_end,
        proposed_start=None,
        proposed_end=None,
        whose_turn=None,
    )
    step.record("accept_by_silence", visit.subject, "rule visit.officials_silence")
    step.change(visit.subject.about("moving"), "answered-by-silence", who_answered(step, visit))
    tell_it_stands(step, News.MOVED, visit, "visit-moved-by-silence", {})


@terms.OBJECTION.reminds
def remind_supervisor(step: Step, clock: Clock) -> None:
    """An objection still waits for its decision."""
    visit = held_for(step, clock, State.OBJECTED)
    fields = {"reason": visit.reason or "", "due": due_said(clock)}
    remind_by(step, visit, terms.OBJECTION, "reminder-objection", fields)


@terms.OBJECTION.passes
def objection_silence(step: Step, clock: Clock) -> None:
    """An objection that nobody decided is upheld."""
    visit = held_for(step, clock, State.OBJECTED)
    move(step, visit, Verb.SILENCE, State.DECLINED)
    step.record("uphold_by_silence", visit.subject, "rule visit.objection")
    close_objection(step, visit, "objection-upheld-by-silence")
    tell(step, News.OBJECTION_DECIDED, visit, "objection-upheld-by-silence")


@terms.WINDOW.passes
def window_ended(step: Step, clock: Clock) -> None:
    """Nobody came: a no-show, told to everybody who expected the visit."""
    visit = held_for(step, clock, State.AGREED)
    move(step, visit, Verb.WINDOW_ENDS, State.NO_SHOW)
    step.record("no_show", visit.subject, "rule passes.closes_after")
    step.change(visit.subject.about("agreed"), "answered-no-show", who_answered(step, visit))
    knowing = {*parts.officials(visit), *had_pass(step.session, visit)}
    left_out = [visitor.person_id for visitor in visitors(visit) if visitor.person_id not in knowing]
    tell(step, News.NO_SHOW, visit, "visit-no-show", but=left_out)


@terms.TEAM.passes
def team_too_small(step: Step, clock: Clock) -> None:
    """So long after the first check-in too few officers have come: both sides are told."""
    visit = held_for(step, clock, State.UNDER_WAY)
    came = [visitor for visitor in visitors(visit) if visitor.checked_in_at is not None]
    officers = [visitor for visitor in came if may_act_as_officer(visitor.person, step.today)]
    step.record("team", visit.subject, "rule scan.too_few_officers_after", officers=len(officers))
    if parts.lacks_officers(visit, [visitor.id for visitor in came], step.today, step.rules):
        who = listing([visitor.person.name for visitor in officers])
        tell(step, News.TEAM_TOO_SMALL, visit, "team-too-small", {"who": who})


@terms.MIDNIGHT.passes
def midnight_passed(step: Step, clock: Clock) -> None:
    """Whoever forgot to check out is checked out, marked; the visit ends and is rated."""
    visit = held_for(step, clock, State.UNDER_WAY)
    forgot = [visitor for visitor in visitors(visit) if visitor.inside]
    move(step, visit, Verb.MIDNIGHT, State.ENDED, marked="midnight", ended_at=step.now)
    for visitor in forgot:
        visitor.checked_out_at = step.now
    step.session.flush()
    step.record("midnight", visit.subject, "forgotten", visitors=[visitor.id for visitor in forgot])
    for visitor in forgot:
        rows: Rows = ()
        if visitor.person_id in parts.officials(visit):
            rows = ((verbs.OUTCOME.on(visit),),)
        step.notify(visitor.person, "left-at-midnight", describe(step.session, visit), buttons=rows)
    announce_over(step, visit)


@terms.PROMISE.reminds
def remind_of_promise(step: Step, clock: Clock) -> None:
    """Whoever promised something is reminded before its day."""
    promise = step.session.get_one(Promise, clock.subject.number)
    part = step.session.get_one(Part, promise.part_id)
    visit = load(step.session, part.visit_id)
    if visit is None:
        raise LookupError(clock.subject)
    fields = {"words": promise.words, "until": day(day_of(promise.until - timedelta(seconds=1)))}
    if promise.side is Side.OFFICIAL:
        remind(step, visit, Audience.OFFICIAL, "reminder-promise", fields, only=part.requested_by)
    else:
        remind(step, visit, Audience.ADMINS, "reminder-promise", fields)


@terms.PROMISE.passes
def promise_due(step: Step, clock: Clock) -> None:
    """The day of a promise is over; whether it was kept is for the people to say."""
    step.record("promise_due", clock.subject, "promise")


def _accepted_by_silence(step: Step, visit: Visit) -> bool:
    return parts.silence_of(visit, step.rules) is Silence.AUTO_ACCEPT


def _meaning(step: Step, visit: Visit) -> object:
    silence = parts.silence_of(visit, step.rules)
    return word(f"silence-{silence.value.replace('_', '-')}") if silence else ""


def _lapse_by_silence(step: Step, visit: Visit) -> None:
    was = visit.state
    no_day = was is State.MOVING and visit.proposed_start is None
    move(step, visit, Verb.SILENCE, State.LAPSED)
    step.record("lapse_by_silence", visit.subject, "rule kinds.silence")
    if was is State.ASKED:
        close_question(step, visit, "answered-lapsed")
    else:
        step.change(visit.subject.about("moving"), "answered-lapsed", who_answered(step, visit))
    tell(step, News.LAPSED, visit, "visit-lapsed-no-day" if no_day else "visit-lapsed-by-silence")
