"""What a talk looks up and holds against an answer: courtesy, from the facts as they are in this turn."""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handlers.talking import buttons
from handlers.talking.forms import When
from handlers.turn import Turn
from handlers.visits.lookup import VisitLookup
from models.ground.messages import Act, Channel, Json, day, word
from models.ground.subjects import NOTHING_SEEN
from models.post import drafts
from models.register.people import Appointment, Person
from models.register.rules import Kind, load_rules
from models.time.workdays import Calendar
from tests.handlers.talking.telling import Teller, all_drafts
from tests.handlers.talking.test_conversing import (
    at_the_confirmation,
    at_the_day,
    change,
    note_of,
    question_of,
    the_draft,
)
from tests.handlers.visits import stories
from tests.town import RULES, WORDS, Said, Town

pytestmark = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
T = TypeVar("T")

TODAY = date(2026, 11, 27)


async def looked_up(town: Town, who: str, at: Callable[[VisitLookup], T]) -> T:
    """What somebody's lookup says now."""

    def look(session: Session) -> T:
        person = session.scalars(select(Person).where(Person.name == who)).one()
        rules = load_rules(RULES)
        return at(
            VisitLookup(
                Turn(
                    session=session,
                    now=town.clock.moment,
                    rules=rules,
                    calendar=Calendar(rules.office_hours),
                    words=lambda value: WORDS.say("zh-CN", value),
                    person=person,
                    channel=Channel.WECOM,
                ),
                NOTHING_SEEN,
            )
        )

    return await town.look(look)


def _against(when: When, people: tuple[int, ...], lookup: VisitLookup) -> Json:
    return lookup.against_team(Kind.ROUTINE, when)(people)


async def loses_every_role(town: Town, who: str) -> None:
    whose = select(Person.id).where(Person.name == who).scalar_subquery()
    await change(town, lambda session: session.execute(delete(Appointment).where(Appointment.person_id == whose)))


async def test_a_time_that_leaves_the_enterprise_no_time_to_answer_is_too_soon(town: Town) -> None:
    soon = When(TODAY, time(10), time(11))
    assert soon.span
    span, too_soon = soon.span, word("time-is-too-soon")
    assert await looked_up(town, "王工", lambda lookup: lookup.against_span(soon)(span)) == too_soon
    assert await looked_up(town, "王工", lambda lookup: lookup.against_day(Kind.CLUE)(soon)) == too_soon
    assert await looked_up(town, "王工", lambda lookup: lookup.against_day(Kind.CLUE)(When(TODAY))) is None


@pytest.mark.parametrize(
    ("on", "complaint"),
    [
        (TODAY - timedelta(days=1), word("day-is-past", today=day(TODAY))),
        (date(2026, 12, 2), word("day-is-too-soon", earliest=day(date(2026, 12, 3)))),
        (date(2026, 12, 3), None),
        (TODAY + timedelta(days=90), None),
        (TODAY + timedelta(days=91), word("day-is-too-far", latest=day(TODAY + timedelta(days=90)))),
        (date.max, word("day-is-too-far", latest=day(TODAY + timedelta(days=90)))),
    ],
)
async def test_a_day_can_be_asked_for_from_the_lead_time_on_and_not_too_far_ahead(
    town: Town, on: date, complaint: Json
) -> None:
    assert await looked_up(town, "王工", lambda lookup: lookup.against_day(Kind.ROUTINE)(When(on))) == complaint


@pytest.mark.parametrize(
    ("on", "complaint"),
    [
        (TODAY - timedelta(days=1), word("day-is-past", today=day(TODAY))),
        (TODAY, None),
        (TODAY + timedelta(days=366), None),
        (date.max, word("day-is-too-far", latest=day(TODAY + timedelta(days=366)))),
    ],
)
async def test_a_promise_is_for_a_day_to_come_and_not_for_a_mistyped_year(
    town: Town, on: date, complaint: Json
) -> None:
    assert await looked_up(town, "王工", lambda lookup: lookup.against_promise_day(When(on))) == complaint


async def test_days_for_a_promise_are_working_days_in_a_week_two_and_a_month(town: Town) -> None:
    days = await looked_up(town, "王工", lambda lookup: [choice.code for choice in lookup.promise_days()])
    assert days == ["2026-12-04", "2026-12-11", "2026-12-28"]


async def test_a_team_has_enough_cards_and_not_too_many_people(town: Town) -> None:
    many = word("refusal-team-is-too-large", most=10)
    few = word("refusal-team-has-too-few-officers", needed=2, valid=1)
    thursday = When(date(2026, 12, 3))
    for people, complaint in (((1,) * 11, many), ((1,), few), ((1, 3), None)):
        assert await looked_up(town, "王工", partial(_against, thursday, people)) == complaint


