"""At the gate: scanning the sign, verifying a pass, letting somebody in, and taking a check-in back."""

from datetime import timedelta

from sqlalchemy import select

from handlers.talking.conversing import performs
from handlers.talking.offering import Decision, tell_nobody_left
from handlers.talking.verbs import does, offered
from handlers.turn import Rows, Turn
from handlers.visits import verbs
from handlers.visits.actions.lists import list_todays_visits
from handlers.visits.announcing import announce_over
from handlers.visits.codes import PASS, SIGN, read_code
from handlers.visits.commands import VerifyNumber
from handlers.visits.door import held_for, move
from handlers.visits.pressing import inside_buttons
from handlers.visits.showing import describe, matters_of
from handlers.visits.telling import Audience, News, audience, tell
from handlers.visits.verdicts import reason_lines, verdict_picture
from models.cases.cases import Ground, open_case
from models.ground.messages import Class, Fields, Json, lines, listing, moment
from models.ground.refusals import Refusal
from models.register.enterprises import Enterprise, Sign
from models.register.offices import departments_of, enterprise_at_gate, enterprises_of, has_role
from models.register.people import GATE, Department, Person, Role, holders
from models.time.moments import Interval
from models.visits.deadlines import pass_validity
from models.visits.entry import judge_at_sign, judge_pass
from models.visits.passes import Pass, pass_of_code, pass_of_number
from models.visits.reasons import Colour, Reason, Verdict
from models.visits.scans import Scan, Way, equal_red_scan, wrong_numbers
from models.visits.states import State
from models.visits.visits import Verb, Visit, Visitor, load, standing, visitor_of_id, visitors


def scan(turn: Turn, text: str) -> None:
    """Somebody scanned something: a sign or a pass of ours, or neither. Of a suspended person only a sign is judged."""
    kind, code = read_code(text)
    suspended = turn.person.suspended_at is not None
    if suspended and not (kind == SIGN and has_role(turn.person, Role.OFFICIAL, Role.APPROVER)):
        turn.answer("stranger-explained")
    elif kind == SIGN:
        _scan_sign(turn, code)
    elif kind == PASS:
        _scan_pass(turn, code)
    else:
        turn.answer("scan-not-ours")


def _scan_sign(turn: Turn, code: str) -> None:
    sign = turn.session.scalar(select(Sign).where(Sign.code == code))
    if sign is not None and sign.enterprise_id in enterprises_of(turn.person, *GATE):
        list_todays_visits(turn, turn.session.get_one(Enterprise, sign.enterprise_id))
        return
    if not has_role(turn.person, Role.OFFICIAL, Role.APPROVER):
        turn.answer("sign-explained")
        return
    verdict, visit = _judge(turn, sign)
    if sign is None:
        turn.answer(
            "verdict-red-nowhere",
            {"reasons": lines(reason_lines(verdict)), "at": moment(turn.now)},
            urgency=Class.VERDICT,
            picture=verdict_picture(turn, verdict, None, turn.person, None),
        )
        return
    enterprise = turn.session.get_one(Enterprise, sign.enterprise_id)
    inside = _inside(visit, turn.person) if visit is not None else None
    if visit is not None and inside is not None and [reason.code for reason in verdict.reasons] == [Reason.TOO_LATE]:
        turn.answer("still-inside", describe(turn.session, visit), buttons=inside_buttons(inside, first=False))
    elif verdict.colour is Colour.GREEN and visit is not None:
        _enter(turn, visit, enterprise, verdict, turn.person, Way.SIGN)
    else:
        _red(turn, visit, enterprise, verdict, turn.person, Way.SIGN)


def _judge(turn: Turn, sign: Sign | None) -> tuple[Verdict, Visit | None]:
    """The verdict, and the visit it is about, held: until then a colleague may come in, or the supervisor revoke it."""
    visit = None
    verdict = judge_at_sign(turn.session, turn.person, sign, turn.now, turn.rules)
    while verdict.visit is not None and (visit is None or visit.id != verdict.visit):
        visit = load(turn.session, verdict.visit, hold=True)
        verdict = judge_at_sign(turn.session, turn.person, sign, turn.now, turn.rules)
    return verdict, visit if verdict.visit is not None else None


