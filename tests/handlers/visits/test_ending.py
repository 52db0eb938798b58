"""Leaving, the outcome, taking a visit back, revoking it, and other visitors."""

from datetime import date

import pytest
from sqlalchemy import select

from handlers.visits.commands import NoteOutcome, Promised, RevokeVisit, WithdrawVisit
from models.ground.refusals import Refusal
from models.ratings.ratings import Rating
from models.register.people import Person
from models.register.rules import Kind
from models.time.moments import midnight
from models.visits.passes import Pass
from models.visits.states import PartState, PassState, Side, State
from models.visits.visits import Outcome, Part, Promise, Visitor
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, last
from tests.town import Town, to


async def _passes(town: Town) -> list[tuple[int, PassState]]:
    query = select(Pass.person_id, Pass.state).order_by(Pass.id)
    return await town.look(lambda session: [(row[0], row[1]) for row in session.execute(query)])


async def _leaves(town: Town, who: str, data: str) -> State:
    await town.presses(who, data)
    return (await town.visit()).state


# Leaving and the outcome


async def test_the_first_out_keeps_the_visit_under_way_the_last_ends_it(town: Town) -> None:
    said = await story.under_way(town)
    first = last(said, "王工").button("离企")
    second = last(await town.scans("周科", await town.sign()), "周科").button("离企")
    town.clock.moment = at(3, 15)
    said = await town.presses("王工", first)
    assert story.told(said) == {"王工": ["left-done"]}
    assert (await town.visit()).state is State.UNDER_WAY
    town.clock.moment = at(3, 16)
    said = await town.presses("周科", second)
    visit = await town.visit()
    assert (visit.state, visit.ended_at) == (State.ENDED, at(3, 16))
    assert story.told(said)["周科"] == ["left-done", "talk-question"], "the last one out notes the outcome"
    assert "这次访企结果怎样" in last(said, "周科").text


async def test_a_visitor_who_never_came_does_not_keep_the_visit_open(town: Town) -> None:
    said = await story.under_way(town)
    assert await _leaves(town, "王工", last(said, "王工").button("离企")) is State.ENDED
    assert to(await town.scans("周科", await town.sign()), "周科")[0].key == "verdict-red"


async def test_whoever_has_left_is_not_let_in_again(town: Town) -> None:
    await story.ended(town)
    said = await town.scans("王工", await town.sign())
    assert "本次访企已结束" in to(said, "王工")[0].text


async def test_the_outcome_and_every_promise_are_kept_and_told_to_the_enterprise(town: Town) -> None:
    await story.ended(town)
    command = NoteOutcome(
        visit=1,
        outcome=Outcome.PUT_RIGHT,
        words="危废间标识缺失",
        promises=(
            Promised(side=Side.ENTERPRISE, words="补齐标识", until=date(2026, 12, 10)),
            Promised(side=Side.OFFICIAL, words="发来样张", until=date(2026, 12, 4)),
        ),
    )
    said = await story.perform(town, "王工", command)
    assert story.told(said) == {"王工": ["outcome-noted"], "赵总": ["outcome-told"], "钱副总": ["outcome-told"]}
    for words in ("有问题要整改", "危废间标识缺失", "补齐标识", "12月10日", "发来样张"):
        assert words in to(said, "赵总")[0].text
    part = await town.look(lambda session: session.scalars(select(Part)).one())
    assert (part.outcome, part.outcome_words) == (Outcome.PUT_RIGHT, "危废间标识缺失")
    promises = await town.look(lambda session: list(session.scalars(select(Promise).order_by(Promise.id))))
    assert [(p.side, p.words, p.until, p.noted_by) for p in promises] == [
        (Side.ENTERPRISE, "补齐标识", midnight(date(2026, 12, 11)), NUMBERS["王工"]),
        (Side.OFFICIAL, "发来样张", midnight(date(2026, 12, 5)), NUMBERS["王工"]),
    ]


async def test_before_anybody_came_there_is_no_outcome(town: Town) -> None:
    await story.agreed(town)
    with pytest.raises(Refusal, match="visit-not-now"):
        await story.perform(town, "王工", NoteOutcome(visit=1, outcome=Outcome.NOTHING_FOUND, words=""))


# Withdrawing and revoking


@pytest.mark.parametrize("arrive", [story.requested, story.asked, story.moving, story.objected, story.agreed])
async def test_a_visit_can_be_taken_back_until_they_are_inside(town: Town, arrive: story.Arrive) -> None:
    await arrive(town)
    revision = (await town.visit()).revision
    said = await story.perform(town, "王工", WithdrawVisit(visit=1, revision=revision, reason="另有任务"))
    visit = await town.visit()
    assert (visit.state, visit.reason) == (State.WITHDRAWN, "另有任务")
    assert all(state is PassState.REVOKED for _, state in await _passes(town))
    for one in said:
        assert not one.buttons, "nothing about it can be pressed any more"
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("王工", await town.sign())
    assert "已撤回" in to(said, "王工")[0].text


