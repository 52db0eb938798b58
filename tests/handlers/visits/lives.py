"""Random lives of visits, lived in the real town, and the plain log of them that a second judge can read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.demo.seed import CARDS_UNTIL
from handlers.visits.commands import ChangeVisitors, DeclineVisit, ProposeDay, RejectVisit, RevokeVisit, WithdrawVisit
from models.ground.ledger import ledger
from models.ground.messages import Channel
from models.ground.refusals import Refusal
from models.ground.subjects import Subject
from models.register.enterprises import Sign
from models.register.people import Appointment, Identity, Person, Role
from models.register.rules import Kind
from models.time import clocks
from models.time.moments import to_cst
from models.visits import visits
from models.visits.states import Side, State
from models.visits.visits import Visit
from tests import second_judge
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.second_judge import Act
from tests.town import Said, Town

OURS = frozenset({"市生态环境局"})
THEIRS = frozenset({"市应急管理局"})
DEPARTMENTS = {1: "市生态环境局", 2: "市应急管理局"}
GATES = {1: "赵总", 2: "吴管理"}  # who answers for each enterprise
SHORT_CARD = at(7, 0).date()  # 周科's card runs out on 7 December
PEOPLE = {
    "王工": second_judge.Person(OURS, card=CARDS_UNTIL),
    "周科": second_judge.Person(OURS, card=SHORT_CARD),
    "小何": second_judge.Person(OURS, assistant=True),
    "李局": second_judge.Person(OURS | THEIRS, card=CARDS_UNTIL),
    "孙工": second_judge.Person(THEIRS, card=CARDS_UNTIL),
    "郑工": second_judge.Person(THEIRS, card=CARDS_UNTIL),
}
NUMBER: dict[str, int] = NUMBERS | {"小何": len(NUMBERS) + 1, "郑工": len(NUMBERS) + 2}
NAME = {number: name for name, number in NUMBER.items()}
KINDS = (Kind.SURVEY, Kind.OVERSIGHT, Kind.ROUTINE, Kind.CLUE)
COLLEAGUES = {"王工": ("王工", "周科", "小何"), "孙工": ("孙工", "郑工")}
HOURS = (9, 10, 14)
NEAR_ITS_ENDS = tuple(
    timedelta(minutes=minutes, seconds=seconds) for minutes in (-30, 0, 20, 120, 180) for seconds in (-1, 0, 1)
)

USUAL = {  # what may well happen to a visit, by where it stands; the rest is tried too, more seldom
    State.REQUESTED: (*["approve"] * 10, "reject", "withdraw"),
    State.ASKED: (*["agree"] * 10, "decline", "decline", "postpone", "postpone", "withdraw", "silence", "revoke"),
    State.MOVING: (*["accept"] * 4, "counter", "counter", "withdraw", "silence", "revoke"),
    State.OBJECTED: ("uphold", *["overrule"] * 4, "withdraw", "silence"),
    State.AGREED: ("admit", *["rename"] * 4, "postpone", "postpone", "silence", "withdraw", "revoke"),
    State.UNDER_WAY: ("admit", *["leave"] * 4, "take_back", "take_back", "no_one", "silence", "revoke"),
}
GOING_ON = ("agreed", "under_way", "moving", "asked", "requested")
NOT_DONE = {"refused", "talk-over", "verdict-red", "stranger-explained"}


BY_TIME = {
    "lapse": "lapse",
    "auto_accept": "silence",
    "accept_by_silence": "accept",
    "lapse_by_silence": "lapse",
    "uphold_by_silence": "uphold",
    "no_show": "nobody_came",
    "midnight": "midnight",
}
"""What time does, by its word in the ledger and in the second judge's log."""


@dataclass
class Life:
    """A town and the log of what has happened in it."""

    town: Town
    log: list[Act] = field(default_factory=list)
    answers: list[tuple[list[str], list[str]]] = field(default_factory=list)
    _told: int = 0  # the last entry of the ledger that was looked at

    @property
    def now(self) -> datetime:
        return self.town.clock.moment

    @property
    def judge(self) -> second_judge.SecondJudge:
        return second_judge.SecondJudge(PEOPLE, self.log)

    def note(self, what: str, visit: int = 0, **facts: Any) -> None:
        self.log.append(Act(what=what, at=self.now, visit=visit, **facts))

    async def passes(self, moment: datetime) -> None:
        """Time passes, and what it does by itself is noted from the ledger."""
        await self.town.waits_until(moment)
        entries = select(ledger).where(ledger.c.id > self._told).order_by(ledger.c.id)
        for entry in await self.town.look(lambda session: session.execute(entries).all()):
            self._told = entry.id
            if entry.actor is None and entry.verb in BY_TIME:
                visit = int(entry.subject.removeprefix("visit:"))
                self.log.append(Act(what=BY_TIME[entry.verb], at=to_cst(entry.at), visit=visit))

    async def visit(self, number: int) -> Visit:
        found = await self.town.look(lambda session: visits.load(session, number))
        assert found is not None
        return found

    async def performs(self, who: str, command: object) -> bool:
        """Whether a command was carried out."""
        try:
            await story.perform(self.town, who, command)
        except Refusal:
            return False
        return True

    async def presses(self, who: str, verb: str, subject: str, revision: int = 0) -> bool:
        """Whether a button did something."""
        said = await self.town.presses(who, f"1.{verb}.{subject}.{revision}")
        return not [one for one in said if one.who == who and one.key in NOT_DONE]


