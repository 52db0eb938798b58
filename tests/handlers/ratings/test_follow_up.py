"""A bad rating: who follows it up, what reaches the department and when, and what follows when nobody acts."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.ratings.commands import AppealRating, DecideAppeal, NoteContact, NoteRemedy, RateVisit, ReportInterference
from models.cases.cases import Case, Ground
from models.ground.ledger import ledger
from models.ground.refusals import Refusal
from models.ratings.follow_ups import (
    FOLLOW_UP_TRANSITIONS,
    Closing,
    FollowUp,
    FollowUpVerb,
    Stage,
    change_follow_up,
    load_follow_up,
)
from models.ratings.ratings import Level, Line, Rating, RatingLine
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from models.time import clocks
from models.time.clocks import ClockKind
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, last, refusal_of
from tests.handlers.visits.test_rights import NOT_YOURS
from tests.town import Said, Town, to

DEPARTMENT = {"王工", "李局", "周科"}
ADMINS = {"赵总", "钱副总"}

# From the rules: from each stage, what can happen and where it leads.
TABLE = {
    "contact": {"contact": "consent", "consent": "agreed", "better": "closed"},
    "consent": {"consent": "agreed", "better": "closed", "again": "contact"},
    "agreed": {"name": "remedy", "better": "closed", "again": "contact"},
    "remedy": {"put_right": "closed", "appeal": "appeal"},
    "appeal": {"uphold": "closed", "dismiss": "remedy", "silence": "remedy"},
    "closed": {"again": "contact"},
}


async def follow_up(town: Town) -> FollowUp:
    return await town.look(lambda session: session.scalars(select(FollowUp).order_by(FollowUp.id)).all()[-1])


async def running(town: Town) -> dict[str, Any]:
    """When each running clock of the follow-up is due."""
    table = clocks.clocks
    query = select(table.c.kind, table.c.due_at).where(table.c.state == "open", table.c.subject == "follow_up:1")
    return {row.kind: row.due_at for row in await town.look(lambda session: session.execute(query).all())}


async def done(town: Town, subject: str = "visit:1") -> list[tuple[str, int | None]]:
    """What the ledger has of the visit after its end: what, and by whom."""
    query = select(ledger).where(ledger.c.subject == subject, ledger.c.at >= at(3, 15, 30)).order_by(ledger.c.id)
    return [(row.verb, row.actor) for row in await town.look(lambda session: session.execute(query).all())]


def sheet(level: Level, words: str = "", *reasons: str) -> RateVisit:
    whole = Line(part_id=None, level=level, reasons=reasons, words=words)
    return RateVisit(visit=1, lines=(Line(part_id=1, level=Level.FAIR), whole))


def read_by(said: list[Said], *people: str) -> str:
    """Everything these people can read of it, buttons and pictures too."""
    return "\n".join(f"{one.text}{one.buttons}{one.message.fields}{one.calls}" for one in said if one.who in people)


def test_the_steps_are_those_of_the_rules() -> None:
    coded = {
        stage.value: {verb.value: {to.value for to in tos} for verb, tos in verbs.items()}
        for stage, verbs in FOLLOW_UP_TRANSITIONS.items()
    }
    assert coded == {stage: {verb: {to} for verb, to in verbs.items()} for stage, verbs in TABLE.items()}


def _change(verb: FollowUpVerb, session: Session) -> Stage:
    row = load_follow_up(session, 1, hold=True)
    assert row is not None
    change_follow_up(session, row, verb, by=None)
    return row.state


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize("stage", Stage)
async def test_a_step_that_is_not_in_the_table_is_refused_and_nothing_moves(town: Town, stage: Stage) -> None:
    await story.rated_badly(town)
    closing = Closing.BETTER if stage is Stage.CLOSED else None
    for verb in FollowUpVerb:
        await story.change_row(town, FollowUp, 1, state=stage, closing=closing)
        to = TABLE[stage.value].get(verb.value)
        if to is None:
            with pytest.raises(Refusal, match="follow-up-not-now"):
                await town.database.run(partial(_change, verb))
            assert (await follow_up(town)).state is stage
        else:
            assert (await town.database.run(partial(_change, verb))).value == to


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize("closing", [Closing.PUT_RIGHT, Closing.UPHELD])
async def test_what_was_put_right_or_appealed_begins_no_second_time(town: Town, closing: Closing) -> None:
    await story.rated_badly(town)
    await story.change_row(town, FollowUp, 1, state=Stage.CLOSED, closing=closing)
    with pytest.raises(Refusal, match="follow-up-not-now"):
        await town.database.run(partial(_change, FollowUpVerb.AGAIN))


# The rating reaches the supervisor, and nobody else


async def test_a_bad_rating_goes_to_the_supervisor_at_once_with_levels_reasons_and_words(town: Town) -> None:
    await story.ended(town)
    said = await story.perform(town, "钱副总", sheet(Level.DISSATISFIED, "等了一上午", "rated-too-long"))
    got = last(said, "何督查")
    assert got.key == "rating-bad"
    for words in ("12月4日（周五）17:30前", "对市生态环境局：基本满意", "对这次访企：不满意", "时间太长", "等了一上午"):
        assert words in got.text
    assert "评价人：钱副总" in got.text
    assert [label for label, _ in got.buttons] == ["已联系"]
    assert await running(town) == {ClockKind.CONTACT: at(4, 17, 30)}
    assert not read_by(said, *DEPARTMENT)
    assert "督查会联系您" in last(said, "钱副总").text
    assert not [one for one in to(said, "赵总") if "钱副总" in one.text], "not even his own chief learns who rated"


async def test_one_department_rated_badly_is_enough(town: Town) -> None:
    await story.ended(town)
    lines = (Line(part_id=1, level=Level.VERY_DISSATISFIED), Line(part_id=None, level=Level.SATISFIED))
    said = await story.perform(town, "赵总", RateVisit(visit=1, lines=lines))
    assert last(said, "何督查").key == "rating-bad"


async def test_a_supervisor_who_belongs_to_the_department_himself_neither_hears_of_it_nor_may_act(town: Town) -> None:
    await town.database.run(
        lambda session: session.add(Appointment(person_id=NUMBERS["周科"], role=Role.SUPERVISOR, region_id=1))
    )
    said = await story.rated_badly(town)
    assert {one.who for one in said if not one.edit} == {"赵总", "何督查"}
    (answer,) = await town.presses("周科", "1.rating_contact.f1.0")
    assert answer.text.startswith(NOT_YOURS)


async def test_until_the_rater_agrees_the_department_cannot_even_learn_that_there_is_something(town: Town) -> None:
    await story.contacted(town)
    before = await story.everything(town)
    for person in ("王工", "李局"):
        for verb in ("rating_remedy", "rating_appeal", "rating_consent"):
            there, nowhere = [await town.presses(person, f"1.{verb}.f{number}.0") for number in (1, 77)]
            assert there[0].text == nowhere[0].text
            assert there[0].text.startswith(NOT_YOURS)
    assert await story.everything(town) == before


async def test_a_better_sheet_ends_what_the_department_has_not_been_told_of(town: Town) -> None:
    said = await story.contacted(town)
    consent = last(said, "赵总").button("同意告知")
    said = await story.perform(town, "赵总", sheet(Level.SATISFIED))
    assert last(said, "何督查").key == "rating-improved"
    found = await follow_up(town)
    assert (found.state, found.closing) == (Stage.CLOSED, Closing.BETTER)
    assert await running(town) == {}
    assert refusal_of(await town.presses("赵总", consent)) == "follow-up-not-now"
    said = await story.perform(town, "钱副总", sheet(Level.DISSATISFIED))
    assert last(said, "何督查").key == "rating-bad"
    found = await follow_up(town)
    assert (found.state, found.closing, found.rater_id) == (Stage.CONTACT, None, NUMBERS["钱副总"])


@pytest.mark.parametrize("level", [Level.SATISFIED, Level.VERY_DISSATISFIED])
@pytest.mark.parametrize("arrive", [story.rated_badly, story.contacted, story.consented])
async def test_a_sheet_of_somebody_else_ends_nothing_and_the_first_rater_is_told(
    town: Town, level: Level, arrive: story.Arrive
) -> None:
    await arrive(town)
    was, clocks_before = await follow_up(town), await running(town)
    said = await story.perform(town, "钱副总", sheet(level, "态度差"))
    told = last(said, "赵总")
    assert told.key == "rating-replaced-by-another"
    assert "督查人员照常联系您" in told.text
    assert "钱副总" not in told.text
    assert last(said, "何督查").key == "rating-changed-since"
    assert last(said, "钱副总").key == "rated"
    assert not to(said, "王工") + to(said, "李局") + to(said, "周科")
    now = await follow_up(town)
    assert (now.state, now.rater_id, now.lines, now.words) == (was.state, NUMBERS["赵总"], was.lines, was.words)
    assert await running(town) == clocks_before


async def test_the_first_rater_still_agrees_to_what_he_said_himself(town: Town) -> None:
    said = await story.contacted(town)
    consent = last(said, "赵总").button("同意告知")
    await story.perform(town, "钱副总", sheet(Level.SATISFIED))
    await town.presses("赵总", consent)
    said = await town.waits_until(at(4, 8, 30))
    assert last(said, "李局").key == "rating-named"
    assert "对这次访企：不满意" in last(said, "李局").text


async def test_whoever_has_left_is_contacted_no_more_and_somebody_else_s_bad_sheet_is_his_own(town: Town) -> None:
    await story.contacted(town)
    await story.change_row(town, Person, NUMBERS["赵总"], suspended_at=town.clock.moment)
    said = await story.perform(town, "钱副总", sheet(Level.VERY_DISSATISFIED, "态度差"))
    assert not [one for one in to(said, "赵总") if not one.edit]
    assert "评价人：钱副总" in last(said, "何督查").text
    said = await story.perform(town, "何督查", NoteContact(follow_up=1, words=""))
    await town.presses("钱副总", last(said, "钱副总").button("同意告知"))
    assert "非常不满意" in last(await town.waits_until(at(4, 8, 30)), "李局").text


async def test_a_good_sheet_that_somebody_else_replaces_is_told_to_whose_it_was_too(town: Town) -> None:
    await story.ended(town)
    await story.perform(town, "赵总", sheet(Level.SATISFIED))
    said = await story.perform(town, "钱副总", sheet(Level.VERY_SATISFIED))
    told = last(said, "赵总")
    assert told.key == "rating-replaced-by-another"
    assert "联系您" not in told.text
    said = await story.perform(town, "钱副总", sheet(Level.FAIR))
    assert not [one for one in to(said, "赵总") if not one.edit], "his own he may change as he likes"


async def test_the_same_rater_who_sends_it_again_is_not_contacted_again(town: Town) -> None:
    said = await story.contacted(town)
    consent = last(said, "赵总").button("同意告知")
    said = await story.perform(town, "赵总", sheet(Level.VERY_DISSATISFIED, "", "rated-rude"))
    assert not to(said, "何督查")
    await town.presses("赵总", consent)
    await story.perform(town, "赵总", sheet(Level.DISSATISFIED, "", "rated-too-long"))
    said = await town.waits_until(at(4, 8, 30))
    assert "态度不好" in last(said, "李局").text, "what he agrees to is what his sheet says then"


async def test_the_same_sheet_sent_twice_is_told_once(town: Town) -> None:
    said = await story.ended(town)
    data = last(said, "赵总").button("不满意")
    assert last(await town.presses("赵总", data), "何督查").key == "rating-bad"
    assert not to(await town.presses("赵总", data), "何督查")


async def test_nobody_contacted_in_time_is_recorded_and_the_rater_need_not_wait(town: Town) -> None:
    await story.rated_badly(town)
    said = await town.waits_until(at(4, 15, 30))
    assert story.told(said) == {"何督查": ["reminder-contact"]}
    said = await town.waits_until(at(4, 17, 30))
    assert story.told(said) == {"何督查": ["contact-overdue"], "赵总": ["consent-asked-late"]}
    assert ("contact_overdue", None) in await done(town)
    said = await town.presses("赵总", last(said, "赵总").button("同意告知"))
    assert set(story.told(said)) == {"赵总", "何督查"}
    said = await town.waits_until(at(7, 8, 30))
    assert set(story.told(said)) == {"王工", "李局", "何督查"}


async def test_rated_anew_when_the_contact_is_overdue_the_new_rater_need_not_wait_either(town: Town) -> None:
    await story.rated_badly(town)
    await town.waits_until(at(4, 17, 30))
    await story.change_row(town, Person, NUMBERS["赵总"], suspended_at=town.clock.moment)
    said = await story.perform(town, "钱副总", sheet(Level.VERY_DISSATISFIED))
    assert "请在12月4日（周五）17:30前联系评价人" in last(said, "何督查").text
    assert story.told(said)["钱副总"] == ["consent-asked-late", "rated"]
    await town.presses("钱副总", to(said, "钱副总")[-2].button("同意告知"))
    assert last(await town.waits_until(at(7, 8, 30)), "李局").key == "rating-named"


async def test_whoever_is_contacted_late_is_not_asked_a_second_time(town: Town) -> None:
    await story.rated_badly(town)
    await town.waits_until(at(4, 17, 30))
    said = await story.perform(town, "何督查", NoteContact(follow_up=1, words=""))
    assert story.told(said) == {"何督查": ["contact-noted"]}


async def test_a_rater_who_has_left_is_asked_nothing(town: Town) -> None:
    await story.rated_badly(town)
    await story.change_row(town, Person, NUMBERS["赵总"], suspended_at=town.clock.moment)
    said = await story.perform(town, "何督查", NoteContact(follow_up=1, words="联系不上"))
    assert story.told(said) == {"何督查": ["contact-noted"]}


# Consent


async def test_with_consent_head_and_official_learn_what_was_rated_and_never_who(town: Town) -> None:
    await story.ended(town, Kind.ROUTINE)
    lines = (
        Line(part_id=1, level=Level.DISSATISFIED),
        Line(part_id=None, level=Level.DISSATISFIED, reasons=("rated-too-long",), words="我是财务老钱"),
    )
    await town.scans("周科", await town.sign())
    await story.perform(town, "钱副总", RateVisit(visit=1, lines=lines))
    said = await story.perform(town, "何督查", NoteContact(follow_up=1, words="钱副总说等了一上午"))
    said = await town.presses("钱副总", last(said, "钱副总").button("同意告知"))
    assert story.told(said) == {"钱副总": ["consent-given"], "何督查": ["rating-agreed"]}
    said = await town.waits_until(at(4, 8, 30))
    assert story.told(said) == {"王工": ["rating-named"], "李局": ["rating-named"], "何督查": ["rating-named-told"]}
    seen = read_by(said, *DEPARTMENT)
    assert "不满意" in seen
    assert "时间太长" in seen
    assert not [secret for secret in ("钱副总", "财务老钱", "等了一上午") if secret in seen]
    assert [label for label, _ in last(said, "李局").buttons] == ["已整改", "申诉"]
    assert await running(town) == {ClockKind.REMEDY: at(11, 17, 30)}


async def test_in_the_second_of_the_consent_nothing_reaches_the_department_and_its_days_begin_when_it_is_told(
    town: Town,
) -> None:
    said = await story.consented(town)
    assert not {one.who for one in said} & DEPARTMENT
    assert "12月4日（周五）08:30" in last(said, "赵总").text
    assert await running(town) == {ClockKind.NAMING: at(4, 8, 30)}
    before = await story.everything(town)
    for person in ("王工", "李局"):
        for verb in ("rating_remedy", "rating_appeal"):
            there, nowhere = [await town.presses(person, f"1.{verb}.f{number}.0") for number in (1, 77)]
            assert there[0].text == nowhere[0].text
    assert await story.everything(town) == before
    assert not {one.who for one in await town.waits_until(at(4, 8, 29))} & DEPARTMENT
    said = await town.waits_until(at(4, 8, 30))
    assert set(story.told(said)) >= {"王工", "李局"}
    assert await running(town) == {ClockKind.REMEDY: at(11, 17, 30)}


async def test_who_agrees_in_the_morning_isn_t_told_of_in_the_same_morning_s_digest(town: Town) -> None:
    await story.contacted(town)
    town.clock.moment = at(4, 8, 29)  # else the moment would say who it was
    await town.presses("赵总", "1.rating_consent.f1.0")
    assert await running(town) == {ClockKind.NAMING: at(7, 8, 30)}


async def test_a_better_sheet_of_the_rater_before_that_morning_ends_it_and_the_department_never_hears(
    town: Town,
) -> None:
    await story.consented(town)
    await story.perform(town, "赵总", sheet(Level.SATISFIED))
    found = await follow_up(town)
    assert (found.state, found.closing, found.consented_at) == (Stage.CLOSED, Closing.BETTER, None)
    assert not {one.who for one in await town.waits_until(at(8, 9))} & {"李局"}
    (answer,) = await town.presses("李局", "1.rating_remedy.f1.0")
    assert answer.text.startswith(NOT_YOURS)


async def test_the_words_say_beforehand_that_it_cannot_be_taken_back(town: Town) -> None:
    said = await story.contacted(town)
    assert "告知以后收不回" in last(said, "赵总").text


async def test_nobody_else_can_agree_not_even_the_owner_for_his_deputy(town: Town) -> None:
    await story.ended(town)
    await story.perform(town, "钱副总", sheet(Level.DISSATISFIED))
    await story.perform(town, "何督查", NoteContact(follow_up=1, words=""))
    before = await story.everything(town)
    for person in NUMBERS.keys() - {"钱副总"}:
        (answer,) = await town.presses(person, "1.rating_consent.f1.0")
        assert answer.text.startswith(NOT_YOURS)
    assert await story.everything(town) == before


async def test_a_better_sheet_after_the_department_was_told_changes_the_figures_not_what_it_has_to_do(
    town: Town,
) -> None:
    await story.named(town)
    said = await story.perform(town, "赵总", sheet(Level.SATISFIED))
    assert not {one.who for one in said} & (DEPARTMENT | {"何督查"})
    assert (await follow_up(town)).state is Stage.REMEDY


async def test_the_ledger_never_holds_the_rater_nor_who_reported(town: Town) -> None:
    await story.named(town)
    await story.perform(town, "李局", NoteRemedy(follow_up=1, words="已当面说明"))
    await story.perform(town, "钱副总", ReportInterference(visit=1))
    assert (await done(town))[-7:] == [
        ("rate", None),
        ("rated_badly", None),
        ("contact_rater", NUMBERS["何督查"]),
        ("consent", None),
        ("rating_named", None),
        ("put_right", NUMBERS["李局"]),
        ("interference", None),
    ]


# Putting right, and a second sheet


async def test_put_right_the_enterprise_is_asked_again_and_the_first_sheet_stays(town: Town) -> None:
    await story.named(town)
    said = await story.perform(town, "王工", NoteRemedy(follow_up=1, words="以后按约定时间到"))
    again = last(said, "钱副总")
    assert again.key == "rating-asked-again"
    assert "整改：「以后按约定时间到」" in again.text
    said = await town.presses("钱副总", again.button("非常满意"))
    assert last(said, "钱副总").key == "rated"

    def sheets(session: Session) -> list[tuple[int, list[int]]]:
        rows = session.scalars(select(Rating).order_by(Rating.round)).all()
        lines = {row.id: row for row in session.scalars(select(RatingLine))}.values()
        return [(row.round, [line.level for line in lines if line.rating_id == row.id]) for row in rows]

    assert await town.look(sheets) == [(1, [2, 2]), (2, [5, 5])]
    found = await follow_up(town)
    assert (found.state, found.closing) == (Stage.CLOSED, Closing.PUT_RIGHT)


async def test_the_second_sheet_is_open_for_its_own_days_and_reminded_of(town: Town) -> None:
    await story.named(town)
    town.clock.moment = at(8, 10)
    said = await story.perform(town, "王工", NoteRemedy(follow_up=1, words="以后按约定时间到"))
    data = last(said, "赵总").button("满意")
    said = await town.waits_until(at(11, 8, 30))
    assert story.told(said) == {"赵总": ["reminder-rating"], "钱副总": ["reminder-rating"]}
    town.clock.moment = at(15, 23, 59)
    assert last(await town.presses("赵总", data), "赵总").key == "rated"
    town.clock.moment = at(16, 0)
    assert refusal_of(await town.presses("赵总", data)) == "rating-closed"


async def test_a_second_sheet_that_is_bad_is_followed_up_too_but_there_is_no_third(town: Town) -> None:
    await story.named(town)
    said = await story.perform(town, "王工", NoteRemedy(follow_up=1, words="已整改"))
    said = await town.presses("赵总", last(said, "赵总").button("非常不满意"))
    assert last(said, "何督查").key == "rating-bad"
    await story.perform(town, "何督查", NoteContact(follow_up=2, words=""))
    await town.presses("赵总", "1.rating_consent.f2.0")
    await town.waits_until(at(7, 8, 30))
    said = await story.perform(town, "李局", NoteRemedy(follow_up=2, words="换人来办"))
    assert {one.key for one in said if not one.edit} == {"rating-put-right"}
    assert {one.who for one in said if not one.edit} == {"王工", "李局", "赵总", "钱副总", "何督查"}
    assert (await follow_up(town)).closing is Closing.PUT_RIGHT


async def test_an_overdue_remedy_is_recorded_and_told_to_head_and_supervisor_and_can_still_be_done(town: Town) -> None:
    await story.named(town)
    said = await town.waits_until(at(11, 15, 30))
    assert "reminder-remedy" in story.told(said)["王工"]
    assert "reminder-remedy" in story.told(said)["李局"]
    said = await town.waits_until(at(11, 17, 30))
    assert story.told(said) == {"李局": ["remedy-overdue"], "何督查": ["remedy-overdue"]}
    assert "应在12月11日（周五）17:30前整改" in last(said, "李局").text
    assert [label for label, _ in last(said, "李局").buttons] == ["已整改"], "too late to appeal"
    with pytest.raises(Refusal, match="no-appeal-now"):
        await story.perform(town, "李局", AppealRating(follow_up=1, reason="与事实不符"))
    said = await story.perform(town, "李局", NoteRemedy(follow_up=1, words="已当面说明"))
    assert last(said, "赵总").key == "rating-asked-again"


async def test_whoever_appeals_after_the_moment_is_too_late_though_nobody_swept(town: Town) -> None:
    await story.named(town)
    town.clock.moment = at(11, 17, 30)
    said = await town.presses("李局", "1.rating_appeal.f1.0")
    said = await town.says("李局", "1")
    assert "现在不能申诉了" in read_by(said, "李局")
    said = await town.waits_until(at(11, 17, 31))
    assert story.told(said) == {"李局": ["remedy-overdue"], "何督查": ["remedy-overdue"]}


# Appeals


async def test_an_appeal_upheld_ends_it_and_the_rating_stays(town: Town) -> None:
    said = await story.appealed(town)
    assert await running(town) == {ClockKind.APPEAL: at(11, 17, 30)}
    assert [label for label, _ in last(said, "何督查").buttons] == ["裁定申诉"]
    said = await story.perform(town, "何督查", DecideAppeal(follow_up=1, upheld=True, words="当天是别的单位"))
    assert "裁定：「当天是别的单位」" in last(said, "赵总").text
    found = await follow_up(town)
    assert (found.state, found.closing, found.upheld) == (Stage.CLOSED, Closing.UPHELD, True)
    assert await running(town) == {}
    levels = await town.look(lambda session: list(session.scalars(select(RatingLine.level))))
    assert levels == [2, 2]
    before = await story.everything(town)
    await story.perform(town, "赵总", sheet(Level.VERY_DISSATISFIED))
    after = await story.everything(town)
    assert before["follow_ups"] == after["follow_ups"], "what was decided isn't taken up again"


async def test_an_appeal_dismissed_leaves_the_department_its_days_to_put_it_right_and_no_second_appeal(
    town: Town,
) -> None:
    await story.appealed(town)
    town.clock.moment = at(4, 10)
    said = await story.perform(town, "何督查", DecideAppeal(follow_up=1, upheld=False, words="企业说的属实"))
    assert await running(town) == {ClockKind.REMEDY: at(11, 17, 30)}
    assert [label for label, _ in last(said, "李局").buttons] == ["已整改"]
    with pytest.raises(Refusal, match="no-appeal-now"):
        await story.perform(town, "李局", AppealRating(follow_up=1, reason="与事实不符"))


async def test_an_appeal_nobody_decides_has_failed(town: Town) -> None:
    await story.appealed(town)
    said = await town.waits_until(at(11, 15, 30))
    assert story.told(said)["何督查"] == ["reminder-appeal"] * len(story.told(said)["何督查"])
    said = await town.waits_until(at(11, 17, 30))
    assert set(story.told(said)) == {"王工", "李局", "赵总", "钱副总", "何督查"}
    found = await follow_up(town)
    assert (found.state, found.upheld) == (Stage.REMEDY, None)
    assert ("appeal_by_silence", None) in await done(town)
    assert await running(town) == {ClockKind.REMEDY: at(18, 17, 30)}


async def test_however_late_the_sweep_everything_happens_in_the_order_of_time(town: Town) -> None:
    """Nobody contacts, nobody decides an appeal, nobody puts it right, though Fuma slept for three weeks."""
    await story.appealed(town)
    await town.waits_until(at(24, 9))
    found = await follow_up(town)
    assert (found.state, found.remedy_late_at) == (Stage.REMEDY, at(18, 17, 30))
    verbs = [verb for verb, _ in await done(town)]
    assert verbs.index("appeal_by_silence") < verbs.index("remedy_overdue")


# Lists


async def test_whoever_lost_the_message_finds_what_waits_for_him_and_nobody_else_does(town: Town) -> None:
    """At each stage, in 待我处理."""
    await story.rated_badly(town)
    await town.says("王工", "取消")  # his outcome
    for holders in (
        {"何督查": "reminder-contact"},
        {"赵总": "consent-asked"},
        {"王工": "reminder-remedy", "李局": "reminder-remedy"},
        {"何督查": "reminder-appeal"},
    ):
        for person in NUMBERS:
            (shown,) = await town.says(person, "待我处理")
            assert shown.key == holders.get(person, "waiting-nothing"), person
        await _goes_on(town)


async def _goes_on(town: Town) -> None:
    stage = (await follow_up(town)).state
    if stage is Stage.CONTACT:
        await story.perform(town, "何督查", NoteContact(follow_up=1, words=""))
    elif stage is Stage.CONSENT:
        await town.presses("赵总", "1.rating_consent.f1.0")
        await town.waits_until(at(4, 8, 30))
    elif stage is Stage.REMEDY:
        await story.perform(town, "李局", AppealRating(follow_up=1, reason="与事实不符"))


# Interference


async def test_interference_is_a_case_for_the_supervisor_and_nobody_at_the_department_hears_of_it(town: Town) -> None:
    said = await story.ended(town)
    said = await town.presses("钱副总", last(said, "钱副总").button("非常满意"))
    said = await town.presses("钱副总", last(said, "钱副总").button("有人干预"))
    assert not await town.look(lambda session: session.scalars(select(Case)).all()), "one tap is confirmed first"
    said = await town.presses("钱副总", last(said, "钱副总").button("报告督查"))
    assert story.told(said) == {"钱副总": ["interference-reported"], "何督查": ["case-interference"]}
    case = await town.look(lambda session: session.scalars(select(Case)).one())
    assert (case.ground, case.visit_id, case.opened_by) == (Ground.INTERFERENCE, 1, NUMBERS["钱副总"])
    assert "编号：核实〔2026〕督1号" in last(said, "钱副总").text
    assert "反映人：钱副总" in last(said, "何督查").text


async def test_interference_can_be_reported_before_rating_and_after_it_has_closed_once_by_each(town: Town) -> None:
    await story.ended(town)
    await story.perform(town, "赵总", ReportInterference(visit=1))
    town.clock.moment = at(20, 9)
    await story.perform(town, "钱副总", ReportInterference(visit=1))
    before = await story.everything(town)
    for person in ADMINS:
        with pytest.raises(Refusal, match="reported-already"):
            await story.perform(town, person, ReportInterference(visit=1))
    assert await story.everything(town) == before


async def test_before_there_is_a_sheet_nobody_can_interfere_with_it(town: Town) -> None:
    await story.under_way(town)
    with pytest.raises(Refusal, match="nothing-to-rate"):
        await story.perform(town, "赵总", ReportInterference(visit=1))
    said = await town.says("赵总", "有人干预")
    assert "现在还不能评价" in said[0].text
