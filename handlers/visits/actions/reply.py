"""The enterprise's answer, another day on the table, and what follows from either."""

from datetime import date, datetime

from handlers.talking.conversing import performs
from handlers.talking.offering import Decision, tell_nobody_left
from handlers.talking.verbs import does
from handlers.turn import Step, Turn
from handlers.visits import verbs
from handlers.visits.commands import DeclineVisit, ProposeDay
from handlers.visits.door import held_for, move
from handlers.visits.pressing import moving_buttons, objection_buttons, official_buttons, postpone_buttons
from handlers.visits.showing import describe, other_day
from handlers.visits.telling import Audience, News, audience, change_answered, tell, tell_passes
from models.ground.messages import Fields, moment, word
from models.ground.refusals import Refusal
from models.register.rules import Declining
from models.time.moments import day_of
from models.visits import deadlines, parts
from models.visits.free_days import taken_days
from models.visits.passes import end_passes, issue_passes
from models.visits.states import How, PassState, Side, State
from models.visits.visits import Verb, Visit, seen, standing, visitors


@does(verbs.AGREE)
def agree(turn: Turn, visit_id: int, revision: int) -> None:
    """Owner or deputy agrees: the visitors get their passes."""
    visit = held_for(turn, "agree", visit_id)
    seen(turn.session, visit, revision)
    move(turn, visit, Verb.AGREE, State.AGREED, how=How.AGREED, agreed_at=turn.now)
    turn.record("agree", visit.subject, "owner or deputy")
    close_question(turn, visit, "answered-agreed")
    agreed(turn, visit)


def agreed(step: Step, visit: Visit) -> None:
    """Tells everybody that a visit is agreed, and sends the passes."""
    fields = {"by": step.by, "how": word(f"how-{visit.how.value.replace('_', '-')}") if visit.how else ""}
    tell_it_stands(step, News.AGREED, visit, "visit-agreed", fields)


def tell_it_stands(step: Step, news: News, visit: Visit, key: str, fields: Fields) -> None:
    """Tells that the visit stands as it is now, with what each side can still do about it, and sends new passes."""
    about = visit.subject.about("agreed")
    tell(
        step,
        news,
        visit,
        key,
        fields,
        buttons={Audience.OFFICIAL: official_buttons(visit), Audience.ADMINS: postpone_buttons(visit)},
        abouts={Audience.OFFICIAL: about, Audience.ADMINS: about},
    )
    tell_passes(step, visit, issue_passes(step.session, visit, step.now))


@performs(DeclineVisit)
def decline(turn: Turn, command: DeclineVisit) -> None:
    """Final for some kinds; for an inspection an objection, which the supervisor decides."""
    visit = held_for(turn, "decline", command.visit)
    seen(turn.session, visit, command.revision)
    fields = {"by": turn.person.name, "reason": command.reason}
    if parts.declining_of(visit, turn.rules) is not Declining.OBJECTION:
        move(turn, visit, Verb.DECLINE, State.DECLINED, reason=command.reason)
        turn.record("decline", visit.subject, "owner or deputy", reason=command.reason)
        close_question(turn, visit, "answered-declined")
        tell(turn, News.DECLINED, visit, "visit-declined", fields)
        return
    move(turn, visit, Verb.DECLINE, State.OBJECTED, reason=command.reason)
    turn.record("object", visit.subject, "owner or deputy", reason=command.reason)
    close_question(turn, visit, "answered-objected")
    due = deadlines.objection_due(turn.now, turn.rules, turn.calendar)
    tell(
        turn,
        News.OBJECTION,
        visit,
        "visit-objected",
        {**fields, "due": turn.deadline(due)},
        buttons={Audience.SUPERVISOR: objection_buttons(visit)},
        abouts={Audience.SUPERVISOR: visit.subject.about("objection")},
    )
    if not audience(turn, visit, Audience.SUPERVISOR):
        tell_nobody_left(turn, Decision.OBJECTION)


@does(verbs.UPHOLD)
def uphold(turn: Turn, visit_id: int, revision: int) -> None:
    """The supervisor finds for the enterprise: the visit is declined."""
    visit = held_for(turn, "uphold", visit_id)
    seen(turn.session, visit, revision)
    move(turn, visit, Verb.UPHOLD, State.DECLINED)
    turn.record("uphold", visit.subject, "supervisor")
    close_objection(turn, visit, "objection-upheld")
    tell(turn, News.OBJECTION_DECIDED, visit, "objection-upheld", {"by": turn.person.name})


