"""Who is told what: the table of the rules, written out by hand, in the code and by acting."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.ratings.commands import DecideAppeal, NoteRemedy, ReportInterference
from handlers.visits.commands import RejectNotice, RejectVisit, RevokeVisit, WithdrawVisit
from handlers.visits.telling import TOLD
from models.post.outbox_table import outbox
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from models.visits.states import State
from models.visits.visits import Visit
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.town import WORDS, Said, Town, to

# From states.md: official, visitors, approver, admins, gatekeepers, supervisor. A red scan is a case for the
# supervisor only if they entered, which is reported by itself.
COLUMNS = ("official", "visitors", "approver", "admins", "gatekeepers", "supervisor")
TABLE = {
    "request-made": "- - ✓ - - -",
    "approved": "✓ - - - - -",
    "rejected": "✓ - - - - -",
    "asked": "- - - ✓ - -",
    "agreed": "✓ ✓ ✓ ✓ - -",
    "lapsed": "✓ ✓ ✓ ✓ - -",
    "declined": "✓ ✓ ✓ ✓ - -",
    "moved": "✓ ✓ ✓ ✓ - -",
    "objection": "✓ - ✓ ✓ - ✓",
    "objection-decided": "✓ - ✓ ✓ - ✓",
    "pass": "- ✓ - ✓ ✓ -",
    "green-scan": "- - - ✓ ✓ -",
    "red-scan": "- - ✓ ✓ ✓ -",
    "left": "- - - ✓ - -",
    "withdrawn": "✓ ✓ ✓ ✓ ✓ -",
    "revoked": "✓ ✓ ✓ ✓ ✓ -",
    "no-show": "✓ ✓ ✓ ✓ ✓ -",
    "team-too-small": "✓ ✓ - ✓ ✓ -",  # both sides: mission.md, 3
    "unreached": "✓ - - - - -",  # and the operators, who are on no side: mission.md, 2.5
    "paper-notice": "✓ - - - - ✓",
    # A bad rating, from mission.md, 2.11: only with the rater's consent does anybody at the department hear of it.
    "rated-badly": "- - - - - ✓",
    "rating-named": "✓ - ✓ - - ✓",
    "rating-late": "- - ✓ - - ✓",
    "rating-put-right": "✓ - ✓ ✓ - ✓",
    "rating-appeal": "✓ - ✓ ✓ - ✓",
    "interference": "- - - - - ✓",
}


def _row(ticks: str) -> set[str]:
    return {column for column, tick in zip(COLUMNS, ticks.split(), strict=True) if tick == "✓"}


def test_the_table_of_who_is_told_is_that_of_the_rules() -> None:
    coded = {news.value: {audience.value for audience in told} for news, told in TOLD.items()}
    assert coded == {news: _row(ticks) for news, ticks in TABLE.items()}


WANG, ZHOU, LI, ZHAO, QIAN, CHEN, HE, WU = "王工", "周科", "李局", "赵总", "钱副总", "小陈", "何督查", "吴管理"
PASSES = {WANG: "pass-yours", ZHOU: "pass-yours", ZHAO: "pass-list", QIAN: "pass-list", CHEN: "pass-list"}


def _heard(key: str, *people: str) -> dict[str, list[str]]:
    return {person: [key] for person in people}


def _and_passes(heard: dict[str, list[str]], passes: dict[str, str] = PASSES) -> dict[str, list[str]]:
    people = dict.fromkeys([*heard, *passes])
    return {person: [*heard.get(person, []), *filter(None, [passes.get(person)])] for person in people}


BOTH_SIDES = (WANG, ZHOU, LI, ZHAO, QIAN)
DISPUTE = (WANG, LI, ZHAO, QIAN, HE)
EVERYBODY = (*BOTH_SIDES, CHEN)

Act = Callable[[Town], Awaitable[list[Said]]]


async def _reject(town: Town) -> list[Said]:
    await story.requested(town)
    return await story.perform(town, LI, RejectVisit(visit=1, revision=1, reason="不必"))


async def _lapse(town: Town) -> list[Said]:
    await story.requested(town)
    return await town.waits_until(at(1, 9))


async def _silence(town: Town, kind: Kind) -> list[Said]:
    await story.asked(town, kind)
    return await town.waits_until(at(1, 17, 30))


async def _officials_silence(town: Town) -> list[Said]:
    await story.moving(town)
    return await town.waits_until(at(1, 9))


async def _undecided(town: Town) -> list[Said]:
    await story.objected(town)
    return await town.waits_until(at(1, 9))


async def _nobody_comes(town: Town) -> list[Said]:
    await story.agreed(town)
    return await town.waits_until(story.END + timedelta(minutes=60))


async def _one_comes_alone(town: Town) -> list[Said]:
    await story.under_way(town)
    return await town.waits_until(town.clock.moment + timedelta(minutes=30))


async def _forgotten(town: Town) -> list[Said]:
    await story.under_way(town, Kind.SURVEY)
    return await town.waits_until(at(4, 0))


async def _decline(town: Town) -> list[Said]:
    await story.asked(town, Kind.SURVEY)
    return await story.declines(town)


async def _decide(town: Town, label: str) -> list[Said]:
    said = await story.objected(town)
    return await town.presses(HE, to(said, HE)[0].button(label))


async def _overrule_late(town: Town) -> list[Said]:
    said = await story.objected(town)
    await story.change_row(town, Visit, 1, starts_at=story.friday(10))  # it was put off until the very day
    town.clock.moment = story.friday(11)
    return await town.presses(HE, to(said, HE)[0].button("驳回异议"))


async def _accept(town: Town) -> list[Said]:
    said = await story.moving(town)
    return await town.presses(WANG, to(said, WANG)[0].button("接受"))


async def _red(town: Town) -> list[Said]:
    await story.agreed(town)
    return await town.scans(WANG, await town.sign())


async def _leave(town: Town) -> list[Said]:
    said = await story.under_way(town)
    return await town.presses(WANG, to(said, WANG)[0].button("离企"))


async def _no_inspection(town: Town) -> list[Said]:
    await story.unheard(town, Kind.SURVEY)
    return await town.waits_until(at(4, 17, 30))


async def _approve_notice(town: Town) -> list[Said]:
    said = await story.served(town)
    return await town.presses(HE, to(said, HE)[0].button("批准送达"))


async def _reject_notice(town: Town) -> list[Said]:
    await story.served(town)
    return await story.perform(town, HE, RejectNotice(notice=1, reason="没有企业签收"))


async def _consent(town: Town) -> list[Said]:
    await story.contacted(town)
    return await town.presses(ZHAO, "1.rating_consent.f1.0")


async def _named(town: Town) -> list[Said]:
    return await story.named(town)


async def _nobody_contacts(town: Town) -> list[Said]:
    await story.rated_badly(town)
    return await town.waits_until(at(4, 17, 30))


async def _remedy_overdue(town: Town) -> list[Said]:
    await story.named(town)
    return await town.waits_until(at(11, 17, 30))


async def _put_right(town: Town) -> list[Said]:
    await story.named(town)
    return await story.perform(town, LI, NoteRemedy(follow_up=1, words="已当面说明"))


async def _decide_appeal(town: Town) -> list[Said]:
    await story.appealed(town)
    return await story.perform(town, HE, DecideAppeal(follow_up=1, upheld=False, words="企业说的属实"))


async def _appeal_undecided(town: Town) -> list[Said]:
    await story.appealed(town)
    return await town.waits_until(at(11, 17, 30))


async def _interference(town: Town) -> list[Said]:
    await story.ended(town)
    return await story.perform(town, QIAN, ReportInterference(visit=1))


async def _withdraw(town: Town) -> list[Said]:
    await story.agreed(town)
    revision = (await town.visit()).revision
    return await story.perform(town, WANG, WithdrawVisit(visit=1, revision=revision, reason="不去了"))


async def _withdraw_before_asking(town: Town) -> list[Said]:
    await story.requested(town)
    return await story.perform(town, WANG, WithdrawVisit(visit=1, revision=1, reason="不去了"))


async def _withdraw_before_passes(town: Town) -> list[Said]:
    await story.asked(town)
    return await story.perform(town, WANG, WithdrawVisit(visit=1, revision=2, reason="不去了"))


async def _withdraw_while_moving(town: Town) -> list[Said]:
    await story.agreed(town)
    await story.postpones(town, story.MONDAY)
    revision = (await town.visit()).revision
    return await story.perform(town, WANG, WithdrawVisit(visit=1, revision=revision, reason="不去了"))


async def _revoke(town: Town) -> list[Said]:
    await story.agreed(town)
    revision = (await town.visit()).revision
    return await story.perform(town, HE, RevokeVisit(visit=1, revision=revision, reason="依据不足"))


async def _revoke_inside(town: Town) -> list[Said]:
    await story.under_way(town)
    revision = (await town.visit()).revision
    return await story.perform(town, HE, RevokeVisit(visit=1, revision=revision, reason="依据不足"))


async def _narrow(town: Town) -> list[Said]:
    await story.agreed(town, Kind.SURVEY)
    return await story.renames(town, WANG)


async def _widen(town: Town) -> list[Said]:
    await story.agreed(town, Kind.SURVEY, (WANG,))
    return await story.renames(town, WANG, ZHOU)


HEARD: dict[str, tuple[Act, dict[str, list[str]]]] = {
    "a request": (story.requested, {LI: ["request-to-approve"], WANG: ["request-sent"]}),
    "an approval": (story.asked, {WANG: ["request-approved"], **_heard("enterprise-asked", ZHAO, QIAN)}),
    "a rejection": (_reject, {WANG: ["request-rejected"], LI: ["rejected-done"]}),
    "a lapse": (_lapse, _heard("visit-lapsed", *BOTH_SIDES)),
    "an agreement": (story.agreed, _and_passes(_heard("visit-agreed", *BOTH_SIDES))),
    "a final no": (_decline, _heard("visit-declined", *BOTH_SIDES)),
    "an objection": (story.objected, _heard("visit-objected", *DISPUTE)),
    "an objection upheld": (lambda town: _decide(town, "支持异议"), _heard("objection-upheld", *DISPUTE)),
    "an objection overruled": (
        lambda town: _decide(town, "驳回异议"),
        _and_passes(_heard("objection-overruled", *DISPUTE)),
    ),
    "an objection overruled when the day has passed": (_overrule_late, _heard("objection-overruled-late", *DISPUTE)),
    "another day": (
        story.moving,
        {WANG: ["day-proposed"], **_heard("day-on-the-table", ZHOU, LI, ZHAO, QIAN)},
    ),
    "a counter-proposal": (
        story.countered,
        {**_heard("day-countered", ZHAO, QIAN), **_heard("day-on-the-table", WANG, ZHOU, LI)},
    ),
    "a last day": (
        story.last_day_named,
        {WANG: ["day-proposed"], **_heard("day-on-the-table", ZHOU, LI, ZHAO, QIAN)},
    ),
    "an accepted day": (_accept, _and_passes(_heard("visit-moved", *BOTH_SIDES))),
    "a green scan": (story.under_way, {WANG: ["verdict-green"], **_heard("visitor-came", ZHAO, QIAN, CHEN)}),
    "a red scan": (_red, {WANG: ["verdict-red"], **_heard("red-scan-told", LI, ZHAO, QIAN, CHEN)}),
    "the last one leaving": (_leave, {WANG: ["left-done", "talk-question"], **_heard("visit-left", ZHAO, QIAN)}),
    "silence that accepts": (
        lambda town: _silence(town, Kind.ROUTINE),
        _and_passes(_heard("visit-agreed", *BOTH_SIDES)),
    ),
    "silence that ends it": (lambda town: _silence(town, Kind.SURVEY), _heard("visit-lapsed-by-silence", *BOTH_SIDES)),
    "the official's silence": (_officials_silence, _and_passes(_heard("visit-moved-by-silence", *BOTH_SIDES))),
    "an objection nobody decides": (_undecided, _heard("objection-upheld-by-silence", *DISPUTE)),
    "nobody coming": (_nobody_comes, _heard("visit-no-show", *EVERYBODY)),
    "one officer who stays alone": (_one_comes_alone, _heard("team-too-small", WANG, ZHOU, ZHAO, QIAN, CHEN)),
    "nobody checking out": (_forgotten, {WANG: ["left-at-midnight"], **_heard("visit-left", ZHAO, QIAN)}),
    "nobody to be asked": (
        story.unheard,
        {WANG: ["request-approved", "enterprise-not-reached"], WU: ["operator-not-reached"]},
    ),
    "nobody reached for five days": (story.out_of_reach, {WANG: ["paper-notice-possible"]}),
    "nobody reached for five days, and no inspection": (_no_inspection, {WANG: ["enterprise-still-unreached"]}),
    "a notice on paper": (story.served, {WANG: ["notice-sent"], HE: ["notice-to-approve"]}),
    "a notice approved": (
        _approve_notice,
        {
            HE: ["notice-approved"],
            **_heard("visit-agreed", LI),
            WANG: ["visit-agreed", "pass-yours"],
            ZHOU: ["visit-agreed", "pass-yours"],
            CHEN: ["pass-list"],
        },
    ),
    "a notice rejected": (_reject_notice, {HE: ["notice-rejected-done"], WANG: ["notice-rejected"]}),
    "a bad rating": (story.rated_badly, {ZHAO: ["rated-badly"], HE: ["rating-bad"]}),
    "the rater having been contacted": (story.contacted, {HE: ["contact-noted"], ZHAO: ["consent-asked"]}),
    "the rater not having been contacted": (
        _nobody_contacts,
        {HE: ["contact-overdue"], ZHAO: ["consent-asked-late"]},
    ),
    "the rater's consent": (
        _consent,
        {ZHAO: ["consent-given"], HE: ["rating-agreed"]},
    ),
    "the morning after": (_named, {**_heard("rating-named", WANG, LI), HE: ["rating-named-told"]}),
    "a bad rating not put right in time": (_remedy_overdue, _heard("remedy-overdue", LI, HE)),
    "a bad rating put right": (
        _put_right,
        {**_heard("rating-put-right", WANG, LI, HE), **_heard("rating-asked-again", ZHAO, QIAN)},
    ),
    "an appeal against a rating": (story.appealed, _heard("rating-appealed", *DISPUTE)),
    "an appeal decided": (_decide_appeal, _heard("appeal-dismissed", *DISPUTE)),
    "an appeal nobody decides": (_appeal_undecided, _heard("appeal-undecided", *DISPUTE)),
    "somebody interfering with a rating": (
        _interference,
        {QIAN: ["interference-reported"], HE: ["case-interference"]},
    ),
    "a withdrawal": (_withdraw, _heard("visit-withdrawn", *EVERYBODY)),
    "a withdrawal of what the enterprise never heard of": (
        _withdraw_before_asking,
        _heard("visit-withdrawn", WANG, LI),
    ),
    "a withdrawal of what had no passes yet": (
        _withdraw_before_passes,
        _heard("visit-withdrawn", WANG, LI, ZHAO, QIAN, CHEN),
    ),
    "a withdrawal while another day is on the table": (
        _withdraw_while_moving,
        _heard("visit-withdrawn", *EVERYBODY),
    ),
    "a revocation": (_revoke, {HE: ["revoked-done"], **_heard("visit-revoked", *EVERYBODY)}),
    "a revocation while they are inside": (
        _revoke_inside,
        {
            HE: ["revoked-done"],
            **_heard("visit-revoked", WANG, ZHOU, LI, CHEN),
            ZHAO: ["visit-revoked", "visit-left"],
            QIAN: ["visit-revoked", "visit-left"],
        },
    ),
    "fewer visitors": (
        _narrow,
        _and_passes(
            {ZHOU: ["pass-taken"], **_heard("visitors-narrowed", WANG, LI, ZHAO, QIAN)},
            {name: key for name, key in PASSES.items() if name != ZHOU},
        ),
    ),
    "another visitor": (
        _widen,
        {**_heard("visitors-widened", *EVERYBODY), LI: ["visitors-widened", "request-to-approve"]},
    ),
}


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize("event", HEARD)
async def test_exactly_the_people_of_the_table_hear_of_an_event_each_once(town: Town, event: str) -> None:
    act, expected = HEARD[event]
    assert story.told(await act(town)) == expected


async def test_each_is_told_in_his_own_language_the_one_who_acts_too(town: Town) -> None:
    for name in (WANG, QIAN, CHEN):
        await story.change_row(town, Person, NUMBERS[name], locale="en")
    said = await story.agreed(town)
    assert to(said, WANG)[0].text.startswith("Agreed")
    assert to(said, LI)[0].text.startswith("已约定")
    locales = await town.look(
        lambda session: {(row.person_id, row.body["locale"]) for row in session.execute(select(outbox))}
    )
    english = {NUMBERS[name] for name in (WANG, QIAN, CHEN)}
    assert all((locale == "en") is (person in english) for person, locale in locales)


async def test_the_one_who_acts_gets_it_as_an_answer_the_others_as_a_notice(town: Town) -> None:
    said = await story.agreed(town)
    classes = {(one.who == ZHAO, one.message.urgency.value) for one in said if not one.edit}
    assert classes == {(True, "reply"), (False, "notice")}


async def test_suspended_people_and_those_who_left_are_told_nothing(town: Town) -> None:
    await story.change_row(town, Person, NUMBERS[QIAN], suspended_at=town.clock.moment)

    def leave(session: Session) -> None:
        held = session.scalars(select(Appointment).where(Appointment.person_id == NUMBERS[CHEN])).one()
        held.ended_at = town.clock.moment

    await town.database.run(leave)
    said = await story.agreed(town)
    assert {one.who for one in said} == {WANG, ZHOU, LI, ZHAO}


async def test_a_suspended_visitor_hears_nothing_and_a_suspended_asker_neither(town: Town) -> None:
    said = await story.asked(town)
    for name in (WANG, ZHOU):
        await story.change_row(town, Person, NUMBERS[name], suspended_at=town.clock.moment)
    said = await town.presses(ZHAO, to(said, ZHAO)[0].button("同意"))
    assert not to(said, WANG) + to(said, ZHOU), "nor is he given a pass"


async def test_somebody_with_two_offices_is_told_once(town: Town) -> None:
    await town.database.run(
        lambda session: session.add(Appointment(person_id=NUMBERS[ZHAO], role=Role.GATEKEEPER, enterprise_id=1))
    )
    said = await story.agreed(town)
    assert story.told(said)[ZHAO] == ["visit-agreed", "pass-list"]


async def test_only_one_head_who_takes_part_himself_is_not_asked_to_approve(town: Town) -> None:
    def appoint(session: Session) -> None:
        session.add(Appointment(person_id=NUMBERS[ZHOU], role=Role.APPROVER, department_id=1))
        session.add(Appointment(person_id=NUMBERS["孙工"], role=Role.APPROVER, department_id=1))

    await town.database.run(appoint)
    said = await story.requested(town)
    assert story.told(said) == {WANG: ["request-sent"], **_heard("request-to-approve", LI, "孙工")}
    said = await town.presses("孙工", to(said, "孙工")[0].button("批准"))
    revision = (await town.visit()).revision
    said = await story.perform(town, WANG, WithdrawVisit(visit=1, revision=revision, reason="不去了"))
    assert LI not in story.told(said), "after the decision the one who decided is the approver"
    assert story.told(said)["孙工"] == ["visit-withdrawn"]


async def test_a_withdrawal_after_widening_is_told_to_the_enterprise_that_had_agreed(town: Town) -> None:
    await _widen(town)
    visit = await town.visit()
    assert visit.state is State.REQUESTED
    said = await story.perform(town, WANG, WithdrawVisit(visit=1, revision=visit.revision, reason="不去了"))
    assert story.told(said) == _heard("visit-withdrawn", WANG, LI, ZHAO, QIAN, CHEN)


ENTERPRISES = {"赵总", "钱副总", "小陈"}


async def _declined(town: Town) -> list[Said]:
    await story.asked(town, Kind.SURVEY)
    return await story.declines(town)


async def _postponed_late(town: Town) -> list[Said]:
    await story.agreed(town)
    return await story.postpones(town, story.MONDAY)


BY_THE_ENTERPRISE: dict[str, Callable[[Town], Awaitable[list[Said]]]] = {
    "agreed": story.agreed,
    "objected": story.objected,
    "declined": _declined,
    "postponed": story.moving,
    "postponed after it was agreed": _postponed_late,
    "a last day named": story.last_day_named,
}


@pytest.mark.parametrize("case", BY_THE_ENTERPRISE)
@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_department_and_supervisor_read_the_role_and_not_which_of_the_enterprises_people_it_was(
    town: Town, case: str
) -> None:
    """In the news, in older messages that change, and in the refusal of whoever was too late."""
    said = await BY_THE_ENTERPRISE[case](town)
    visit = await town.visit()
    for who, verb in (("王工", "accept"), ("王工", "visitors"), ("李局", "approve"), ("何督查", "uphold")):
        said += await town.presses(who, f"1.{verb}.v1.{visit.revision - 1}")
    outside = [one for one in said if one.who not in ENTERPRISES]
    for language, role in (("zh-CN", "企业管理员"), ("en", "enterprise’s admin")):
        texts = [WORDS.text(language, one.key, one.message.fields) for one in outside]
        assert not [text for text in texts if "赵总" in text]
        assert any(role in text for text in texts)
    assert any("赵总" in one.text for one in to(said, "钱副总")), "his colleague sees who it was"
