"""Every act tried on an inquiry in every state: what the rules allow happens, anything else is refused in its own
sentence and changes nothing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from handlers.inquiries import commands
from handlers.inquiries.actions import asking as inquiries
from handlers.inquiries.actions import handling, helping, passing
from handlers.terms import TERMS
from handlers.turn import Step, Turn
from models.ground.refusals import Refusal
from models.ground.subjects import Subject
from models.inquiries.inquiries import Inquiry, load_inquiry
from models.ratings.ratings import Level
from models.time.clocks import Clock, ClockKind
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import EMERGENCY
from tests.handlers.visits import story
from tests.town import Town
from tests.verbs import OF_INQUIRIES

Do = Callable[[Turn, Inquiry], None]

ARRIVE = {
    "asked": inquiry_story.asked,
    "placing": inquiry_story.placing,
    "accepted": inquiry_story.accepted,
    "waiting": inquiry_story.waiting,
    "answered": inquiry_story.answered,
    "closed": inquiry_story.solved,
}
NOT_NOW = "inquiry-not-now"
NOT_THEIRS = {"placing": "not-yours"}  # no department has it
LINKED_TO = 1  # an inquiry that asks the same, accepted


def _time(kind: ClockKind) -> Do:
    """What a clock of the inquiry does when it is up."""

    def do(turn: Turn, inquiry: Inquiry) -> None:
        step = Step(session=turn.session, now=turn.now, rules=turn.rules, calendar=turn.calendar, said=turn.said)
        now = turn.now
        facts: dict[str, Any] = {"reminders": (), "failures": 0, "extended": False, "paused_at": None}
        facts |= {"provisional": None, "started_at": now, "due_at": now, "next_at": now}
        TERMS[kind].act(step, Clock(id=1, kind=kind, subject=Subject("inquiry", inquiry.id), **facts))

    return do


def _satisfied(turn: Turn, inquiry: Inquiry) -> None:
    inquiries.satisfied(Level(4), turn, inquiry.id, inquiry.revision)


# name: who acts, what he does, and, from states.md, from which states to which; then what else is said elsewhere than
# "not now".
ACTS: dict[str, tuple[str, Do, dict[str, str], dict[str, str]]] = {
    "accept": ("周科", lambda t, q: handling.accept(t, q.id, q.revision), {"asked": "accepted"}, NOT_THEIRS),
    "return": (
        "周科",
        lambda t, q: passing.return_inquiry(
            t, commands.ReturnInquiry(inquiry=q.id, revision=q.revision, department=EMERGENCY, reason="不是")
        ),
        {"asked": "asked"},
        NOT_THEIRS,
    ),
    "silence on acceptance": ("赵总", _time(ClockKind.ACCEPT), {"asked": "accepted"}, {}),
    "out of scope": (
        "周科",
        lambda t, q: handling.refuse(t, commands.RefuseInquiry(inquiry=q.id, revision=q.revision, reason="在诉讼")),
        {"asked": "closed"},
        NOT_THEIRS,
    ),
    "withdraw": (
        "赵总",
        lambda t, q: inquiries.withdraw(t, commands.WithdrawInquiry(inquiry=q.id, reason="提错了")),
        {"asked": "closed", "accepted": "closed"},
        {},
    ),
    "designate": (
        "何督查",
        lambda t, q: passing.designate(
            t, commands.DesignateDepartment(inquiry=q.id, revision=q.revision, department=EMERGENCY)
        ),
        {"placing": "asked"},
        dict.fromkeys(("asked", "accepted", "waiting", "answered", "closed"), "inquiry-placed"),
    ),
    "note": (
        "周科",
        lambda t, q: handling.note_inquiry(t, commands.NoteInquiry(inquiry=q.id, words="复核中", shown=True)),
        {"accepted": "accepted"},
        NOT_THEIRS,
    ),
    "transfer": (
        "周科",
        lambda t, q: passing.offer(
            t, commands.OfferTransfer(inquiry=q.id, revision=q.revision, department=EMERGENCY, reason="是他们的")
        ),
        {"accepted": "accepted"},
        NOT_THEIRS,
    ),
    "ask back": (
        "周科",
        lambda t, q: handling.ask_back(t, commands.AskBack(inquiry=q.id, words="编号？")),
        {"accepted": "waiting"},
        NOT_THEIRS,
    ),
    "extend": (
        "周科",
        lambda t, q: handling.ask_extension(
            t, commands.AskExtension(inquiry=q.id, until=date(2026, 12, 10), reason="等专家")
        ),
        {"accepted": "accepted"},
        NOT_THEIRS,
    ),
    "answer": (
        "周科",
        lambda t, q: handling.answer_inquiry(t, commands.AnswerInquiry(inquiry=q.id, words="已办", files=())),
        {"accepted": "answered"},
        NOT_THEIRS,
    ),
    "link": (
        "周科",
        lambda t, q: handling.link(t, commands.LinkInquiry(inquiry=q.id, main=LINKED_TO)),
        {"accepted": "accepted"},
        NOT_THEIRS,
    ),
    "help": (
        "周科",
        lambda t, q: helping.ask_help(
            t, commands.AskHelp(inquiry=q.id, department=EMERGENCY, words="请核实", until=date(2026, 12, 1))
        ),
        {"accepted": "accepted"},
        NOT_THEIRS,
    ),
    "input": (
        "赵总",
        lambda t, q: inquiries.give_input(t, commands.GiveInput(inquiry=q.id, words="118", files=())),
        {"waiting": "accepted"},
        {},
    ),
    "no input for ten days": ("赵总", _time(ClockKind.INPUT), {"waiting": "closed"}, {}),
    "solved": ("赵总", lambda t, q: inquiries.solved(t, q.id, q.revision), {"answered": "closed"}, {}),
    "not solved, or reopened": (
        "赵总",
        lambda t, q: inquiries.reopen(t, commands.ReopenInquiry(inquiry=q.id, words="没有办")),
        {"answered": "accepted", "closed": "accepted"},
        {},
    ),
    "not marked for ten days": ("赵总", _time(ClockKind.MARKING), {"answered": "closed"}, {}),
    "satisfied": ("赵总", _satisfied, {"closed": "closed"}, {}),
    "release": (
        "周科",
        lambda t, q: handling.release(t, commands.ReleaseAnswer(inquiry=q.id, question="要多久？", answer="二十天")),
        {"answered": "answered", "closed": "closed"},
        {**NOT_THEIRS, **dict.fromkeys(("asked", "accepted", "waiting"), "cannot-be-released")},
    ),
    "grant, unasked": (
        "李局",
        lambda t, q: handling.grant(t, q.id, q.revision),
        {},
        {**dict.fromkeys(ARRIVE, "nothing-to-grant"), **NOT_THEIRS},
    ),
    "deny, unasked": (
        "李局",
        lambda t, q: handling.deny(t, q.id, q.revision),
        {},
        {**dict.fromkeys(ARRIVE, "nothing-to-grant"), **NOT_THEIRS},
    ),
    "take, not offered": (
        "孙工",
        lambda t, q: passing.take(t, q.id, q.revision),
        {},
        dict.fromkeys(ARRIVE, "not-yours"),
    ),
}

CANNOT_RUN = {("no input for ten days", "answered"), ("not marked for ten days", "waiting")}
"""Clocks of another state that has a silence of its own; they were stopped, as test_inquiry_silence.py shows."""

# What a button of each verb leads to, pressed where it stands: a question ("?"), what it does, or a refusal.
ASK = "?"
DESK = {"placing": "not-yours"}
BUTTONS: dict[str, tuple[str, dict[str, str], str]] = {
    "q_return": ("周科", {"asked": ASK, **DESK}, NOT_NOW),
    "q_out_of_scope": ("周科", {"asked": ASK, **DESK}, NOT_NOW),
    "q_designate": ("何督查", {"placing": ASK}, "inquiry-placed"),
    **{
        f"q_{verb}": ("周科", {"accepted": ASK, **DESK}, NOT_NOW)
        for verb in ("transfer", "note", "ask_back", "extend", "answer", "link", "help")
    },
    "q_release": ("周科", {"answered": ASK, "closed": ASK, **DESK}, "cannot-be-released"),
    "q_contribute": ("孙工", {}, "not-yours"),
    "q_withdraw": ("赵总", {"asked": ASK, "accepted": ASK}, NOT_NOW),
    "q_input": ("赵总", {"waiting": ASK}, NOT_NOW),
    "q_not_solved": ("赵总", {"answered": ASK, "closed": ASK}, NOT_NOW),
    "q_reopen": ("赵总", {"answered": ASK, "closed": ASK}, NOT_NOW),
}


class _Undo(Exception):
    """Takes the transaction back; nothing is wrong."""


async def _arrive(town: Town, state: str) -> Inquiry:
    """An inquiry in this state, and beside it another that is accepted."""
    await inquiry_story.accepted(town)
    await ARRIVE[state](town)
    inquiry = await inquiry_story.newest(town)
    assert (inquiry.id, inquiry.state.value) == (2, state)
    return inquiry


@pytest.mark.parametrize("state", ARRIVE)
async def test_every_act_does_what_the_rules_say_in_every_state_and_nothing_else(town: Town, state: str) -> None:
    inquiry = await _arrive(town, state)
    for name, (who, do, steps, otherwise) in ACTS.items():
        if (name, state) in CANNOT_RUN:
            continue
        expected = steps.get(state) or otherwise.get(state, NOT_NOW)
        assert await _try(town, who, do, inquiry.id) == expected, (name, state)


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", ARRIVE)
async def test_a_button_asks_only_what_can_be_done_and_refuses_before_anybody_writes(town: Town, state: str) -> None:
    inquiry = await _arrive(town, state)
    for verb, (who, outcomes, otherwise) in BUTTONS.items():
        before = await story.everything(town)
        said = await town.presses(who, f"1.{verb}.q{inquiry.id}.{inquiry.revision}")
        expected = outcomes.get(state, otherwise)
        if expected == ASK:
            assert said[-1].key == "talk-question", (verb, state)
            await town.says(who, "取消")
        else:
            assert _code(said[-1].message.fields) == expected, (verb, state)
        assert await story.everything(town) == before


def test_every_button_that_begins_a_talk_about_an_inquiry_is_tried() -> None:
    at_once = {"q_show", "q_files", "q_list", "q_more", "q_accept", "q_take", "q_leave", "q_grant", "q_deny"}
    at_once |= {"q_solved", *(f"q_satisfied{level.value}" for level in Level)}
    assert BUTTONS.keys() | at_once == OF_INQUIRIES


def _code(fields: Any) -> str:
    why: dict[str, Any] = fields.get("why") or fields["note"]
    return str(why["$word"]).removeprefix("refusal-")


async def _try(town: Town, who: str, do: Do, number: int) -> str:
    """What becomes of the inquiry, or the code of the refusal; nothing of it is kept."""
    outcome: list[str] = []

    def attempt(session: Session) -> None:
        inquiry = load_inquiry(session, number)
        assert inquiry is not None
        before = story.dump(session)
        turn = story.a_turn(session, who, town.clock.moment)
        try:
            with session.begin_nested():
                do(turn, inquiry)
        except Refusal as refusal:
            assert story.dump(session) == before, "a refusal leaves everything as it was"
            outcome.append(refusal.code)
        else:
            after = load_inquiry(session, number)
            assert after is not None
            assert story.dump(session) != before
            outcome.append(after.state.value)
        raise _Undo

    with pytest.raises(_Undo):
        await town.database.run(attempt)
    return outcome[0]