def _enter(turn: Turn, visit: Visit, enterprise: Enterprise, verdict: Verdict, person: Person, way: Way) -> None:
    """Green at the sign: the visitor is checked in, once; a scan while he is in is the same visit."""
    named = _named(visit, person)
    first = named.checked_in_at is None
    if first:
        _check_in(turn, visit, named)
    _write_scan(turn, enterprise, visit, verdict, person, way)
    turn.answer(
        "verdict-green",
        {**describe(turn.session, visit), "at": moment(turn.now), "who": person.name},
        urgency=Class.VERDICT,
        picture=verdict_picture(turn, verdict, enterprise, person, visit),
        buttons=inside_buttons(named, first=first),
    )
    if first:
        _tell_green(turn, visit, named)


def _red(
    turn: Turn, visit: Visit | None, enterprise: Enterprise, verdict: Verdict, person: Person | None, way: Way
) -> None:
    fresh = _write_scan(turn, enterprise, visit, verdict, person, way)
    fields = {
        "enterprise": enterprise.name,
        "who": person.name if person else "",
        "reasons": lines(reason_lines(verdict)),
        "at": moment(turn.now),
    }
    turn.answer(
        "verdict-red",
        fields,
        urgency=Class.VERDICT,
        picture=verdict_picture(turn, verdict, enterprise, person, visit),
    )
    if fresh and person is not None:
        _tell_red(turn, visit, enterprise, fields, person)


def _scan_pass(turn: Turn, code: str) -> None:
    card = pass_of_code(turn.session, code)
    enterprise = enterprise_at_gate(turn.session, turn.person, card.enterprise_id if card else None)
    if enterprise is not None:
        _verify(turn, card, enterprise, Way.PASS)
    else:
        turn.answer("pass-is-yours" if _is_his(turn, card) else "pass-explained")


@performs(VerifyNumber)
def verify_number(turn: Turn, command: VerifyNumber) -> None:
    """Verifies a visitor by the number on his pass; after five wrong ones in an hour the gate has to wait."""
    enterprise = enterprise_at_gate(turn.session, turn.person)
    if enterprise is None:
        raise Refusal("not-yours")
    hour_ago = turn.now - timedelta(hours=1)
    if wrong_numbers(turn.session, enterprise.id, hour_ago) >= turn.rules.scan.wrong_numbers_an_hour:
        turn.answer("too-many-wrong-numbers", {"tries": turn.rules.scan.wrong_numbers_an_hour})
        return
    card = pass_of_number(turn.session, enterprise.id, command.number)
    _verify(turn, card, enterprise, Way.NUMBER)


def _is_his(turn: Turn, card: Pass | None) -> bool:
    return card is not None and card.person_id == turn.person.id


def _verify(turn: Turn, card: Pass | None, enterprise: Enterprise, way: Way) -> None:
    """Green or red for the holder of a pass, as the gate sees it; only letting him in is a check-in. Nobody verifies
    himself.
    """
    if _is_his(turn, card):
        turn.answer("pass-is-yours")
        return
    verdict = judge_pass(turn.session, card, enterprise.id, turn.now, turn.rules)
    person = turn.session.get_one(Person, card.person_id) if card else None
    visit = load(turn.session, card.visit_id) if card and card.enterprise_id == enterprise.id else None
    if verdict.colour is Colour.RED or visit is None or person is None:
        _red(turn, visit, enterprise, verdict, person if visit else None, way)
        return
    _write_scan(turn, enterprise, visit, verdict, person, way)
    named = _named(visit, person)
    rows: Rows = ()
    if named.checked_in_at is None:
        rows = offered(turn.session, turn.person, visit, ((verbs.ADMIT.on(named),),))
    part = next(part for part in visit.parts if part.id == named.part_id)
    validity = pass_validity(Interval(visit.starts_at, visit.ends_at), turn.rules)
    turn.answer(
        "pass-verified",
        {
            **describe(turn.session, visit),
            "who": person.name,
            "matters": matters_of([part]),
            "until": moment(validity.end),
            "came": moment(named.checked_in_at) if named.checked_in_at else "",
        },
        urgency=Class.VERDICT,
        picture=verdict_picture(turn, verdict, enterprise, person, visit),
        buttons=rows,
        about=named.subject.about("gate"),
    )