@pytest.mark.parametrize("arrive", [story.asked, story.moving, story.agreed, story.under_way])
async def test_a_revoked_visit_and_its_passes_end_at_once(town: Town, arrive: story.Arrive) -> None:
    await arrive(town)
    revision = (await town.visit()).revision
    await story.perform(town, "何督查", RevokeVisit(visit=1, revision=revision, reason="依据不足"))
    visit = await town.visit()
    inside = arrive is story.under_way
    assert (visit.state, visit.marked) == ((State.ENDED, "revoked") if inside else (State.REVOKED, None))
    assert not [state for _, state in await _passes(town) if state is PassState.OPEN]
    town.clock.moment = at(3, 14, 25)
    said = await town.scans("王工", await town.sign())
    assert "已被督查撤销" in to(said, "王工")[0].text


async def test_a_visit_revoked_while_they_are_inside_can_be_rated(town: Town) -> None:
    await story.under_way(town)
    await story.perform(town, "何督查", RevokeVisit(visit=1, revision=4, reason="依据不足"))
    rating = await town.look(lambda session: session.scalars(select(Rating)).one())
    assert rating.opened_at == town.clock.moment


# Other visitors


async def test_fewer_visitors_get_new_passes_and_the_one_left_out_loses_his(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY)
    old = await town.pass_of("周科")
    said = await story.renames(town, "王工")
    assert (await town.visit()).state is State.AGREED
    wang, zhou = NUMBERS["王工"], NUMBERS["周科"]
    assert await _passes(town) == [
        (wang, PassState.SUPERSEDED),
        (zhou, PassState.SUPERSEDED),
        (wang, PassState.OPEN),
    ]
    narrowed = {one.who: one for one in said if one.key == "visitors-narrowed"}
    assert narrowed["王工"].button("撤回")
    assert narrowed["赵总"].button("改期"), "the enterprise keeps its right to another day"
    town.clock.moment = at(3, 14, 20)
    red = to(await town.scans("小陈", f"https://fuma.example/p/{old.code}"), "小陈")[0]
    assert "来访名单里没有此人" in red.text


async def test_whoever_takes_himself_off_the_list_is_told_once(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY)
    said = await story.renames(town, "周科")
    assert story.told(said)["王工"] == ["visitors-narrowed"]


async def test_another_visitor_needs_approval_and_consent_anew(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY, ("王工",))
    said = await story.renames(town, "王工", "周科")
    visit = await town.visit()
    assert (visit.state, visit.agreed_at) == (State.REQUESTED, None)
    assert await _passes(town) == [(NUMBERS["王工"], PassState.SUPERSEDED)]
    part = await town.look(lambda session: session.scalars(select(Part)).one())
    assert (part.state, part.decided_by) == (PartState.REQUESTED, None)
    said = await town.presses("李局", last(said, "李局").button("批准"))
    said = await town.presses("赵总", last(said, "赵总").button("同意"))
    assert len([state for _, state in await _passes(town) if state is PassState.OPEN]) == 2


async def test_an_exchange_of_visitors_is_a_widening(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY, ("王工",))
    said = await story.renames(town, "周科")
    assert (await town.visit()).state is State.REQUESTED
    rows = await town.look(lambda session: list(session.scalars(select(Visitor).order_by(Visitor.id))))
    assert [(row.person_id, row.removed_at is None) for row in rows] == [
        (NUMBERS["王工"], False),
        (NUMBERS["周科"], True),
    ]
    assert "pass-taken" not in story.told(said)["王工"], "he knows: he did it"


@pytest.mark.parametrize(
    ("team", "code"),
    [
        (("王工", "周科"), "nothing-changed"),
        (("王工",), "team-has-too-few-officers"),
        (("王工", "孙工"), "not-a-colleague"),
        ((), "not-a-colleague"),
    ],
)
async def test_a_list_that_cannot_be_is_refused(town: Town, team: tuple[str, ...], code: str) -> None:
    await story.agreed(town)
    before = await story.everything(town)
    with pytest.raises(Refusal, match=code):
        await story.renames(town, *team)
    assert await story.everything(town) == before


async def test_a_card_that_ends_before_the_day_does_not_count(town: Town) -> None:
    await story.agreed(town)
    await story.change_row(town, Person, NUMBERS["周科"], card_valid_until=date(2026, 12, 2))
    with pytest.raises(Refusal, match="team-has-too-few-officers"):
        await story.renames(town, "王工", "周科")