@does(verbs.OVERRULE)
def overrule(turn: Turn, visit_id: int, revision: int) -> None:
    """The supervisor finds for the department: the visit is agreed, or another day is sought where its day has
    passed.
    """
    visit = held_for(turn, "overrule", visit_id)
    seen(turn.session, visit, revision)
    if turn.now < visit.starts_at:
        move(turn, visit, Verb.OVERRULE, State.AGREED, how=How.OVERRULED, agreed_at=turn.now)
        close_objection(turn, visit, "objection-overruled")
        tell_it_stands(turn, News.OBJECTION_DECIDED, visit, "objection-overruled", {"by": turn.person.name})
    else:
        move(
            turn,
            visit,
            Verb.OVERRULE,
            State.MOVING,
            whose_turn=Side.OFFICIAL,
            proposed_start=None,
            proposed_end=None,
            countered=False,
            last_day_named=False,
        )
        rows, about = {Audience.OFFICIAL: moving_buttons(visit)}, {Audience.OFFICIAL: visit.subject.about("moving")}
        key = "objection-overruled-late"
        close_objection(turn, visit, key)
        tell(turn, News.OBJECTION_DECIDED, visit, key, {"by": turn.person.name}, buttons=rows, abouts=about)
    turn.record("overrule", visit.subject, "supervisor")


@performs(ProposeDay)
def propose_day(turn: Turn, command: ProposeDay) -> None:
    """Another day is put on the table: by the enterprise, countered once by the official, named a last time by the
    enterprise.
    """
    verb = "counter" if command.side is Side.OFFICIAL else "postpone"
    visit = held_for(turn, verb, command.visit)
    seen(turn.session, visit, command.revision)
    check_day(turn, visit, command.start, command.end)
    if visit.state is State.MOVING:
        _counter(turn, visit, command)
    elif command.side is Side.ENTERPRISE and command.reason:
        _postpone(turn, visit, command)
    else:  # a counter-proposal, and nothing is on the table
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    turn.record(verb, visit.subject, command.side.value, start=command.start.isoformat(), reason=command.reason)
    _proposed(turn, visit, command)


@does(verbs.ACCEPT)
def accept(turn: Turn, visit_id: int, revision: int) -> None:
    """The side whose turn it is takes the day on the table; the enterprise's own day needs no new approval."""
    visit = held_for(turn, "accept", visit_id)
    seen(turn.session, visit, revision)
    if visit.state is not State.MOVING or visit.proposed_start is None or visit.proposed_end is None:
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    _check_turn(turn, visit, _side(turn, visit))
    _check_day_on_the_table(turn, visit, visit.proposed_start)
    move(
        turn,
        visit,
        Verb.ACCEPT,
        State.AGREED,
        how=How.AGREED,
        agreed_at=turn.now,
        starts_at=visit.proposed_start,
        ends_at=visit.proposed_end,
        proposed_start=None,
        proposed_end=None,
        whose_turn=None,
    )
    turn.record("accept", visit.subject, "the side whose turn it is")
    change_answered(turn, visit, "moving", "answered-accepted", who_answered(turn, visit))
    tell_it_stands(turn, News.MOVED, visit, "visit-moved", {"by": turn.person.name})


def _postpone(turn: Turn, visit: Visit, command: ProposeDay) -> None:
    most = parts.postponements(visit, turn.rules)
    if visit.postponements >= most:
        raise Refusal("no-more-postponements", most=most)
    was_agreed = visit.state is State.AGREED
    if was_agreed and turn.now >= deadlines.last_moment_to_postpone(visit.starts_at, turn.rules, turn.calendar):
        raise Refusal("too-late-to-postpone")
    move(
        turn,
        visit,
        Verb.POSTPONE,
        State.MOVING,
        whose_turn=Side.OFFICIAL,
        proposed_start=command.start,
        proposed_end=command.end,
        postponements=visit.postponements + 1,
        countered=False,
        last_day_named=False,
        reason=command.reason,
    )
    end_passes(turn.session, visit, PassState.SUPERSEDED)
    close_question(turn, visit, "answered-postponed")


