"""Asking for a visit, and what the department's head decides about it."""

from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.turn import Step, Turn
from handlers.visits import verbs
from handlers.visits.commands import RejectVisit, RequestVisit
from handlers.visits.door import held_for, move, not_heard, open_clocks
from handlers.visits.lookup import visits_nearby
from handlers.visits.pressing import approval_buttons, official_buttons, reply_buttons
from handlers.visits.showing import departments_named, describe, needs, reply_deadline, slips_named
from handlers.visits.telling import Audience, News, asked, tell, tell_unreached
from models.ground.messages import Fields, Json, lines, listing, moment, word
from models.ground.refusals import Refusal
from models.register import snapshots
from models.register.enterprises import Enterprise
from models.register.numbers import give_number
from models.register.offices import departments_of
from models.register.people import Person, Role, holders
from models.time.moments import day_of
from models.visits import deadlines, parts
from models.visits.free_days import free_days, taken_days
from models.visits.passes import had_pass
from models.visits.rights import RIGHTS, visit_for
from models.visits.states import PartState, State
from models.visits.teams import against_team
from models.visits.visits import Part, Verb, Visit, Visitor, seen, standing, standing_parts, visitors


@performs(RequestVisit)
def request_visit(turn: Turn, command: RequestVisit) -> None:
    """Writes the request down and puts it before the department's approvers."""
    department = _department(turn)
    enterprise = turn.session.get(Enterprise, command.enterprise)
    if enterprise is None:
        raise Refusal("no-such-enterprise")
    _check_time(turn, command)
    team = _team(turn, command, department)
    visit = Visit(
        region_id=enterprise.region_id,
        enterprise_id=enterprise.id,
        requested_by=turn.person.id,
        requested_at=turn.now,
        starts_at=command.start,
        ends_at=command.end,
        first_start=command.start,
        changed_by=turn.person.id,
    )
    asks = snapshots.department(turn.session, department)
    give_number(turn.session, visit, region=asks.region_id, mark=asks.mark, at=turn.now)
    part = Part(
        department_id=department,
        section_id=next((a.section_id for a in turn.person.appointments if a.department_id == department), None),
        requested_by=turn.person.id,
        kind=command.kind,
        matters=list(command.matters),
        matter_words=command.matter_words,
        materials=command.materials,
        legal_basis=command.legal_basis,
        slip=command.slip,
        slip_name=command.slip_name,
    )
    visit.parts.append(part)
    turn.session.add(visit)
    turn.session.flush()
    part.visitors = [Visitor(visit_id=visit.id, part_id=part.id, person_id=p.id, person=p) for p in team]
    turn.session.flush()
    open_clocks(turn, visit)
    turn.record("request", visit.subject, "official", kind=command.kind.value, start=command.start.isoformat())
    approvers = put_before_approvers(turn, visit)
    due = deadlines.approval_due(turn.now, turn.rules, turn.calendar)
    turn.answer(
        "request-sent",
        {
            **describe(turn.session, visit),
            "approvers": listing([person.name for person in approvers]),
            "due": turn.deadline(due),
        },
        buttons=official_buttons(visit),
    )


def put_before_approvers(turn: Turn, visit: Visit) -> list[Person]:
    """Asks the approvers, with what stands against the request; raises Refusal where nobody may decide on it."""
    approvers = asked(turn, visit, Audience.APPROVER, "approve")
    heading = [departments_of(person, Role.APPROVER) for person in approvers]
    if not all(any(part.department_id in each for each in heading) for part in parts.waiting_parts(visit)):
        raise Refusal("no-approver")
    last = parts.last_moment_to_ask(visit, turn.rules, turn.calendar)
    near = visits_nearby(turn, visit.enterprise_id, day_of(visit.starts_at), but=visit.id)
    facts: list[Json] = [word("against-visits-nearby", visits=lines(near)) if near else word("against-nothing")]
    facts.append(word("against-approve-by", until=turn.deadline(last, day_of(visit.starts_at))))
    if turn.calendar.is_provisional(day_of(visit.starts_at)):
        facts.append(word("against-provisional"))
    tell(
        turn,
        News.REQUEST_MADE,
        visit,
        "request-to-approve",
        {
            **needs(visit),
            "against": lines(facts),
            "slip": slips_named(visit),
        },
        buttons={Audience.APPROVER: approval_buttons(visit)},
        abouts={Audience.APPROVER: visit.subject.about("approval")},
        asks=True,
    )
    return approvers


