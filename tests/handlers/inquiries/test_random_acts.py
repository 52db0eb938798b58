"""Random acts of everybody on inquiries, with pauses and jumps: whatever they do, no clock is lost, none acts twice or
fails, and the books agree with the state.
"""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries import commands
from models.ground.refusals import Refusal
from models.inquiries.inquiries import Inquiry, InquiryState, steps_of
from models.register.people import Role
from models.time import clocks, failing_clocks
from models.time.moments import day_of
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import EMERGENCY, ENVIRONMENT
from tests.handlers.visits import story
from tests.town import Town

PEOPLE = ("赵总", "钱副总", "周科", "李局", "孙工", "何督查", "王工")
TAPS = (
    (("asked",), "accept"),
    *((("accepted",), verb) for verb in ("take", "leave", "grant", "deny")),
    (("answered",), "solved"),
    (("closed",), "satisfied4"),
)
OPEN = {InquiryState.ASKED, InquiryState.ACCEPTED, InquiryState.WAITING}
DAYS = (0, 0, 1, 2, 3, 8, 15)  # until which somebody wants something


def _commands(random: Random, inquiry: Inquiry, now: datetime, others: list[int]) -> dict[str, object]:
    """What can be said about an inquiry as it is, by the state in which it makes sense."""
    number, revision = inquiry.id, inquiry.revision - (random.random() < 0.1)
    department = random.choice((ENVIRONMENT, EMERGENCY))
    until = day_of(now) + timedelta(days=random.choice(DAYS))
    seen: dict[str, int] = {"inquiry": number, "revision": revision}
    files: tuple[commands.File, ...] = ()
    return {
        "asked return": commands.ReturnInquiry(**seen, department=department, reason="不是"),
        "asked refuse": commands.RefuseInquiry(**seen, reason="在诉讼"),
        "asked accepted withdraw": commands.WithdrawInquiry(inquiry=number, reason="提错了"),
        "placing designate": commands.DesignateDepartment(**seen, department=department),
        "accepted offer": commands.OfferTransfer(**seen, department=department, reason="是他们的"),
        "accepted note": commands.NoteInquiry(inquiry=number, words="复核中", shown=random.random() < 0.5),
        "accepted ask back": commands.AskBack(inquiry=number, words="编号？"),
        "accepted extend": commands.AskExtension(inquiry=number, until=random.choice((None, until)), reason="等专家"),
        "accepted answer": commands.AnswerInquiry(inquiry=number, words="已办", files=files),
        "accepted link": commands.LinkInquiry(inquiry=number, main=random.choice(others)),
        "accepted help": commands.AskHelp(inquiry=number, department=department, words="请核实", until=until),
        "accepted waiting contribute": commands.Contribute(inquiry=number, words="已核实"),
        "waiting input": commands.GiveInput(inquiry=number, words="118", files=files),
        "answered closed release": commands.ReleaseAnswer(inquiry=number, question="要多久？", answer="二十天"),
        "answered closed reopen": commands.ReopenInquiry(inquiry=number, words="没有办"),
    }


async def _act(town: Town, random: Random) -> None:
    """One of several things happens."""
    inquiries = await town.look(lambda session: list(session.scalars(select(Inquiry).order_by(Inquiry.id))))
    chance = random.random()
    if chance < 0.05:
        jump = random.choice((timedelta(hours=2), timedelta(hours=9), timedelta(days=1), timedelta(days=4)))
        await town.waits_until(town.clock.moment + jump)
        return
    if chance < 0.08:
        town.clock.move(timedelta(hours=random.randrange(12)))  # and nobody has swept since
    if not inquiries or chance > 0.92:
        await (inquiry_story.complained if random.random() < 0.2 else inquiry_story.asked)(town)
        return
    inquiry = random.choice(inquiries[-4:])
    if random.random() < 0.35:
        taps = [verb for states, verb in TAPS if inquiry.state.value in states or random.random() < 0.1]
        verb = random.choice(taps or ["show"])
        for who in random.sample(PEOPLE, len(PEOPLE)):
            await town.presses(who, f"1.q_{verb}.q{inquiry.id}.{inquiry.revision}")
        return
    found = _commands(random, inquiry, town.clock.moment, [each.id for each in inquiries])
    fitting = [each for states, each in found.items() if inquiry.state.value in states or random.random() < 0.05]
    await _tried(town, random.choice(fitting), random.sample(PEOPLE, len(PEOPLE)))


async def _tried(town: Town, command: object, people: list[str]) -> None:
    """Whoever may does it; the others are refused."""
    for who in people:
        try:
            await story.perform(town, who, command)
        except Refusal:
            continue
        return


def _check(session: Session, inquiry: Inquiry, swept: datetime) -> None:
    subject = inquiry.subject
    running = {clock.kind.value: clock.due_at for clock in clocks.running(session, subject)}
    paused = {clock.kind.value for clock in clocks.paused(session, subject)}
    holding, state = inquiry.holding, inquiry.state
    assert (holding is not None) == (state in OPEN), "a department's stretch is open while it has to do something"
    assert paused <= ({"resolve"} if state is InquiryState.WAITING else set())
    if holding is not None:
        assert (holding.department_id, holding.answered_at) == (inquiry.department_id, None)
    if state is not InquiryState.ACCEPTED:
        alone = {"asked": {"accept"}, "placing": {"designation"}, "waiting": {"input"}, "answered": {"marking"}}
        assert set(running) == alone.get(state.value, set())
        assert (inquiry.offered_to, inquiry.extension_until) == (None, None)
        return
    assert holding is not None
    assert ("transfer" in running) == (inquiry.offered_to is not None)
    assert ("extension" in running) == (inquiry.extension_until is not None)
    assert holding.reply_due is not None
    assert holding.resolve_due is not None
    assert running.get("resolve", holding.resolve_due) == holding.resolve_due
    assert "resolve" in running or holding.resolve_due <= swept, "no clock is lost"
    assert ("first_reply" in running) <= (holding.replied_at is None)
    assert "first_reply" in running or holding.replied_at is not None or holding.reply_due <= swept


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_anybody_does_the_clocks_and_the_books_agree_with_the_state(town: Town, seed: int) -> None:
    random = Random(seed)
    await inquiry_story.appoint(town, "王工", Role.DESK, ENVIRONMENT)
    for _ in range(80):
        await _act(town, random)

        def look(session: Session) -> None:
            assert failing_clocks.failing(session) == 0
            for inquiry in session.scalars(select(Inquiry)):
                _check(session, inquiry, town.clock.moment)
                moments = [step.at for step in steps_of(session, inquiry.id)]
                assert moments == sorted(moments), "in the order of time"

        await town.look(look)
    await town.waits_until(town.clock.moment + timedelta(days=20))
    still = await town.look(lambda session: clocks.due(session, town.clock.moment, 10.0**12, 9))
    assert still == [], "nothing is due that hasn't acted"
