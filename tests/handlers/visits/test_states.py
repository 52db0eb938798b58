"""Every act tried in every state: what the rules allow happens, anything else changes nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.demo.seed import CARDS_UNTIL
from handlers.terms import TERMS
from handlers.turn import Step, Turn
from handlers.visits.actions import ending, gate, reply, request, unreached
from handlers.visits.commands import (
    ChangeVisitors,
    DeclineVisit,
    NoteOutcome,
    ProposeDay,
    RejectVisit,
    RevokeVisit,
    WithdrawVisit,
)
from models.ground.messages import Message
from models.ground.refusals import Refusal
from models.ground.subjects import Subject
from models.register.enterprises import Sign
from models.register.people import Appointment, Person, Role
from models.time.clocks import Clock, ClockKind
from models.visits.paper_notices import PaperNotice
from models.visits.passes import issue_passes
from models.visits.states import PartState, Side, State
from models.visits.visits import Outcome, Visit, load
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.town import Town

Do = Callable[[Turn, Visit], None]


def _propose(side: Side, reason: str) -> Do:
    return lambda turn, v: reply.propose_day(
        turn,
        ProposeDay(visit=v.id, revision=v.revision, side=side, start=at(7, 14, 30), end=at(7, 16, 30), reason=reason),
    )


def _name(*team: str) -> Do:
    people = tuple(NUMBERS[name] for name in team)
    return lambda turn, v: ending.change_visitors(
        turn, ChangeVisitors(visit=v.id, revision=v.revision, visitors=people)
    )


def _on_the_second(act: Callable[[Turn, int, int], None]) -> Do:
    """To 周科, who is in while the visit is under way."""
    return lambda turn, v: act(turn, v.parts[0].visitors[1].id, 0)


def _time(kind: ClockKind) -> Do:
    """What a clock of the visit does when it is up."""

    def do(turn: Turn, visit: Visit) -> None:
        step = Step(session=turn.session, now=turn.now, rules=turn.rules, calendar=turn.calendar, said=turn.said)
        clock = Clock(
            id=1,
            kind=kind,
            subject=Subject("visit", visit.id),
            started_at=turn.now,
            due_at=turn.now,
            reminders=(),
            next_at=turn.now,
            failures=0,
            extended=False,
        )
        TERMS[kind].act(step, clock)

    return do


def _approve_notice(turn: Turn, _visit: Visit) -> None:
    unreached.approve_notice(turn, turn.session.scalars(select(PaperNotice.id)).one(), 0)


# name: who acts, what he does, and from states.md: from which states to which. The visit is a routine inspection of
# three people, in front of its window; where another day is on the table, it is the named side's turn.
ACTS: dict[str, tuple[str, Do, dict[str, str]]] = {
    "approve": ("李局", lambda turn, v: request.approve(turn, v.id, v.revision), {"requested": "asked"}),
    "reject": (
        "李局",
        lambda turn, v: request.reject(turn, RejectVisit(visit=v.id, revision=v.revision, reason="不必")),
        {"requested": "rejected"},
    ),
    "agree": ("赵总", lambda turn, v: reply.agree(turn, v.id, v.revision), {"asked": "agreed"}),
    "decline": (
        "赵总",
        lambda turn, v: reply.decline(turn, DeclineVisit(visit=v.id, revision=v.revision, reason="刚检查过")),
        {"asked": "objected"},
    ),
    "postpone": ("赵总", _propose(Side.ENTERPRISE, "正在盘点"), {"asked": "moving", "agreed": "moving"}),
    "counter": ("王工", _propose(Side.OFFICIAL, ""), {"moving": "moving"}),
    "accept": ("王工", lambda turn, v: reply.accept(turn, v.id, v.revision), {"moving": "agreed"}),
    "uphold": ("何督查", lambda turn, v: reply.uphold(turn, v.id, v.revision), {"objected": "declined"}),
    "overrule": ("何督查", lambda turn, v: reply.overrule(turn, v.id, v.revision), {"objected": "agreed"}),
    "withdraw": (
        "王工",
        lambda turn, v: ending.withdraw(turn, WithdrawVisit(visit=v.id, revision=v.revision, reason="不去了")),
        dict.fromkeys(("requested", "asked", "moving", "objected", "agreed"), "withdrawn"),
    ),
    "revoke": (
        "何督查",
        lambda turn, v: ending.revoke(turn, RevokeVisit(visit=v.id, revision=v.revision, reason="依据不足")),
        {"asked": "revoked", "moving": "revoked", "agreed": "revoked", "under_way": "ended"},
    ),
    "narrow": ("王工", _name("王工", "周科"), {"agreed": "agreed"}),
    "widen": ("王工", _name("王工", "周科", "孙工", "吴管理"), {"agreed": "requested"}),
    "check out, another stays": ("周科", _on_the_second(ending.leave), {"under_way": "under_way"}),
    "take back, another is in": ("周科", _on_the_second(gate.take_back), {"under_way": "under_way"}),
    "nobody came, another is in": ("赵总", _on_the_second(gate.nobody_came), {"under_way": "under_way"}),
    "outcome": (
        "王工",
        lambda turn, v: ending.note_outcome(turn, NoteOutcome(visit=v.id, outcome=Outcome.NOTHING_FOUND, words="")),
        {"under_way": "under_way", "ended": "ended"},
    ),
    "paper": ("何督查", _approve_notice, {"asked": "agreed"}),
    "lead time gone": ("王工", _time(ClockKind.LEAD_TIME), {"requested": "lapsed"}),
    "silence on the question": ("王工", _time(ClockKind.REPLY), {"asked": "agreed"}),
    "silence on another day": ("王工", _time(ClockKind.ANSWER), {"moving": "agreed"}),
    "silence on an objection": ("王工", _time(ClockKind.OBJECTION), {"objected": "declined"}),
    "the window ends": ("王工", _time(ClockKind.WINDOW), {"agreed": "no_show"}),
    "midnight": ("王工", _time(ClockKind.MIDNIGHT), {"under_way": "ended"}),
}
COLLEAGUES = ("孙工", "吴管理")  # made officials of 市生态环境局 for a day, so that teams can grow
INSIDE = ("王工", "周科")
OTHER_WORDS = {
    **{("check out, another stays", state.value): "not-inside" for state in State},
    ("postpone", "moving"): "not-your-turn",  # it is taken for the enterprise's last day
}
"""Where a refusal says more than that it can't be done now."""