@does(verbs.APPROVE)
def approve(turn: Turn, visit_id: int, revision: int) -> None:
    """The head approves: the enterprise is asked, once the heads of all departments have. A request whose lead time is
    gone has lapsed before.
    """
    visit = held_for(turn, "approve", visit_id)
    seen(turn.session, visit, revision)
    _decide_parts(turn, visit, PartState.APPROVED)
    turn.record("approve", visit.subject, "approver")
    if parts.waiting_parts(visit):
        _leave_to_others(turn, visit)
    else:
        _approved(turn, visit)


def _approved(turn: Turn, visit: Visit) -> None:
    move(turn, visit, Verb.APPROVE, State.ASKED, asked_at=turn.now, unreached_since=None, paper_from=None)
    _decided(turn, visit, "approved-done")
    facts = {"due": reply_deadline(turn, visit), "by": turn.person.name}
    rows = {Audience.OFFICIAL: official_buttons(visit)}
    tell(turn, News.APPROVED, visit, "request-approved", facts, buttons=rows)
    ask_enterprise(turn, visit)


def ask_enterprise(turn: Turn, visit: Visit) -> None:
    """Puts the question to owner and deputies: what, when, until when to answer, and what silence means."""
    meant = parts.silence_of(visit, turn.rules)
    silence = word(f"silence-{meant.value.replace('_', '-')}") if meant else ""
    tell(
        turn,
        News.ASKED,
        visit,
        "enterprise-asked",
        {**needs(visit), "due": reply_deadline(turn, visit), "silence": silence},
        buttons={Audience.ADMINS: reply_buttons(visit)},
        abouts={Audience.ADMINS: visit.subject.about("reply")},
        asks=True,
    )
    speakers = asked(turn, visit, Audience.ADMINS, "agree")
    if not any(identity.reachable for person in speakers for identity in person.identities):
        not_heard(turn, visit, told=True)
        tell_unreached(turn, visit)


def _decide_parts(turn: Turn, visit: Visit, to: PartState) -> list[Part]:
    """The head decides on what his department wants of the visit, once; the visit itself stands as the other heads see
    it, so that their buttons hold.
    """
    mine = parts.parts_of(visit, departments_of(turn.person, Role.APPROVER))
    waiting = [part for part in mine if part.state is PartState.REQUESTED]
    if visit.state is not State.REQUESTED or not waiting:
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    for part in waiting:
        part.state, part.decided_by, part.decided_at = to, turn.person.id, turn.now
    turn.session.flush()
    return waiting


def _leave_to_others(turn: Turn, visit: Visit) -> None:
    """Another department's head has still to decide: until he has, nobody else is asked. The heads of this one have no
    buttons any more.
    """
    waiting = departments_named(turn.session, parts.waiting_parts(visit))
    fields = {**describe(turn.session, visit), "waiting": waiting}
    for department in departments_of(turn.person, Role.APPROVER):
        for head in holders(turn.session, Role.APPROVER, department=department):
            if not RIGHTS["approve"].office.holds(turn.session, head, visit):
                turn.change(visit.subject.about("approval"), "decided-others-wait", fields, to=head.id)
    turn.answer("decided-others-wait", fields)


@performs(RejectVisit)
def reject(turn: Turn, command: RejectVisit) -> None:
    """The head turns down what his department wanted: that part drops out, and with the last one the request."""
    visit = held_for(turn, "reject", command.visit)
    seen(turn.session, visit, command.revision)
    dropped = _decide_parts(turn, visit, PartState.REJECTED)
    turn.record("reject", visit.subject, "approver", reason=command.reason)
    fields = {"by": turn.person.name, "reason": command.reason}
    if standing_parts(visit):
        _drop_out(turn, visit, dropped, fields)
        return
    move(turn, visit, Verb.REJECT, State.REJECTED, reason=command.reason)
    turn.answer("rejected-done", _decided(turn, visit, "rejected-done"))
    tell(turn, News.REJECTED, visit, "request-rejected", fields)
    if visit.asked_at is not None:  # it had been agreed and was widened: whoever was told so hears how it ended
        tell(turn, News.WITHDRAWN, visit, "widening-rejected", fields, but=[*parts.officials(visit), turn.person.id])


