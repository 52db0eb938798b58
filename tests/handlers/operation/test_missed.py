"""What didn't reach somebody is told him when he is back, can be had again, and stands where an operator sees it."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.operation.missed import MOST
from models.ground.messages import Act, Drawing
from models.post.outbox_table import outbox
from models.register.people import Identity, Person
from models.visits.states import State
from tests.handlers.visits import story
from tests.handlers.visits.story import MONDAY, NUMBERS, last, refusal_of
from tests.town import Town, to


async def reachable(town: Town, name: str) -> bool:
    query = select(Identity.reachable).where(Identity.person_id == NUMBERS[name])
    return all(await town.look(lambda session: session.scalars(query).all()))


async def test_who_blocks_the_bot_is_sent_nothing_and_hears_what_he_missed_when_he_lets_it_speak_again(
    town: Town,
) -> None:
    await story.requested(town)
    assert await town.does("王工", Act.AWAY) == []
    assert not await reachable(town, "王工")
    said = await town.presses("李局", last(await town.says("李局", "待我处理"), "李局").button("批准"))
    said += await town.presses("赵总", last(await town.says("赵总", "待我处理"), "赵总").button("同意"))
    assert to(said, "王工") == []
    (missed,) = await town.does("王工", Act.BACK)
    assert await reachable(town, "王工")
    assert (missed.who, missed.key, missed.message.fields["count"]) == ("王工", "messages-missed", 3)
    assert "您的绿码" in missed.text
    assert missed.button("菜单")
    assert await town.does("王工", Act.BACK) == [], "once"


async def test_an_enterprise_that_lets_us_speak_again_is_asked_in_that_moment(town: Town) -> None:
    for name in ("赵总", "钱副总"):
        await town.does(name, Act.AWAY)
    said = await story.asked(town)
    assert "enterprise-not-reached" in [one.key for one in to(said, "王工")]
    said = await town.does("赵总", Act.BACK)
    assert [one.key for one in to(said, "赵总")] == ["enterprise-asked"], "asked anew, and not told that he missed it"
    assert (await town.visit()).unreached_since is None


async def test_of_many_missed_messages_the_latest_are_named(town: Town) -> None:
    await town.does("王工", Act.AWAY)
    for _ in range(MOST + 2):
        await story.does(
            town, "李局", lambda turn: turn.notify(turn.session.get_one(Person, NUMBERS["王工"]), "visits-none")
        )
    (missed,) = await town.does("王工", Act.BACK)
    assert missed.message.fields["count"] == MOST + 2
    assert missed.text.count("·") == MOST


@pytest.mark.parametrize("act", [Act.AWAY, Act.BACK])
async def test_a_stranger_who_blocks_us_or_comes_back_is_told_nothing(town: Town, act: Act) -> None:
    town.accounts["陌生人"] = (town.accounts["赵总"][0], "999999")
    assert await town.does("陌生人", act) == []


async def test_an_edited_message_gets_a_word_and_the_question_comes_back(town: Town) -> None:
    assert [one.key for one in await town.does("王工", Act.EDITED)] == ["edit-not-read"]
    question = last(await town.says("王工", "预约访企"), "王工")
    first, again = await town.does("王工", Act.EDITED)
    assert (first.key, again.key) == ("edit-not-read", "talk-question-noted")
    assert again.buttons == question.buttons


# The pass, once more


async def test_a_visitor_gets_his_pass_again_from_his_list(town: Town) -> None:
    said = await story.agreed(town)
    (first,) = (one for one in to(said, "王工") if one.key == "pass-yours")
    shown = last(await town.says("王工", "我的访企"), "王工")
    (again,) = await town.presses("王工", shown.button("看绿码"))
    assert (again.key, again.message.picture) == ("pass-yours", first.message.picture)
    assert again.message.picture is not None
    assert again.message.picture.drawing is Drawing.PASS
    (his,) = await town.presses("周科", last(await town.says("周科", "我的访企"), "周科").button("看绿码"))
    assert his.message.picture != again.message.picture, "each his own"


async def test_a_pass_that_has_ended_or_was_never_his_is_not_shown_again(town: Town) -> None:
    await story.agreed(town)
    button = last(await town.says("王工", "我的访企"), "王工").button("看绿码")
    assert refusal_of(await town.presses("赵总", button)) == "not-yours"
    await story.postpones(town, MONDAY)
    assert (await town.visit()).state is State.MOVING
    assert refusal_of(await town.presses("王工", button)) == "no-open-pass"


# The operator


@pytest.mark.parametrize("state", ["aside", "refused"])
async def test_what_was_given_up_or_refused_stands_on_the_operators_list(town: Town, state: str) -> None:
    await story.asked(town)
    assert [one.key for one in await town.says("吴管理", "待我处理")] == ["waiting-nothing"]
    await town.database.run(partial(_end, NUMBERS["赵总"], state))
    (aside,) = await town.says("吴管理", "待我处理")
    assert aside.key == "operator-aside"
    assert "1条" in aside.text
    assert "operator-aside" not in [one.key for one in await town.says("李局", "待我处理")]


def _end(person: int, state: str, session: Any) -> None:
    session.execute(update(outbox).where(outbox.c.person_id == person).values(state=state))