def settle(session: Session) -> None:
    """Two more officials, somebody at the other enterprise, and a head for the other department."""
    assistant = Person(name="小何", assistant=True, channel=Channel.WECOM)
    session.add(assistant)
    session.flush()
    officer = Person(name="郑工", card_valid_until=CARDS_UNTIL, channel=Channel.WECOM)
    session.add(officer)
    session.flush()
    for person, department in ((assistant, 1), (officer, 2)):
        session.add(Identity(person_id=person.id, channel=Channel.WECOM, account=person.name))
        session.add(Appointment(person_id=person.id, role=Role.OFFICIAL, department_id=department))
    session.add(Appointment(person_id=NUMBERS["李局"], role=Role.APPROVER, department_id=2))
    session.add(Appointment(person_id=NUMBERS["吴管理"], role=Role.OWNER, enterprise_id=2))
    session.get_one(Person, NUMBERS["周科"]).card_valid_until = SHORT_CARD


# What may happen


async def request(life: Life, asker: str, kind: int, place: int, day: int, hour: int, skip: int) -> None:
    """An official asks for a visit; `skip` says whom of his colleagues he leaves at home."""
    colleagues = COLLEAGUES[asker]
    team = tuple(name for index, name in enumerate(colleagues) if index != skip or len(colleagues) == 1)
    start = at(day, HOURS[hour])
    command = replace(
        story.request_for(KINDS[kind], (), start), enterprise=place, visitors=tuple(NUMBER[name] for name in team)
    )
    if await life.performs(asker, replace(command, legal_basis="《大气污染防治法》")):
        visit = await life.town.visit()
        window = (command.start, command.end)
        department = DEPARTMENTS[visit.parts[0].department_id]
        asked = second_judge.Visit(visit.id, str(place), department, asker, KINDS[kind].value, window, team)
        life.note("request", visit.id, request=asked)


async def something(life: Life, which: int, what: int, choice: int) -> None:
    """What may well happen to one of the visits."""
    number = _pick(life, which)
    if number is not None:
        visit = await life.visit(number)
        usual = USUAL.get(visit.state, ())
        name = usual[what % len(usual)] if usual and what < 40 else sorted(HAPPENINGS)[what % len(HAPPENINGS)]
        await HAPPENINGS[name](life, visit, choice)


def _tap(verb: str, by: Callable[[Visit], str]) -> Callable[[Life, Visit, int], Awaitable[None]]:
    async def happens(life: Life, visit: Visit, _choice: int) -> None:
        if await life.presses(by(visit), verb, f"v{visit.id}", visit.revision):
            life.note(verb, visit.id)

    return happens


def _command(
    verb: str, command: type[Any], by: Callable[[Visit], str]
) -> Callable[[Life, Visit, int], Awaitable[None]]:
    async def happens(life: Life, visit: Visit, _choice: int) -> None:
        if await life.performs(by(visit), command(visit=visit.id, revision=visit.revision, reason="有事")):
            life.note(verb, visit.id)

    return happens


def _asker(visit: Visit) -> str:
    return NAME[visit.requested_by]


def _gate(visit: Visit) -> str:
    return GATES[visit.enterprise_id]


async def _propose(life: Life, visit: Visit, choice: int) -> None:
    """Whoever's turn it is puts another day on the table."""
    side = visit.whose_turn if visit.state is State.MOVING and visit.whose_turn else Side.ENTERPRISE
    start = at(3 + choice % 9, HOURS[choice % 3])
    window = (start, start + timedelta(hours=2))
    who = _asker(visit) if side is Side.OFFICIAL else _gate(visit)
    command = ProposeDay(
        visit=visit.id, revision=visit.revision, side=side, start=start, end=window[1], reason="正在盘点"
    )
    if await life.performs(who, command):
        life.note("counter" if visit.state is State.MOVING else "postpone", visit.id, window=window)


async def _accept(life: Life, visit: Visit, _choice: int) -> None:
    who = _asker(visit) if visit.whose_turn is Side.OFFICIAL else _gate(visit)
    if await life.presses(who, "accept", f"v{visit.id}", visit.revision):
        life.note("accept", visit.id)


async def _rename(life: Life, visit: Visit, choice: int) -> None:
    asker = _asker(visit)
    before = {visitor.person_id for visitor in visits.visitors(visit)}
    team = [name for index, name in enumerate(COLLEAGUES[asker]) if choice & 1 << index]
    people = tuple(NUMBER[name] for name in team)
    if await life.performs(asker, ChangeVisitors(visit=visit.id, revision=visit.revision, visitors=people)):
        life.note("narrow" if set(people) < before else "widen", visit.id, team=tuple(team))