def _drop_out(turn: Turn, visit: Visit, dropped: list[Part], fields: Fields) -> None:
    """The others go on without these parts: with their own heads, or to the enterprise where these have decided. Who
    asked for them hears it, and who had a pass for them.
    """
    said = {**describe(turn.session, visit), **fields, "dropped": departments_named(turn.session, dropped)}
    tell(turn, News.REJECTED, visit, "part-rejected", said)
    for person in _of_dropped(turn, visit, dropped):
        turn.notify(person, "part-rejected", said)
    if parts.waiting_parts(visit):
        _leave_to_others(turn, visit)
    else:
        _approved(turn, visit)


def _of_dropped(turn: Turn, visit: Visit, dropped: list[Part]) -> list[Person]:
    """Who has to do with parts that were turned down, and isn't told as an official of the visit."""
    had = had_pass(turn.session, visit)
    going = [visitor.person_id for part in dropped for visitor in part.visitors if visitor.person_id in had]
    told = {turn.person.id, *parts.officials(visit)}
    found = [turn.session.get_one(Person, one) for one in dict.fromkeys((*(p.requested_by for p in dropped), *going))]
    return [person for person in found if person.id not in told and person.suspended_at is None]


@does(verbs.SLIP)
def show_slip(turn: Turn, visit_id: int, _revision: int) -> None:
    """Sends the signed slip to somebody who decides by it."""
    visit = visit_for(turn.session, turn.person, RIGHTS["see_slip"], visit_id)
    slips = [(part.slip, part.slip_name) for part in parts.parts_told(visit) if part.slip is not None]
    if not slips:
        raise Refusal("not-yours")
    for slip, name in slips:
        turn.answer("slip-shown", {"visit": visit.number, "name": name}, file=slip)


def _department(turn: Turn) -> int:
    mine = sorted(departments_of(turn.person, Role.OFFICIAL))
    if not mine or turn.person.suspended_at is not None:
        raise Refusal("not-yours")
    return mine[0]


def _check_time(turn: Turn, command: RequestVisit) -> None:
    earliest = deadlines.earliest_window_day(turn.now, command.kind, turn.rules, turn.calendar)
    if day_of(command.start) < earliest or command.end <= command.start:
        raise Refusal("lead-time", earliest=turn.counted_day(earliest))
    if not deadlines.can_still_be_asked(turn.now, command.start, turn.rules, turn.calendar):
        raise Refusal("time-is-too-soon")


def _team(turn: Turn, command: RequestVisit, department: int) -> list[Person]:
    colleagues = {person.id: person for person in holders(turn.session, Role.OFFICIAL, department=department)}
    team = [colleagues[person] for person in command.visitors if person in colleagues]
    if len(team) != len(command.visitors) or not team:
        raise Refusal("not-a-colleague")
    cards, most = turn.rules.kinds[command.kind].cards, turn.rules.visit.visitors_at_most
    against = against_team(team, day_of(command.start), cards=cards, most=most)
    if against is not None:
        raise against
    return team


def lapse(step: Step, visit: Visit) -> None:
    """The lead time is gone: the request lapses, and the next free day is named."""
    move(step, visit, Verb.LEAD_TIME_GONE, State.LAPSED)
    step.record("lapse", visit.subject, "lead time")
    earliest = parts.earliest_window_day(step.now, visit, step.rules, step.calendar)
    latest = step.today + step.rules.visit.furthest_day.delta
    people = tuple(visitor.person_id for visitor in visitors(visit))
    taken = taken_days(step.session, visit.enterprise_id, people, earliest, latest)
    free = free_days(taken, earliest, latest, step.calendar, 1)
    _decided(step, visit, "lapsed-in-time")
    tell(step, News.LAPSED, visit, "visit-lapsed", {"next": step.counted_day(free[0]) if free else ""})


def _decided(step: Step, visit: Visit, key: str) -> Fields:
    """Wherever the question stands, its buttons go and the decision comes."""
    described = describe(step.session, visit)
    fields = {**described, "by": step.by, "at": moment(step.now), "department": described["departments"]}
    step.change(visit.subject.about("approval"), key, fields)
    return fields
