"""Conversations as people live them: one question at a time, whatever they press, type or send, and whatever happens
meanwhile.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers import catalogue
from handlers.talking import buttons
from handlers.talking.asking import Ask, Question, Screen, Suspend
from handlers.talking.attachments import Attachment
from handlers.talking.conversing import BACK, CANCEL, MOST_BEGUN, PERFORM, TALKS
from handlers.talking.lookup import Lookup
from handlers.turn import Turn
from models.ground.database import Database
from models.post import drafts
from models.post.drafts import LIFE, Draft
from models.post.inbox import EventState, inbox
from models.register.enterprises import Enterprise
from models.register.people import Matter, Person
from models.visits.visits import Visit
from tests.handlers.talking.telling import PDF, Teller, draft_of, replies
from tests.handlers.visits import stories
from tests.town import Said, Town, shipped

HARD = (
    *("", "\u3000", "a\x00b", "🌧️", "……", "/", "'; DROP TABLE drafts; --", "%", "²", "⑳", "-1", "٣", "{$name}"),
    *("9" * 5_000, "王" * 10_000, "1、" * 5_000, "\n" * 300),
)
QUESTIONS = ("kind", "enterprise", "day", "span", "matters", "materials", "basis", "visitors", "slip", "confirm")
STORED = ("enterprise", "materials", "confirm")  # where what is typed gets into a statement
FORGED = (
    "",
    "x",
    "0",
    "-1",
    "9" * 40,
    "1+1",
    "+",
    "14:00-15:00",
    "10:00+08:00-11:00",
    "2026-13-40",
    "9999-12-31",
    "⑦",
    "!x",
)

on_one_database = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
"""For what is decided before any statement."""


async def at_the_day(town: Town) -> Said:
    """王工 is asked for the day."""
    await town.says("王工", "/visit")
    draft = await the_draft(town)
    await town.presses("王工", buttons.option("", draft, "kind", "survey").data)
    return (await town.says("王工", "雁北"))[-1]


async def at_the_confirmation(town: Town) -> Said:
    """王工 is asked to confirm a visit on Thursday 3 December."""
    await at_the_day(town)
    for text in ("12月3日 14:30-16:30", "1", "跳过", "台账", "王工"):
        await town.says("王工", text)
    return (await town.sends_file("王工", PDF, "application/pdf"))[-1]


async def the_draft(town: Town, who: str = "王工") -> Draft:
    draft = await draft_of(town, who)
    assert draft is not None
    return draft


async def change(town: Town, at: Callable[[Session], Any]) -> None:
    await town.database.run(at)


async def set_aside(town: Town) -> list[Any]:
    """What failed, in the inbox."""
    failed = select(inbox.c.id).where(inbox.c.state != EventState.HANDLED.value)
    return await town.look(lambda session: list(session.execute(failed)))


def note_of(said: Said) -> str:
    note = said.message.fields.get("note")
    return str(note["$word"]) if isinstance(note, dict) else ""


def question_of(said: Said) -> str:
    question = said.message.fields["question"]
    assert isinstance(question, dict)
    return str(question["$word"])


# One event answers the question on the screen, or nothing


async def test_a_button_of_an_earlier_question_answers_nothing(town: Town) -> None:
    await at_the_day(town)
    before = await the_draft(town)
    said = await town.presses("王工", buttons.option("", before, "kind", "routine").data)
    assert (note_of(said[0]), question_of(said[0])) == ("talk-answered-already", "ask-visit-request-day")
    assert await the_draft(town) == before


async def test_a_double_tap_counts_once(town: Town) -> None:
    asked = await at_the_day(town)
    first = asked.buttons[0][1]
    await town.presses("王工", first)
    draft = await the_draft(town)
    said = await town.presses("王工", first)
    assert note_of(said[0]) == "talk-answered-already"
    assert await the_draft(town) == draft


async def test_a_double_tap_on_the_last_button_does_it_once(town: Town) -> None:
    asked = await at_the_confirmation(town)
    await town.presses("王工", asked.button("提交"))
    said = await town.presses("王工", asked.button("提交"))
    assert [one.key for one in said] == ["question-over"]
    assert await town.look(lambda session: len(session.scalars(select(Visit)).all())) == 1


async def test_a_button_of_a_talk_that_is_over_says_so(town: Town) -> None:
    asked = await at_the_day(town)
    await town.presses("王工", asked.button("取消"))
    said = await town.presses("王工", asked.buttons[0][1])
    assert [one.key for one in said] == ["question-over"]


@on_one_database
async def test_cancel_works_from_any_message_of_the_talk(town: Town) -> None:
    await at_the_day(town)
    draft = await the_draft(town)
    said = await town.presses("王工", buttons.control("", draft, "kind", CANCEL).data)
    assert note_of(said[0]) == "talk-cancelled"
    assert await draft_of(town, "王工") is None


@pytest.mark.parametrize("who", ["周科", "赵总", "李局"])
@pytest.mark.parametrize("code", ["2026-12-03", CANCEL, BACK])
@on_one_database
async def test_nobody_answers_in_somebody_elses_talk(town: Town, who: str, code: str) -> None:
    await at_the_day(town)
    draft = await the_draft(town)
    said = await town.presses(who, buttons.option("", draft, "day", code).data)
    assert [one.key for one in said] == ["question-over"]
    assert await the_draft(town) == draft


@on_one_database
async def test_a_talk_is_begun_only_by_whoever_may(town: Town) -> None:
    assert [one.key for one in await town.says("赵总", "/visit")] == ["refused"]
    assert [one.key for one in await town.presses("小陈", "1.reject.v1.1")] == ["refused"]
    assert await draft_of(town, "赵总") is None


# What people type and what clients make up


@pytest.mark.parametrize(
    ("fresh", "question"),
    [("sqlite", question) for question in QUESTIONS] + [("postgresql", question) for question in STORED],
    indirect=["fresh"],
)
async def test_what_is_not_understood_gets_a_sentence_and_nothing_is_lost(town: Town, question: str) -> None:
    teller = Teller(town, "zh-CN")
    await teller.says("王工", "/visit")
    steps = [
        ("kind", partial(teller.presses, "王工", "routine")),
        ("enterprise", partial(teller.says, "王工", "雁北")),
        ("day", partial(teller.says, "王工", "12月3日")),
        ("span", partial(teller.says, "王工", "14:30-16:30")),
        ("matters", partial(teller.says, "王工", "1")),
        ("matter_words", partial(teller.presses, "王工", "-")),
        ("materials", partial(teller.presses, "王工", "-")),
        ("basis", partial(teller.says, "王工", "第二十九条")),
        ("visitors", partial(teller.says, "王工", "王工、周科")),
        ("slip", partial(teller.sends, "王工")),
    ]
    for asked, step in steps:
        if asked == question:
            break
        await step()
    for text in HARD:
        before = await the_draft(town)
        said = await town.says("王工", text)
        assert said, repr(text)
        after = await the_draft(town)
        if after.question == question:
            assert after.answers == before.answers
        else:
            await town.presses("王工", buttons.control("", after, after.question, BACK).data)
    await shipped(town, drafts.OF_A_TALK, (await the_draft(town)).id)  # of old, options stood on buttons as they are
    for code in FORGED:
        draft = await the_draft(town)
        data = f"1.{draft.id}.{question}.{code}"
        assert await town.presses("王工", data), code
        after = await the_draft(town)
        if after.question != question:
            await town.presses("王工", buttons.control("", after, after.question, BACK).data)
        assert (await the_draft(town)).question == question
    assert await set_aside(town) == []


@pytest.mark.parametrize("data", ["1.99999999999999.day.x", "1.2147483647.day.x", "1.reject.v2147483647.2147483647"])
async def test_a_made_up_button_is_answered_not_failed(town: Town, data: str) -> None:
    assert await town.presses("李局", data)
    assert await set_aside(town) == []


@pytest.mark.parametrize(
    "text", ["12月3日 下午2点半到4点半", "下周四 １４：３０－１６：３０", " 2026/12/3  14:30 - 16:30 。"]
)
@on_one_database
async def test_times_typed_along_with_the_day_are_not_asked_again(town: Town, text: str) -> None:
    await at_the_day(town)
    said = await town.says("王工", text)
    assert question_of(said[0]) == "ask-visit-request-matters"
    assert (await the_draft(town)).answers[-1] == ("day", {"day": "2026-12-03", "start": "14:30", "end": "16:30"})


@on_one_database
async def test_a_beginning_typed_along_with_the_day_is_offered_with_likely_ends(town: Town) -> None:
    await at_the_day(town)
    said = await town.says("王工", "下周四 14:30")
    assert [label for label, _ in said[0].buttons][:3] == ["14:30–15:30", "14:30–16:30", "14:30–17:30"]


@on_one_database
async def test_a_beginning_late_at_night_leaves_the_end_to_be_typed(town: Town) -> None:
    await at_the_day(town)
    said = await town.says("王工", "下周四 23:30")
    assert [label for label, _ in said[0].buttons] == ["上一步", "取消"]


@pytest.mark.parametrize(
    "name",
    [
        "雁北示例机械有限公司",
        "91430499MA0DEM0A13",
        "９１４３０４９９ＭＡ０ＤＥＭ０Ａ１３",
        "9143 0499 ma0d em0a13",
        " 雁北 ",
    ],
)
async def test_an_enterprise_is_found_however_its_name_or_code_is_typed(town: Town, name: str) -> None:
    await town.says("王工", "/visit")
    await town.says("王工", "1")
    assert question_of((await town.says("王工", name))[0]) == "ask-visit-request-day"


async def test_half_width_brackets_find_a_name_registered_with_full_width_ones(town: Town) -> None:
    renamed = update(Enterprise).where(Enterprise.name.contains("雁北")).values(name="雁北（示例）机械")
    await change(town, lambda session: session.execute(renamed))
    await town.says("王工", "/visit")
    await town.says("王工", "1")
    assert question_of((await town.says("王工", "雁北(示例)"))[0]) == "ask-visit-request-day"


# Commands in the middle of a talk


@pytest.mark.parametrize("text", ["取消", "/cancel", "／ｃａｎｃｅｌ", "算了。", "/cancel@fuma_demo_bot"])
@on_one_database
async def test_cancel_ends_a_talk_wherever_it_is(town: Town, text: str) -> None:
    await at_the_day(town)
    said = await town.says("王工", text)
    assert (said[0].key, note_of(said[0])) == ("talk-over", "talk-cancelled")
    assert await draft_of(town, "王工") is None


@pytest.mark.parametrize("text", ["帮助", "/help"])
@on_one_database
async def test_help_in_a_talk_explains_and_brings_the_question_back(town: Town, text: str) -> None:
    await at_the_day(town)
    before = await the_draft(town)
    said = await town.says("王工", text)
    assert [one.key for one in said] == ["help", "talk-question-noted"]
    assert question_of(said[1]) == "ask-visit-request-day"
    assert await the_draft(town) == before


@on_one_database
async def test_help_without_a_talk_brings_the_menu(town: Town) -> None:
    assert [one.key for one in await town.says("王工", "帮助")] == ["help", "menu"]


@pytest.mark.parametrize(("text", "key"), [("菜单", "menu"), ("/start", "menu"), ("语言", "choose-language")])
@on_one_database
async def test_a_command_in_a_talk_leaves_its_answers_alone(town: Town, text: str, key: str) -> None:
    await at_the_day(town)
    before = await the_draft(town)
    assert [one.key for one in await town.says("王工", text)] == [key]
    assert await the_draft(town) == before


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("cancel", "talk-over"),
        ("/cancel", "talk-over"),
        ("help", "help"),
        ("/help", "help"),
        ("中文", "choose-language"),
    ],
)
@on_one_database
async def test_the_same_commands_work_in_english(database: Database, text: str, key: str) -> None:
    town = await Town.found(database, language="en")
    await at_the_day(town)
    assert (await town.says("王工", text))[0].key == key


async def test_changing_the_language_in_a_talk_changes_nothing_but_the_words(town: Town) -> None:
    await at_the_confirmation(town)
    before = await the_draft(town)
    await town.says("王工", "语言")
    said = await town.presses("王工", "1.language_en..0")
    assert [one.key for one in said] == ["language-chosen", "talk-question-noted"]
    assert "Please check, then submit" in said[1].text
    assert await the_draft(town) == before
    said = await town.says("王工", "yes")
    assert replies(said, "王工")[0].key == "request-sent"
    assert (await town.visit()).parts[0].materials == "台账"


async def test_a_phrase_chosen_before_the_language_changed_is_said_in_the_new_one(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.asked(teller)
    await teller.presses("赵总", "postpone")
    await teller.says("赵总", "12月4日")
    await town.presses("赵总", "1.language_en..0")
    await teller.says("赵总", "9:00-11:00")
    await teller.says("赵总", "2")
    english = (await town.visit()).reason
    assert english is not None
    assert english.isascii()


@on_one_database
async def test_a_command_that_does_not_exist_is_no_answer(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.requested(teller)
    await teller.presses("李局", "reject")
    said = await town.says("李局", "/stop")
    assert [one.key for one in said] == ["not-understood", "menu"]
    assert (await the_draft(town, "李局")).question == "reason"


@pytest.mark.parametrize("text", ["取消", "上一步", "/back", "你好"])
@on_one_database
async def test_without_a_talk_words_bring_the_menu(town: Town, text: str) -> None:
    assert [one.key for one in await town.says("王工", text)] == ["not-understood", "menu"]


@on_one_database
async def test_words_that_only_begin_like_a_command_are_an_answer(town: Town) -> None:
    await at_the_confirmation(town)
    await town.says("王工", "上一步")
    for _ in range(2):
        await town.says("王工", "上一步")
    draft = await the_draft(town)
    assert draft.question == "materials"
    await town.says("王工", "取消" + " " * 100 + "台账复印件")
    assert (await the_draft(town)).question == "visitors"


@on_one_database
async def test_back_goes_to_the_beginning_and_no_further(town: Town) -> None:
    await at_the_confirmation(town)
    seen: list[str] = []
    while (await the_draft(town)).answers and len(seen) < 20:
        seen.append((await the_draft(town)).question)
        await town.says("王工", "上一步")
    assert seen == ["confirm", "slip", "visitors", "materials", "matter_words", "matters", "day", "enterprise"]
    said = await town.says("王工", "/back")
    assert (note_of(said[0]), question_of(said[0])) == ("talk-at-the-beginning", "ask-visit-request-kind")


# Time passes, and the world changes


async def test_a_draft_lives_for_a_day(town: Town) -> None:
    asked = await at_the_day(town)
    town.clock.move(LIFE - timedelta(seconds=1))
    assert question_of((await town.says("王工", "下周四"))[0]) in {"ask-visit-request-day", "ask-visit-request-span"}
    town.clock.move(LIFE)
    assert [one.key for one in await town.presses("王工", asked.buttons[0][1])] == ["question-over"]
    assert [one.key for one in await town.says("王工", "下周四")] == ["not-understood", "menu"]
    assert await town.database.run(lambda session: drafts.expire(session, town.clock.moment)) == 1


async def test_a_day_that_became_too_soon_is_asked_again_and_the_rest_is_kept(town: Town) -> None:
    asked = await at_the_confirmation(town)
    before = await the_draft(town)
    town.clock.move(timedelta(hours=10))
    said = await town.presses("王工", asked.button("提交"))
    assert (note_of(said[0]), question_of(said[0])) == ("day-is-too-soon", "ask-visit-request-day")
    kept = (await the_draft(town)).answers
    assert kept == tuple(pair for pair in before.answers if pair[0] != "day")
    said = await town.says("王工", "12月4日 9:00-11:00")
    assert question_of(said[0]) == "ask-visit-request-confirm"


async def test_a_matter_that_left_the_list_is_asked_again(town: Town) -> None:
    asked = await at_the_confirmation(town)
    chosen = dict((await the_draft(town)).answers)["matters"][0]
    await change(town, lambda session: session.delete(session.get_one(Matter, int(chosen))))
    said = await town.presses("王工", asked.button("提交"))
    assert (note_of(said[0]), question_of(said[0])) == ("talk-no-longer-holds", "ask-visit-request-matters")
    assert question_of((await town.says("王工", "1"))[0]) == "ask-visit-request-confirm"


async def test_an_enterprise_that_nobody_offered_is_no_answer(town: Town) -> None:
    await town.says("王工", "/visit")
    await town.says("王工", "1")
    draft = await the_draft(town)
    said = await town.presses("王工", buttons.option("", draft, "enterprise", "4711").data)
    assert (note_of(said[0]), question_of(said[0])) == ("talk-no-longer-holds", "ask-visit-request-enterprise")


async def test_a_decision_that_somebody_else_took_meanwhile_ends_the_talk_and_says_who(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.asked(teller)
    await teller.presses("赵总", "decline")
    await teller.presses("钱副总", "agree")
    said = await teller.says("赵总", "太忙")
    assert (said[0].key, note_of(said[0])) == ("talk-over", "refusal-visit-overtaken")
    assert "钱副总" in said[0].text
    assert (await town.visit()).state.value == "agreed"
    assert await draft_of(town, "赵总") is None


async def test_what_another_answer_can_cure_is_asked_again_with_the_refusal(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.surveyed(teller)
    await teller.presses("王工", "visitors")
    said = await teller.says("王工", "王工")
    assert (note_of(said[0]), question_of(said[0])) == ("refusal-nothing-changed", "ask-visit-visitors-visitors")
    said = await teller.says("王工", "周科、王工")
    assert {one.who for one in said} > {"王工", "周科"}
    assert await draft_of(town, "王工") is None


async def test_what_no_answer_can_cure_ends_the_talk(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.agreed(teller)
    await teller.presses("赵总", "postpone")
    await teller.says("赵总", "12月4日 9:00-11:00")
    await change(town, lambda session: session.execute(update(Visit).values(postponements=2)))
    said = await teller.says("赵总", "盘点")
    assert (said[0].key, note_of(said[0])) == ("talk-over", "refusal-no-more-postponements")
    assert await draft_of(town, "赵总") is None


async def test_a_talk_that_no_longer_exists_says_so_and_offers_to_start_afresh(town: Town) -> None:
    await at_the_day(town)
    await change(town, lambda session: session.execute(update(drafts.drafts).values(talk="visit.of-old")))
    said = await town.says("王工", "下周四")
    assert [one.key for one in said] == ["talk-over", "menu"]
    assert note_of(said[0]) == "talk-gone"
    assert question_of((await town.presses("王工", said[1].button("访企预约")))[0]) == "ask-visit-request-kind"


async def test_a_question_asked_outside_of_a_talk_harms_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def escaping(turn: Turn) -> None:
        raise Suspend(Screen(draft=Draft(id=1, person_id=1, talk="x"), question="x", fields={}, choices=()))

    monkeypatch.setitem(catalogue.COMMANDS, "today", escaping)
    assert await town.says("赵总", "/today") == []
    assert len(await set_aside(town)) == 1
    assert [one.key for one in await town.says("王工", "菜单")] == ["menu"]


# Several talks at a time


async def test_the_earlier_of_two_talks_comes_back_when_the_later_is_done(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.requested(teller)
    await at_the_day(town)
    earlier = await the_draft(town)
    await teller.presses("王工", "withdraw")
    said = await teller.says("王工", "不去了")
    mine = replies(said, "王工")
    assert note_of(mine[-1]) == "talk-goes-on"
    assert question_of(mine[-1]) == "ask-visit-request-day"
    assert (await the_draft(town)).answers == earlier.answers


async def test_a_button_of_the_earlier_talk_brings_it_on_top(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.requested(teller)
    asked = await at_the_day(town)
    await teller.presses("王工", "withdraw")
    said = await teller.says("王工", "取消")
    assert [note_of(one) for one in said] == ["talk-cancelled", "talk-goes-on"]
    await teller.presses("王工", "withdraw")
    town.clock.move(timedelta(seconds=1))
    await town.presses("王工", asked.buttons[0][1])
    assert (await the_draft(town)).question == "span"


async def test_of_two_talks_about_one_visit_the_newer_stands(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.asked(teller)
    await teller.presses("赵总", "postpone")
    await teller.presses("赵总", "decline")
    said = await teller.says("赵总", "太忙")
    assert [one.key for one in replies(said, "赵总") if one.key.startswith("talk-")] == []
    assert await draft_of(town, "赵总") is None


async def test_a_button_that_came_too_late_takes_no_talk_away(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.asked(teller)
    await teller.presses("赵总", "decline")
    before = await the_draft(town, "赵总")
    said = await town.presses("赵总", "1.postpone.v1.1")
    assert [note_of(one) for one in said] == ["refusal-visit-overtaken", "talk-goes-on"]
    assert (await the_draft(town, "赵总")).id == before.id


async def test_a_talk_begun_again_goes_on_where_it_was(town: Town) -> None:
    await at_the_day(town)
    before = await the_draft(town)
    said = await town.says("王工", "/visit")
    assert (note_of(said[0]), question_of(said[0])) == ("talk-goes-on", "ask-visit-request-day")
    assert await the_draft(town) == before


async def test_nobody_has_more_than_a_handful_of_talks_begun(town: Town) -> None:
    def many(session: Session) -> None:
        person = session.scalars(select(Person).where(Person.name == "王工")).one()
        for number in range(30):
            moment = town.clock.moment - timedelta(minutes=number + 1)
            drafts.begin(session, person.id, "visit.withdraw", f"v{number + 100}.1", moment)

    await change(town, many)
    await town.says("王工", "/visit")
    wang = (await the_draft(town)).person_id
    begun = await town.look(lambda session: drafts.begun(session, wang, town.clock.moment))
    assert len(begun) == MOST_BEGUN
    said = await town.says("王工", "取消")
    assert len(said) <= 2 * MOST_BEGUN


# Files


@pytest.mark.parametrize("problem", ["file-wrong-kind", "file-too-big", "file-lost", "file-empty"])
@on_one_database
async def test_a_wrong_file_gets_its_sentence_and_the_question_stays(town: Town, problem: str) -> None:
    await at_the_confirmation(town)
    await town.says("王工", "上一步")
    before = await the_draft(town)
    said = await town.sends_file("王工", PDF, "application/pdf", problem=problem)
    assert (note_of(said[0]), question_of(said[0])) == (problem, "ask-visit-request-slip")
    assert await the_draft(town) == before


@on_one_database
async def test_a_photo_for_another_question_is_not_taken(town: Town) -> None:
    await at_the_day(town)
    before = await the_draft(town)
    said = await town.sends_file("王工", PDF, "application/pdf")
    assert [one.key for one in said] == ["file-not-asked-for"]
    assert await the_draft(town) == before


async def test_a_code_on_a_photo_is_a_scan_even_in_a_talk(town: Town) -> None:
    await at_the_day(town)
    before = await the_draft(town)
    said = await town.sends_file("王工", PDF, "image/png", code=await town.sign())
    assert said[0].key == "verdict-red"
    assert await the_draft(town) == before


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_a_question_takes_a_file_because_of_its_form_whatever_it_is_called(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was known by its name, and a photo for a question of another name was "not asked for"."""

    def asks_for_photo(ask: Ask, lookup: Lookup) -> tuple[str, str]:
        return ask(Question("basis", Attachment(9)))

    carried_out: list[Any] = []
    request = replace(TALKS["visit.request"], function=asks_for_photo, lookup=Lookup)
    monkeypatch.setitem(TALKS, "visit.request", request)
    monkeypatch.setitem(PERFORM, tuple, lambda _turn, command: carried_out.append(command))
    await town.says("王工", "/visit")
    await town.sends_file("王工", PDF, "application/pdf")
    assert [name for _, name in carried_out] == ["slip.pdf"]
