"""Numbers that people see are a department's own, by year; what buttons carry is random. Neither tells anybody how
much there is that he isn't shown.
"""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries.commands import AskInquiry
from handlers.talking.verbs import VERBS
from models.ground import public_ids
from models.ground.database import Database
from models.ground.refusals import Refusal
from models.inquiries.inquiries import Inquiry
from models.migrations import on, upgrade
from models.register.numbers import Series, series
from models.register.people import Role
from models.register.rules import Kind
from models.time.moments import CST
from models.versions import NEWEST
from models.visits.visits import Visit
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import EMERGENCY, ENVIRONMENT
from tests.handlers.talking.telling import all_drafts
from tests.handlers.visits import story
from tests.handlers.visits.story import friday
from tests.town import WORDS, Said, Town, to

SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
SHOWS_A_NUMBER = re.compile(r"[0-9]+\.[a-z_0-9]*\.[a-np-z]?[0-9]+\.")  # but for a place in a list
BY_CHANCE = re.compile(r"\b[0-9]{6}\b")  # a pass has such a number
BEFORE = "0012"  # the schema before random ids


def told_of(rows: type[Visit] | type[Inquiry], session: Session) -> list[str]:
    """The numbers of all, in the order in which they were asked for."""
    found: list[Any] = list(session.scalars(select(rows).order_by(rows.id)))
    return [WORDS.say("zh-CN", row.number) for row in found]


async def numbers(town: Town, rows: type[Visit] | type[Inquiry]) -> list[str]:
    return await town.look(partial(told_of, rows))


async def another_department_asks(town: Town) -> None:
    """孙工 asks for a visit, which the people of 市生态环境局 and 雁北示例机械 don't hear of yet."""
    await inquiry_story.appoint(town, "吴管理", Role.APPROVER, EMERGENCY)
    await story.perform(town, "孙工", story.request_for(Kind.SURVEY, ("孙工",)))


async def test_each_department_counts_its_own_visits(town: Town) -> None:
    await story.requested(town)
    await another_department_asks(town)
    said = await story.requested(town, Kind.SURVEY)
    assert await numbers(town, Visit) == ["访企〔2026〕环1号", "访企〔2026〕应急1号", "访企〔2026〕环2号"]
    assert "编号：访企〔2026〕环2号" in to(said, "王工")[0].text


async def test_a_complaint_in_confidence_leaves_no_gap_where_it_is_about(town: Town) -> None:
    await inquiry_story.asked(town)
    await inquiry_story.complained(town)
    await inquiry_story.asked(town, EMERGENCY)
    said = await inquiry_story.asked(town)
    given = ["诉求〔2026〕环1号", "诉求〔2026〕督1号", "诉求〔2026〕应急1号", "诉求〔2026〕环2号"]
    assert await numbers(town, Inquiry) == given
    assert to(said, "周科")[0].text.startswith("收到诉求〔2026〕环2号，请受理")


async def test_what_is_passed_on_and_placed_keeps_its_number(town: Town) -> None:
    said = [*await inquiry_story.asked(town)]
    for to_department, who in ((EMERGENCY, "周科"), (ENVIRONMENT, "孙工"), (EMERGENCY, "周科")):
        said += await inquiry_story.returned(town, to_department, who)
    assert await numbers(town, Inquiry) == ["诉求〔2026〕环1号"]
    assert "诉求〔2026〕环1号" in to(said, "孙工")[0].text
    assert "诉求〔2026〕环1号" in to(said, "何督查")[-1].text


async def test_the_year_is_that_of_china_and_each_begins_anew(town: Town) -> None:
    for moment in (friday(9), friday(9).replace(month=12, day=31, hour=23, minute=59)):
        town.clock.moment = moment
        await inquiry_story.asked(town)
    town.clock.moment = town.clock.moment.astimezone(CST) + timedelta(minutes=1)
    await inquiry_story.asked(town)
    given = ["诉求〔2026〕环1号", "诉求〔2026〕环2号", "诉求〔2027〕环1号"]
    assert await numbers(town, Inquiry) == given


async def test_a_request_that_fails_takes_no_number(town: Town) -> None:
    refused = AskInquiry(words="环保手续怎么办？", files=(), department=None, accused=77)
    with pytest.raises(Refusal):
        await story.perform(town, "赵总", refused)
    await inquiry_story.asked(town)
    assert await numbers(town, Inquiry) == ["诉求〔2026〕环1号"]
    kept = await town.look(lambda session: session.execute(select(series.c.kind, series.c.mark, series.c.last)).all())
    assert [tuple(row) for row in kept] == [(Series.INQUIRY, "环", 1)]


