"""Taking back, revoking, changing the visitors, leaving, noting the outcome."""

from datetime import timedelta

from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.turn import Rows, Turn
from handlers.visits import verbs
from handlers.visits.actions.reply import tell_it_stands
from handlers.visits.actions.request import put_before_approvers
from handlers.visits.announcing import announce_over
from handlers.visits.commands import ChangeVisitors, NoteOutcome, RevokeVisit, WithdrawVisit
from handlers.visits.door import held_for, move
from handlers.visits.showing import departments_named, describe
from handlers.visits.telling import Audience, News, tell
from models.ground.messages import day, lines, moment, word
from models.ground.refusals import Refusal
from models.register.people import Person, Role, holders
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.moments import day_of, midnight
from models.visits import deadlines, parts
from models.visits.passes import end_passes, had_pass
from models.visits.states import PartState, PassState, State
from models.visits.teams import against_team
from models.visits.visits import Part, Promise, Verb, Visit, Visitor, seen, standing, visitor_of_id, visitors

ASKING = {
    State.REQUESTED: "approval",
    State.ASKED: "reply",
    State.MOVING: "moving",
    State.OBJECTED: "objection",
    State.AGREED: "agreed",
}
"""What stands in the chats with buttons, by where the visit stands: it asks no more once the visit is over."""


@performs(WithdrawVisit)
def withdraw(turn: Turn, command: WithdrawVisit) -> None:
    """The official takes the visit back; its passes end at once. Before anybody was asked only the approver hears of
    it.
    """
    visit = held_for(turn, "withdraw", command.visit)
    seen(turn.session, visit, command.revision)
    was, was_asked = visit.state, visit.asked_at is not None
    move(turn, visit, Verb.WITHDRAW, State.WITHDRAWN, reason=command.reason)
    end_passes(turn.session, visit, PassState.REVOKED)
    turn.record("withdraw", visit.subject, "official", reason=command.reason)
    _close_buttons(turn, visit, was, "answered-withdrawn", command.reason)
    known = frozenset({Audience.OFFICIAL, Audience.APPROVER}) if not was_asked else frozenset(Audience)
    _tell_end(turn, visit, News.WITHDRAWN, "visit-withdrawn", command.reason, known)


@performs(RevokeVisit)
def revoke(turn: Turn, command: RevokeVisit) -> None:
    """The supervisor ends the visit and its passes; one that is under way ends, marked."""
    visit = held_for(turn, "revoke", command.visit)
    seen(turn.session, visit, command.revision)
    was = visit.state
    if was is State.UNDER_WAY:
        move(turn, visit, Verb.REVOKE, State.ENDED, marked="revoked", ended_at=turn.now)
    else:
        move(turn, visit, Verb.REVOKE, State.REVOKED, reason=command.reason)
    end_passes(turn.session, visit, PassState.REVOKED)
    turn.record("revoke", visit.subject, "supervisor", reason=command.reason)
    _close_buttons(turn, visit, was, "answered-revoked", command.reason)
    _tell_end(turn, visit, News.REVOKED, "visit-revoked", command.reason, frozenset(Audience))
    if was is State.UNDER_WAY:
        announce_over(turn, visit)  # they were inside: how it was is the enterprise's to say
    turn.answer("revoked-done", describe(turn.session, visit))


@performs(ChangeVisitors)
def change_visitors(turn: Turn, command: ChangeVisitors) -> None:
    """Fewer visitors only tells; anybody new needs approval and consent anew. Either issues new passes."""
    visit = held_for(turn, "change", command.visit)
    seen(turn.session, visit, command.revision)
    if visit.state is not State.AGREED:
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    part = parts.requested_part(visit)
    colleagues = {p.id: p for p in holders(turn.session, Role.OFFICIAL, department=part.department_id)}
    team = [colleagues[person] for person in command.visitors if person in colleagues]
    _check_team(turn, visit, part, team, len(command.visitors))
    before = {visitor.person_id for visitor in part.visitors}
    wanted = {person.id for person in team}
    if wanted == before:
        raise Refusal("nothing-changed")
    left = [visitor.person for visitor in part.visitors if visitor.person_id not in wanted]
    last = parts.last_moment_to_ask(visit, turn.rules, turn.calendar)
    widened = not wanted < before
    if widened and turn.now >= last:
        raise Refusal("too-late-to-widen", until=moment(last))
    if not widened:
        move(turn, visit, Verb.NARROW, State.AGREED)
    else:
        move(turn, visit, Verb.WIDEN, State.REQUESTED, agreed_at=None)
        part.state, part.decided_by, part.decided_at = PartState.REQUESTED, None, None
    _rename(turn, part, team)
    turn.record("change_visitors", visit.subject, "official", visitors=sorted(wanted))
    for person in left:
        if person.id != turn.person.id:
            turn.notify(person, "pass-taken", describe(turn.session, visit))
    if widened:
        end_passes(turn.session, visit, PassState.SUPERSEDED)
        tell(turn, News.WITHDRAWN, visit, "visitors-widened", {"by": turn.person.name})
        put_before_approvers(turn, visit)
    else:
        tell_it_stands(turn, News.MOVED, visit, "visitors-narrowed", {"by": turn.person.name})