@does(verbs.ADMIT)
def admit(turn: Turn, visitor_id: int, _revision: int) -> None:
    """放行: the gate lets a verified visitor in; that is his check-in, marked with who did it."""
    named, visit = _visitor_for(turn, "admit", visitor_id)
    card = turn.session.scalar(
        select(Pass)
        .where(Pass.visit_id == visit.id, Pass.person_id == named.person_id)
        .order_by(Pass.id.desc())
        .limit(1)
    )
    verdict = judge_pass(turn.session, card, visit.enterprise_id, turn.now, turn.rules)
    enterprise = turn.session.get_one(Enterprise, visit.enterprise_id)
    if verdict.colour is Colour.RED:
        _red(turn, visit, enterprise, verdict, named.person, Way.PASS)
        return
    if named.checked_in_at is not None:
        raise Refusal("already-in", who=named.person.name, at=moment(named.checked_in_at))
    _check_in(turn, visit, named)
    turn.change(named.subject.about("gate"), "admitted-done", {"who": named.person.name, "by": turn.person.name})
    _tell_green(turn, visit, named)
    turn.notify(
        named.person,
        "admitted",
        {**describe(turn.session, visit), "by": turn.person.name, "at": moment(turn.now)},
        buttons=inside_buttons(named, first=True),
    )


@does(verbs.TAKE_BACK)
def take_back(turn: Turn, visitor_id: int, _revision: int) -> None:
    """The visitor scanned by mistake: within fifteen minutes his check-in can be taken back."""
    named, visit = _visitor_for(turn, "take_back", visitor_id)
    if named.person_id != turn.person.id:
        raise Refusal("not-yours")
    _undo_check_in(turn, visit, named, turn.rules.scan.take_back.delta)
    turn.record("take_back", visit.subject, "visitor", visitor=named.id)
    fields = {**describe(turn.session, visit), "who": named.person.name}
    turn.change(named.subject.about("came"), "check-in-taken-back", fields)
    tell(turn, News.GREEN_SCAN, visit, "check-in-taken-back", fields)
    turn.answer("check-in-taken-back", fields)


@does(verbs.NOBODY_CAME)
def nobody_came(turn: Turn, visitor_id: int, _revision: int) -> None:
    """没有人来: the enterprise says that nobody came; the check-in is taken back and a case is opened."""
    named, visit = _visitor_for(turn, "nobody_came", visitor_id)
    _undo_check_in(turn, visit, named, turn.rules.scan.nobody_came.delta)
    case = open_case(
        turn.session,
        region=visit.region_id,
        visit=visit.id,
        ground=Ground.NOBODY_CAME,
        by=turn.person,
        now=turn.now,
    )
    turn.record("nobody_came", visit.subject, "owner or deputy", case=case.id)
    disputed = {**describe(turn.session, visit), "who": named.person.name, "case": case.number}
    fields = {**disputed, "by": turn.person.name}
    turn.change(named.subject.about("came"), "nobody-came-done", fields)
    judges = audience(turn, visit, Audience.SUPERVISOR)
    for supervisor in judges:
        turn.notify(supervisor, "case-nobody-came", fields)
    if not judges:
        tell_nobody_left(turn, Decision.CASE)
    turn.notify(named.person, "check-in-disputed", disputed)  # who complained is for the supervisor alone


def _visitor_for(turn: Turn, verb: str, visitor_id: int) -> tuple[Visitor, Visit]:
    named = visitor_of_id(turn.session, visitor_id)
    if named is None:
        raise Refusal("not-yours")
    visit = held_for(turn, verb, named.visit_id)
    return named, visit