def _at_gate(verb: str, what: str) -> Callable[[Life, Visit, int], Awaitable[None]]:
    """Something about one visitor: he himself or the gate presses."""

    async def happens(life: Life, visit: Visit, choice: int) -> None:
        named = visits.visitors(visit)
        if named:
            visitor = named[choice % len(named)]
            who = NAME[visitor.person_id] if verb in ("leave", "take_back") else _gate(visit)
            if await life.presses(who, verb, f"n{visitor.id}"):
                life.note(what, visit.id, who=NAME[visitor.person_id])

    return happens


async def _silence(life: Life, visit: Visit, _choice: int) -> None:
    """Nobody does anything until one of the visit's clocks is up."""
    running = await life.town.look(lambda session: clocks.running(session, Subject("visit", visit.id)))
    due = min((clock.due_at for clock in running), default=life.now)
    await life.passes(max(life.now, to_cst(due)))


HAPPENINGS: dict[str, Callable[[Life, Visit, int], Awaitable[None]]] = {
    "approve": _tap("approve", lambda _visit: "李局"),
    "agree": _tap("agree", _gate),
    "uphold": _tap("uphold", lambda _visit: "何督查"),
    "overrule": _tap("overrule", lambda _visit: "何督查"),
    "reject": _command("reject", RejectVisit, lambda _visit: "李局"),
    "decline": _command("decline", DeclineVisit, _gate),
    "withdraw": _command("withdraw", WithdrawVisit, _asker),
    "revoke": _command("revoke", RevokeVisit, lambda _visit: "何督查"),
    "postpone": _propose,
    "counter": _propose,
    "accept": _accept,
    "rename": _rename,
    "admit": _at_gate("admit", "come"),
    "leave": _at_gate("leave", "leave"),
    "take_back": _at_gate("take_back", "take_back"),
    "no_one": _at_gate("nobody_came", "take_back"),
    "silence": _silence,
}


async def scan(life: Life, who: str, place: int) -> None:
    """Somebody scans the sign: what he is told is kept beside what the second judge says; green is his check-in."""
    judge = life.judge
    expected = judge.at_sign(who, str(place), life.now)
    code = await life.town.look(
        lambda session: session.scalars(select(Sign.code).where(Sign.enterprise_id == place)).one()
    )
    said = [one for one in await life.town.scans(who, f"s_{code}") if one.who == who]
    told = _verdict_told(said)
    if told is None:  # he is no official any more, or is only late in leaving
        assert said[0].key in ("sign-explained", "stranger-explained", "still-inside"), said
        return
    life.answers.append((told, expected))
    if not told:
        visit = judge.meant(who, str(place), life.now)
        if visit is not None and who not in visit.came:
            life.note("come", visit.number, who=who)


def _verdict_told(said: list[Said]) -> list[str] | None:
    picture = said[0].message.picture
    if said[0].key not in ("verdict-green", "verdict-red") or picture is None:
        return None
    return [line["what"]["$word"].removeprefix("reason-").replace("-", "_") for line in picture.fields["reasons"]]


async def wait(life: Life, minutes: int) -> None:
    await life.passes(life.now + timedelta(minutes=minutes))


async def go(life: Life, which: int, when: int) -> None:
    """Time passes until about one of the edges of a visit's window."""
    number = _pick(life, which)
    if number is not None:
        await life.passes(max(life.now, life.judge.visits[number].window[0] + NEAR_ITS_ENDS[when]))


async def arrive(life: Life, which: int, when: int, who: int) -> None:
    """Somebody named scans the sign about the time of his visit."""
    number = _pick(life, which)
    if number is not None:
        visit = life.judge.visits[number]
        await life.passes(max(life.now, visit.window[0] + NEAR_ITS_ENDS[when]))
        await scan(life, visit.team[who % len(visit.team)], int(visit.place))


def _pick(life: Life, which: int) -> int | None:
    """One of the visits: those that go on before those that are over, the latest first."""
    known = life.judge.visits.values()
    ranked = sorted(known, key=lambda visit: (visit.state not in GOING_ON, -visit.number))
    return ranked[min(which, len(ranked) - 1)].number if ranked else None


async def suspend(life: Life, who: str) -> None:
    await story.change_row(life.town, Person, NUMBER[who], suspended_at=life.now)
    life.note("suspended", who=who, person=replace(life.judge.people[who], suspended=True))


async def move(life: Life, who: str, department: int) -> None:
    """Somebody goes to the other department, or, for 0, leaves office."""

    def put(session: Session) -> None:
        for held in session.scalars(select(Appointment).where(Appointment.person_id == NUMBER[who])):
            held.ended_at = life.now
        if department:
            session.add(Appointment(person_id=NUMBER[who], role=Role.OFFICIAL, department_id=department))

    await life.town.database.run(put)
    now_of = frozenset({DEPARTMENTS[department]} if department else set())
    life.note("moved", who=who, person=replace(life.judge.people[who], departments=now_of))


STEPS: dict[str, Callable[..., Awaitable[None]]] = {
    "request": request,
    "something": something,
    "scan": scan,
    "wait": wait,
    "go": go,
    "arrive": arrive,
    "suspend": suspend,
    "move": move,
}