async def _goes_on(town: Town) -> list[Said]:
    """What 王工, 李局, 周科 and 赵总 see of a visit and an inquiry of theirs, and of a talk they begin."""
    said = await story.agreed(town)
    said += await inquiry_story.accepted(town)
    for who, text in (("王工", "/mine"), ("赵总", "/inquiries"), ("周科", "/inquiries"), ("王工", "/visit")):
        said += await town.says(who, text)
    return [one for one in said if one.who in ("王工", "李局", "周科", "赵总")]


async def _others_act(town: Town) -> None:
    """What none of these people is shown: of another department, in confidence, and begun."""
    await inquiry_story.appoint(town, "吴管理", Role.APPROVER, EMERGENCY)
    await story.perform(town, "孙工", replace(story.request_for(Kind.SURVEY, ("孙工",)), enterprise=2))
    await story.perform(town, "钱副总", AskInquiry(words="窗口不收材料。", files=(), accused=ENVIRONMENT))
    await town.says("孙工", "/visit")


def _as_read(said: list[Said]) -> list[tuple[str, str, list[str]]]:
    return [(one.who, BY_CHANCE.sub("#", one.text), [label for label, _ in one.buttons]) for one in said]


@SQLITE
async def test_nobody_can_tell_from_what_he_sees_that_there_is_something_he_is_not_shown(
    town: Town, sqlite_database: Database
) -> None:
    other = await Town.found(sqlite_database)
    await _others_act(other)
    alone, beside = await _goes_on(town), await _goes_on(other)
    assert _as_read(alone) == _as_read(beside)
    carried = [data for one in (*alone, *beside) for _, data in one.buttons]
    assert carried
    assert not [data for data in carried if SHOWS_A_NUMBER.match(data)]


@SQLITE
async def test_the_task_of_a_card_is_no_number_of_ours_either(town: Town) -> None:
    said = to(await story.asked(town), "王工")
    tasks = [body["template_card"]["task_id"] for one in said for _, body in one.calls or [] if "template_card" in body]
    assert tasks
    assert all(len(task) == 16 for task in tasks)


# As they were shipped


async def _as_a_release_before_left_it(town: Town) -> None:
    """The database goes back to the schema without random ids, and is brought to the newest again."""

    def back_and_forth(session: Session) -> None:
        connection = session.connection()
        command.stamp(on(connection), NEWEST)
        command.downgrade(on(connection), BEFORE)
        upgrade(connection)

    await town.database.run(back_and_forth)


async def test_buttons_that_stand_in_chats_since_a_release_before_still_work(town: Town) -> None:
    await story.asked(town)
    await inquiry_story.asked(town)
    await town.says("王工", "/visit")
    before = await numbers(town, Visit), await numbers(town, Inquiry)
    await _as_a_release_before_left_it(town)
    assert (await numbers(town, Visit), await numbers(town, Inquiry)) == before
    (draft,) = await town.look(all_drafts)
    assert (await town.presses_data("王工", f"1.{draft.id}.kind.survey"))[0].message.fields["question"]["$word"] == (
        "ask-visit-request-enterprise"
    )
    assert "visit-agreed" in {one.key for one in await town.presses_data("赵总", "1.agree.v1.2")}
    assert (await town.presses_data("周科", "1.q_accept.q1.1"))[0].key != "refused"
    assert (await numbers(town, Visit), await numbers(town, Inquiry)) == before


async def test_what_is_new_has_no_number_that_could_be_tried_out(town: Town) -> None:
    await story.asked(town)
    await _as_a_release_before_left_it(town)
    await story.requested(town, Kind.SURVEY)
    await town.says("王工", "/visit")
    (draft,) = await town.look(all_drafts)
    assert story.refusal_of(await town.presses_data("李局", "1.approve.v2.1")) == "not-yours"
    assert [one.key for one in await town.presses_data("王工", f"1.{draft.id}.kind.survey")] == ["question-over"]
    assert await numbers(town, Visit) == ["访企〔2026〕环1号", "访企〔2026〕环2号"], "counted on"


async def test_a_button_of_one_kind_names_nothing_of_another(town: Town) -> None:
    await story.asked(town)
    await inquiry_story.asked(town)
    visit = await town.visit()
    for kind in sorted(public_ids.ON_BUTTONS.keys() - {"v"}):
        verb = min(name for letter, name in VERBS if letter == kind)
        (said,) = await town.presses_data("周科", f"2.{verb}.{kind}{visit.public_id}.1")
        assert said.key in ("refused", "talk-over")
        (said,) = await town.presses_data("周科", f"2.approve.{kind}{visit.public_id}.1")
        assert said.key == "button-unreadable"