@does(verbs.LEAVE)
def leave(turn: Turn, visitor_id: int, _revision: int) -> None:
    """A visitor checks out; with the last of them the visit ends, and the enterprise is asked how it was."""
    named = visitor_of_id(turn.session, visitor_id)
    if named is None or named.person_id != turn.person.id:
        raise Refusal("not-yours")
    visit = held_for(turn, "check_out", named.visit_id)
    if named.checked_in_at is None or named.checked_out_at is not None:
        raise Refusal("not-inside")
    inside = [v for v in visitors(visit) if v.checked_in_at and not v.checked_out_at and v is not named]
    if inside:
        move(turn, visit, Verb.CHECK_OUT, State.UNDER_WAY)
    else:
        move(turn, visit, Verb.CHECK_OUT, State.ENDED, ended_at=turn.now)
    named.checked_out_at = turn.now
    turn.session.flush()
    turn.record("check_out", visit.subject, "visitor", visitor=named.id)
    official = turn.person.id in parts.officials(visit)
    rows: Rows = ((verbs.OUTCOME.on(visit),),) if official and not inside else ()
    turn.answer("left-done", {**describe(turn.session, visit), "at": moment(turn.now)}, buttons=rows)
    if inside:
        return
    announce_over(turn, visit)
    verbs.OUTCOME.press(turn, visit.id, visit.revision)


@performs(NoteOutcome)
def note_outcome(turn: Turn, command: NoteOutcome) -> None:
    """Writes down what was found and promised; what the enterprise promised or is promised, it is told."""
    visit = held_for(turn, "outcome", command.visit)
    if visit.state not in (State.UNDER_WAY, State.ENDED):
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    mine = parts.own_parts(visit, turn.person.id)
    for part in mine:
        part.outcome, part.outcome_words = command.outcome, command.words
    for promised in command.promises:
        until = midnight(promised.until + timedelta(days=1))
        promise = Promise(
            part_id=mine[0].id,
            side=promised.side,
            words=promised.words,
            until=until,
            noted_by=turn.person.id,
            noted_at=turn.now,
        )
        turn.session.add(promise)
        turn.session.flush()
        before = deadlines.promise_reminder(promised.until, turn.rules, turn.calendar)
        reminders = [before] if turn.now < before else []
        awaited = turn.awaited(promised.until)
        subject = promise.subject
        clocks.start(turn.session, ClockKind.PROMISE, subject, turn.now, until, reminders, provisional=awaited)
    turn.session.flush()
    turn.record("outcome", visit.subject, "official", outcome=command.outcome.value)
    fields = {
        **describe(turn.session, visit),
        "departments": departments_named(turn.session, mine),
        "outcome": word(f"outcome-{command.outcome.value.replace('_', '-')}"),
        "words": command.words,
        "promises": lines(
            [word(f"promised-{p.side.value}", words=p.words, until=day(p.until)) for p in command.promises]
        ),
    }
    turn.answer("outcome-noted", fields)
    tell(turn, News.LEFT, visit, "outcome-told", fields)


def _tell_end(turn: Turn, visit: Visit, news: News, key: str, reason: str, known: frozenset[Audience]) -> None:
    knowing = {*parts.officials(visit), *had_pass(turn.session, visit)}
    left_out = [visitor.person_id for visitor in visitors(visit) if visitor.person_id not in knowing]
    tell(turn, news, visit, key, {"by": turn.person.name, "reason": reason}, only=known, but=left_out)


def _close_buttons(turn: Turn, visit: Visit, was: State, key: str, reason: str) -> None:
    """Whatever still asks about the visit asks no more."""
    fields = {**describe(turn.session, visit), "by": turn.person.name, "at": moment(turn.now), "reason": reason}
    if was in ASKING:
        turn.change(visit.subject.about(ASKING[was]), key, fields)


def _check_team(turn: Turn, visit: Visit, part: Part, team: list[Person], asked: int) -> None:
    if len(team) != asked:
        raise Refusal("not-a-colleague")
    cards, most = turn.rules.kinds[part.kind].cards, turn.rules.visit.visitors_at_most
    against = against_team(team, day_of(visit.starts_at), cards=cards, most=most)
    if against is not None:
        raise against


def _rename(turn: Turn, part: Part, team: list[Person]) -> None:
    named = {visitor.person_id: visitor for visitor in part.visitors}
    for person_id, visitor in named.items():
        if person_id not in {person.id for person in team}:
            visitor.removed_at = turn.now
    for person in team:
        if person.id not in named:
            turn.session.add(Visitor(visit_id=part.visit_id, part_id=part.id, person_id=person.id, person=person))
    turn.session.flush()
    turn.session.expire(part, ["visitors"])