def _check_in(turn: Turn, visit: Visit, named: Visitor) -> None:
    move(turn, visit, Verb.CHECK_IN, State.UNDER_WAY)
    named.checked_in_at, named.checked_in_by = turn.now, turn.person.id
    turn.record("check_in", visit.subject, "green verdict", visitor=named.id)


def _undo_check_in(turn: Turn, visit: Visit, named: Visitor, within: timedelta) -> None:
    came = named.checked_in_at
    if came is None or named.checked_out_at is not None:
        raise Refusal("visit-not-now", **standing(turn.session, visit))
    if turn.now >= came + within:
        raise Refusal("too-late-to-take-back", minutes=int(within.total_seconds() // 60))
    others = [
        visitor for part in visit.parts for visitor in part.visitors if visitor.checked_in_at and visitor is not named
    ]
    to = State.UNDER_WAY if others else State.AGREED
    move(turn, visit, Verb.TAKE_BACK, to)
    named.checked_in_at = named.checked_in_by = None
    if others and all(other.checked_out_at for other in others):  # the last who was in is out again
        move(turn, visit, Verb.CHECK_OUT, State.ENDED, ended_at=turn.now)
        announce_over(turn, visit)


def _inside(visit: Visit, person: Person) -> Visitor | None:
    """The person as a visitor who has come and not left."""
    return next((v for v in visitors(visit) if v.person_id == person.id and v.inside), None)


def _named(visit: Visit, person: Person) -> Visitor:
    return next(named for named in visitors(visit) if named.person_id == person.id)


def _write_scan(
    turn: Turn, enterprise: Enterprise, visit: Visit | None, verdict: Verdict, person: Person | None, way: Way
) -> bool:
    """Writes the verdict down; False where an equal red one was told a moment ago and is only counted."""
    written = Scan(
        at=turn.now,
        way=way,
        asked_by=turn.person.id,
        person_id=person.id if person else None,
        enterprise_id=enterprise.id,
        visit_id=visit.id if visit else None,
        green=verdict.colour is Colour.GREEN,
        reasons=[reason.code.value for reason in verdict.reasons],
    )
    turn.record("scan", enterprise.subject, "verdict", colour=verdict.colour.value, reasons=written.reasons)
    if not written.green and person is not None:  # wrong numbers are written one by one: each counts for an hour
        earlier = equal_red_scan(turn.session, written, turn.now - turn.rules.scan.red_quiet.delta)
        if earlier is not None:
            earlier.times += 1
            return False
    turn.session.add(written)
    return True


def _tell_green(turn: Turn, visit: Visit, named: Visitor) -> None:
    rows = ((verbs.NOBODY_CAME.on(named),),)
    tell(
        turn,
        News.GREEN_SCAN,
        visit,
        "visitor-came",
        {"who": named.person.name, "at": moment(turn.now)},
        buttons={Audience.ADMINS: rows},
        abouts={Audience.ADMINS: named.subject.about("came")},
    )


def _tell_red(turn: Turn, visit: Visit | None, enterprise: Enterprise, fields: Fields, person: Person) -> None:
    if visit is not None:
        tell(turn, News.RED_SCAN, visit, "red-scan-told", fields, but=[turn.person.id])
        return
    heads = [
        head
        for department in sorted(departments_of(person, Role.OFFICIAL, Role.APPROVER))
        for head in holders(turn.session, Role.APPROVER, department=department)
    ]
    for told in [*heads, *holders(turn.session, *GATE, enterprise=enterprise.id)]:
        if told.id != turn.person.id:
            turn.notify(told, "red-scan-told", {**fields, "departments": _departments(turn, person)})


def _departments(turn: Turn, person: Person) -> Json:
    mine = sorted(departments_of(person, Role.OFFICIAL, Role.APPROVER))
    return listing([turn.session.get_one(Department, department).name for department in mine])