def _counter(turn: Turn, visit: Visit, command: ProposeDay) -> None:
    _check_turn(turn, visit, command.side)
    official = command.side is Side.OFFICIAL
    if visit.countered if official else visit.last_day_named:
        raise Refusal("no-more-counters")
    if official and not deadlines.can_still_be_asked(turn.now, command.start, turn.rules, turn.calendar):
        raise Refusal("time-is-too-soon")
    move(
        turn,
        visit,
        Verb.COUNTER,
        State.MOVING,
        whose_turn=Side.ENTERPRISE if official else Side.OFFICIAL,
        proposed_start=command.start,
        proposed_end=command.end,
        countered=visit.countered or official,
        last_day_named=visit.last_day_named or not official,
    )
    change_answered(turn, visit, "moving", "answered-countered", who_answered(turn, visit))


def _proposed(turn: Turn, visit: Visit, command: ProposeDay) -> None:
    to_official = visit.whose_turn is Side.OFFICIAL
    side, (rules, calendar) = visit.whose_turn or Side.OFFICIAL, (turn.rules, turn.calendar)
    due = deadlines.side_due(side, turn.now, command.start, rules, calendar)
    by = turn.deadline(due, deadlines.counted_to(due, command.start, rules, calendar))
    fields = {**other_day(visit), "by": turn.person.name, "reason": command.reason, "due": by}
    asked = Audience.OFFICIAL if to_official else Audience.ADMINS
    key = "day-proposed" if to_official else "day-countered"
    rows, about = {asked: moving_buttons(visit)}, {asked: visit.subject.about("moving")}
    tell(turn, News.MOVED, visit, key, fields, buttons=rows, abouts=about, only=[asked], asks=True)
    told = [person.id for person in audience(turn, visit, asked)]
    tell(turn, News.MOVED, visit, "day-on-the-table", fields, but=told)


def check_day(turn: Turn, visit: Visit, start: datetime, end: datetime) -> None:
    """Raises Refusal where the visit can't move to this window: too far away, or not free."""
    last = _last_day(turn, visit)
    if not turn.today < day_of(start) <= last or end <= start:
        raise Refusal("day-cannot-be-moved-to", last=turn.counted_day(last))
    _check_free(turn, visit, day_of(start))


def _check_day_on_the_table(turn: Turn, visit: Visit, start: datetime) -> None:
    """Since it was proposed the day may have begun, or been taken by another visit."""
    if turn.now >= start:
        raise Refusal("day-cannot-be-moved-to", last=turn.counted_day(_last_day(turn, visit)))
    _check_free(turn, visit, day_of(start))


def _check_free(turn: Turn, visit: Visit, on: date) -> None:
    people = tuple(visitor.person_id for visitor in visitors(visit))
    if on in taken_days(turn.session, visit.enterprise_id, people, on, on, visit.id):
        raise Refusal("day-is-taken")


def _last_day(turn: Turn, visit: Visit) -> date:
    return parts.last_day_for_postponement(visit, turn.rules, turn.calendar)


def _side(turn: Turn, visit: Visit) -> Side:
    return Side.OFFICIAL if visit.requested_by == turn.person.id else Side.ENTERPRISE


def _check_turn(turn: Turn, visit: Visit, side: Side) -> None:
    if visit.whose_turn is not side or _side(turn, visit) is not side:
        raise Refusal("not-your-turn")


def close_objection(step: Step, visit: Visit, key: str) -> None:
    """Wherever the objection waits for its decision, it waits no more."""
    step.change(visit.subject.about("objection"), f"{key}-done", who_answered(step, visit))


def close_question(step: Step, visit: Visit, key: str) -> None:
    """Wherever the question stands, its buttons go and the answer comes, with who gave it."""
    for what in ("reply", "agreed"):
        change_answered(step, visit, what, key, who_answered(step, visit))


def who_answered(step: Step, visit: Visit) -> dict[str, object]:
    """The visit, and who answered when and why, in fields."""
    return {
        **describe(step.session, visit),
        **other_day(visit),
        "by": step.by,
        "at": moment(step.now),
        "reason": visit.reason or "",
    }