class _Undo(Exception):
    """Takes the transaction back; nothing is wrong."""


async def test_every_act_does_what_the_rules_say_in_every_state_and_nothing_else(town: Town) -> None:
    await _a_visit_of_three(town)
    for name, (who, do, steps) in ACTS.items():
        for state in State:
            expected = steps.get(state.value) or OTHER_WORDS.get((name, state.value), "visit-not-now")
            assert await _try(town, who, do, state) == expected, (name, state)


async def test_a_scan_lets_in_where_the_visit_is_agreed_and_nowhere_else(town: Town) -> None:
    await _a_visit_of_three(town)
    town.clock.moment = at(3, 14, 20)
    for state in State:
        expected = "under_way" if state is State.AGREED else state.value
        assert await _try(town, "孙工", partial(_scan, state), state) == expected


def _scan(state: State, turn: Turn, _visit: Visit) -> None:
    gate.scan(turn, f"https://fuma.example/s/{turn.session.get_one(Sign, 1).code}")
    verdicts = [one.key for one in turn.said if isinstance(one, Message) and one.key.startswith("verdict")]
    assert verdicts == (["verdict-green"] if state in (State.AGREED, State.UNDER_WAY) else ["verdict-red"])


async def _a_visit_of_three(town: Town) -> None:
    def appoint(session: Session) -> None:
        for name in COLLEAGUES:
            session.add(Appointment(person_id=NUMBERS[name], role=Role.OFFICIAL, department_id=1))
            session.get_one(Person, NUMBERS[name]).card_valid_until = CARDS_UNTIL

    await town.database.run(appoint)
    await story.asked(town, team=(*story.TEAM, "孙工"))


async def _try(town: Town, who: str, do: Do, state: State) -> str:
    """What becomes of the visit in this state, or the code of the refusal; nothing of it is kept."""
    outcome: list[Any] = []

    def attempt(session: Session) -> None:
        visit = _arrange(session, state, town.clock.moment)
        before = story.dump(session)
        turn = story.a_turn(session, who, town.clock.moment)
        try:
            with session.begin_nested():
                do(turn, visit)
        except Refusal as refusal:
            assert story.dump(session) == before, "a refusal leaves everything as it was"
            outcome.append(refusal.code)
        else:
            after = load(session, visit.id)
            assert after is not None
            assert story.dump(session) != before
            outcome.append(after.state.value)
        raise _Undo

    with pytest.raises(_Undo):
        await town.database.run(attempt)
    return str(outcome[0])


def _arrange(session: Session, state: State, now: Any) -> Visit:
    visit = load(session, 1)
    assert visit is not None
    visit.state, visit.paper_from = state, now
    notice = PaperNotice(
        visit_id=1, digest="d", starts_at=visit.starts_at, ends_at=visit.ends_at, served_by=1, served_at=now
    )
    session.add(notice)
    if state is State.REQUESTED:
        for part in visit.parts:
            part.state = PartState.REQUESTED
    if state is State.MOVING:
        visit.whose_turn, visit.proposed_start, visit.proposed_end = Side.OFFICIAL, at(8, 14, 30), at(8, 16, 30)
    if state in (State.AGREED, State.UNDER_WAY):
        issue_passes(session, visit, now)
    if state is State.UNDER_WAY:
        for visitor in visit.parts[0].visitors:
            if visitor.person.name in INSIDE:
                visitor.checked_in_at = now
    session.flush()
    return visit