async def test_whoever_loses_his_role_in_a_talk_is_told_that_it_is_over(town: Town) -> None:
    await at_the_day(town)
    await loses_every_role(town, "王工")
    said = await town.says("王工", "12月3日 14:30-16:30")
    assert (said[0].key, note_of(said[0])) == ("talk-over", "talk-right-ended")


async def test_whoever_no_longer_keeps_a_gate_verifies_nobody(town: Town) -> None:
    await town.says("小陈", "/verify")
    await loses_every_role(town, "小陈")
    said = await town.says("小陈", "381024")
    assert (said[0].key, note_of(said[0])) == ("talk-over", "talk-right-ended")


async def test_other_visits_nearby_are_shown_before_a_request_is_sent(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.surveyed(teller)
    await at_the_day(town)
    for text in ("12月4日 14:30-16:30", "1", "跳过", "跳过", "王工"):
        await town.says("王工", text)
    said = await town.sends_file("王工", b"%PDF-1.4 another", "application/pdf")
    assert "12月3日（周四）14:30–16:30 市生态环境局" in said[-1].text


async def test_a_year_whose_days_off_are_not_announced_is_told_as_provisional(town: Town) -> None:
    await at_the_day(town)
    for text in ("2027年1月15日 14:30-16:30", "1", "跳过", "跳过", "王工"):
        await town.says("王工", text)
    said = await town.sends_file("王工", b"%PDF-1.4 another", "application/pdf")
    assert WORDS.text("zh-CN", "against-provisional", {}) in said[-1].text


async def test_a_day_with_another_visit_cannot_be_moved_to(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.surveyed(teller)
    _, postpone = await teller.button("赵总", "postpone")
    await at_the_day(town)
    for text in ("12月4日 14:30-16:30", "1", "跳过", "跳过", "王工"):
        await town.says("王工", text)
    said = await town.sends_file("王工", b"%PDF-1.4 another", "application/pdf")
    for one in await town.presses("王工", said[-1].button("提交")):
        teller.told.setdefault(one.who, []).append(one)
    await teller.presses("李局", "approve")
    await town.presses("赵总", postpone)
    said = await teller.says("赵总", "12月4日 9:00-11:00")
    assert (note_of(said[0]), question_of(said[0])) == ("day-is-taken", "ask-visit-postpone-day")


async def test_a_beginning_typed_with_another_day_is_offered_with_likely_ends(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.asked(teller)
    await teller.presses("赵总", "postpone")
    said = await teller.says("赵总", "12月4日 上午9点")
    assert [label for label, _ in said[0].buttons][:3] == ["09:00–10:00", "09:00–11:00", "09:00–12:00"]


async def test_three_promises_are_the_most_that_are_asked_for(town: Town) -> None:
    teller = Teller(town, "zh-CN")
    await stories.inside(teller)
    await teller.presses("王工", "leave")
    await teller.presses("王工", "nothing_found")
    said: list[Said] = []
    for _ in range(3):
        await teller.presses("王工", "official")
        await teller.says("王工", "再来看一次")
        said = await teller.presses("王工", "2026-12-10")
    assert said[0].key == "outcome-noted"
    assert said[0].text.count("再来看一次") == 3


async def test_a_talk_of_old_gives_way_to_the_one_that_waits(town: Town) -> None:
    await at_the_day(town)
    renamed = update(drafts.drafts).values(talk="visit.of-old")
    await change(town, lambda session: session.execute(renamed))
    town.clock.move(timedelta(seconds=1))
    await town.says("王工", "/visit")
    (old, _) = sorted(await town.look(all_drafts), key=lambda draft: draft.id)
    said = await town.presses("王工", buttons.option("", old, "day", "2026-12-03").data)
    assert [note_of(one) for one in said] == ["talk-gone", "talk-goes-on"]
    assert (await the_draft(town)).question == "kind"


@pytest.mark.parametrize("data", ["garbage", "1.nothing..0", "1.nothing.v1.1", "9.7.day.x"])
async def test_a_button_that_means_nothing_is_told_so(town: Town, data: str) -> None:
    assert [one.key for one in await town.presses("王工", data)] == ["button-unreadable"]


async def test_starting_the_chat_brings_the_menu(town: Town) -> None:
    assert [one.key for one in await town.does("王工", Act.START)] == ["menu"]


async def test_a_confirmed_request_carries_every_answer(town: Town) -> None:
    asked = await at_the_confirmation(town)
    await town.presses("王工", asked.button("提交"))
    visit = await town.visit()
    assert (visit.parts[0].kind, visit.parts[0].materials, visit.parts[0].slip_name) == (
        Kind.SURVEY,
        "台账",
        "slip.pdf",
    )
