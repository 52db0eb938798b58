"""Who may press what: everybody else is refused in the same words, and nothing changes."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.catalogue import ON_A_LIST
from models.ground.machine import LARGEST_ID
from models.ground.messages import Channel
from models.register.enterprises import Enterprise
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from models.visits.states import State
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.town import WORDS, Said, Town, to
from tests.verbs import OF_INQUIRIES, ONE_TAP

ADMINS = {"赵总", "钱副总"}
MAY = {
    "approve": {"李局"},
    "reject": {"李局"},
    "slip": {"李局"},
    "agree": ADMINS,
    "decline": ADMINS,
    "postpone": ADMINS,
    "accept": {"王工"} | ADMINS,
    "counter": {"王工"} | ADMINS,
    "uphold": {"何督查"},
    "overrule": {"何督查"},
    "withdraw": {"王工"},
    "revoke": {"何督查"},
    "visitors": {"王工"},
    "admit": ADMINS | {"小陈"},
    "take_back": {"王工"},
    "nobody_came": ADMINS,
    "leave": {"王工"},
    "outcome": {"王工", "周科"},
    "sheet": ADMINS,
    "show": {"王工", "周科", "李局", "何督查"} | ADMINS,
    "pass": {"王工", "周科"},
    **{f"rate{level}": ADMINS for level in range(1, 6)},
    "serve": {"王工"},
    "notice_show": {"何督查"},
    "notice_approve": {"何督查"},
    "notice_reject": {"何督查"},
    "rating_contact": {"何督查"},
    "rating_consent": ADMINS,
    "rating_remedy": {"王工", "李局"},
    "rating_appeal": {"王工", "李局"},
    "rating_decide": {"何督查"},
    "interfere": ADMINS,
}
ON_A_VISITOR = {"admit", "take_back", "nobody_came", "leave"}
NOT_YOURS = WORDS.text("zh-CN", "refusal-not-yours", {})


def _is_refused(said: list[Said]) -> bool:
    return len(said) == 1 and said[0].key in ("refused", "talk-over") and said[0].text.startswith(NOT_YOURS)


def test_every_one_tap_verb_is_tried() -> None:
    """Those about inquiries in test_inquiry_rights.py; a digest is one's own."""
    assert MAY.keys() == ONE_TAP - ON_A_LIST.keys() - OF_INQUIRIES


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("verb", "may"), [("visits", {"何督查"}), ("today", {"赵总", "钱副总", "小陈"})])
async def test_nobody_goes_on_with_a_list_that_is_not_his(town: Town, verb: str, may: set[str]) -> None:
    for person in NUMBERS:
        assert _is_refused(await town.presses(person, f"2.{verb}.o0.0")) is (person not in may)


async def test_everybody_else_is_refused_in_the_same_words_and_nothing_changes(town: Town) -> None:
    await story.under_way(town)
    before = await story.everything(town)
    for verb, may in MAY.items():
        for person in NUMBERS.keys() - may:
            said = await town.presses(person, story.button_of(verb))
            assert _is_refused(said), (verb, person, [one.text for one in said])
    assert await story.everything(town) == before


async def test_what_does_not_exist_is_refused_in_the_words_of_what_is_anothers(town: Town) -> None:
    await story.under_way(town)
    before = await story.everything(town)
    for verb, may in MAY.items():
        for subject in (77, LARGEST_ID - 1, LARGEST_ID, 999_999_999):
            said = await town.presses(min(may), story.button_of(verb, subject))
            assert _is_refused(said), (verb, subject, [one.text for one in said])
    assert await story.everything(town) == before


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_a_visit_at_another_enterprise_is_none_of_our_business(town: Town) -> None:
    """孙工's visit to 雁南示例食品, which nobody of the demo manages."""
    town.accounts["路人"] = (Channel.TELEGRAM, "999999")
    await town.database.run(_give_a_head)
    command = story.request_for(Kind.SURVEY, ("孙工",))
    elsewhere = type(command)(**{**vars(command), "enterprise": 2})
    await story.perform(town, "孙工", elsewhere)
    before = await story.everything(town)
    for person in ("王工", "李局", "周科", *ADMINS, "小陈", "吴管理"):
        for verb in MAY:
            assert _is_refused(await town.presses(person, story.button_of(verb))), (person, verb)
    for verb in MAY:
        assert [one.key for one in await town.presses("路人", story.button_of(verb))] == ["stranger-explained"]
    assert await story.everything(town) == before


def _give_a_head(session: Session) -> None:
    """市应急管理局 has nobody in the demo who could approve."""
    head = Person(name="郑局")
    session.add(head)
    session.flush()
    session.add(Appointment(person_id=head.id, role=Role.APPROVER, department_id=2))


async def test_a_suspended_person_can_do_nothing_at_all(town: Town) -> None:
    await story.under_way(town)
    for name in NUMBERS:
        await story.change_row(town, Person, NUMBERS[name], suspended_at=town.clock.moment)
    before = await story.everything(town)
    for verb, may in MAY.items():
        for person in may:
            assert [one.key for one in await town.presses(person, story.button_of(verb))] == ["stranger-explained"]
    assert await story.everything(town) == before


async def test_whoever_has_left_his_office_loses_every_right_of_it_at_once(town: Town) -> None:
    await story.under_way(town)
    await town.database.run(lambda session: session.execute(update(Appointment).values(ended_at=town.clock.moment)))
    before = await story.everything(town)
    for verb, may in MAY.items():
        for person in may:
            assert _is_refused(await town.presses(person, story.button_of(verb))), (verb, person)
    assert await story.everything(town) == before


async def test_an_official_who_moved_to_another_department_leaves_his_visits_behind(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY)

    def move(session: Session) -> None:
        held = session.scalars(select(Appointment).where(Appointment.person_id == NUMBERS["王工"])).one()
        held.department_id = 2

    await town.database.run(move)
    for verb in ("withdraw", "visitors"):
        assert _is_refused(await town.presses("王工", story.button_of(verb))), verb
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("王工", await town.sign())
    assert to(said, "王工")[0].key == "verdict-red"
    assert "来访名单里没有此人" in to(said, "王工")[0].text
    said = await town.scans("周科", await town.sign())
    assert to(said, "周科")[0].key == "verdict-green", "his colleague's visit is as good as before"


async def test_a_head_who_takes_part_cannot_approve_and_his_deputy_can(town: Town) -> None:
    def appoint(session: Session) -> None:
        session.add(Appointment(person_id=NUMBERS["李局"], role=Role.OFFICIAL, department_id=1))
        session.add(Appointment(person_id=NUMBERS["孙工"], role=Role.APPROVER, department_id=1))

    await town.database.run(appoint)
    said = await story.requested(town, team=("王工", "李局"))
    assert not to(said, "李局")
    assert story.refusal_of(await town.presses("李局", story.button_of("approve", revision=1))) == "own-matter"
    await town.presses("孙工", to(said, "孙工")[0].button("批准"))
    assert (await town.visit()).state is State.ASKED


async def test_an_older_button_says_what_holds_now_and_who_did_it(town: Town) -> None:
    said = await story.asked(town)
    first, second = to(said, "赵总")[0], to(said, "钱副总")[0]
    await town.presses("钱副总", second.button("同意"))
    before = await story.everything(town)
    for label in ("同意", "不同意", "改期"):
        (answer,) = await town.presses("赵总", first.button(label))
        assert "情况已变：已约定" in answer.text
        assert "经手：钱副总" in answer.text
    assert await story.everything(town) == before


async def test_of_two_admins_one_wins_and_the_other_sees_who(town: Town) -> None:
    said = await story.asked(town)
    answers = await town.presses("赵总", to(said, "赵总")[0].button("同意"))
    edited = [one for one in to(answers, "钱副总") if one.edit]
    assert [one.text.split("\n")[0] for one in edited] == ["赵总已同意"]
    assert not edited[0].buttons
    (late,) = await town.presses("钱副总", to(said, "钱副总")[0].button("同意"))
    assert "经手：赵总" in late.text


async def test_a_second_tap_does_nothing_more(town: Town) -> None:
    said = await story.requested(town)
    for who, label in (("李局", "批准"), ("赵总", "同意")):
        data = to(said, who)[0].button(label)
        said = await town.presses(who, data)
        before = await story.everything(town)
        assert story.refusal_of(await town.presses(who, data)) == "visit-overtaken"
        assert await story.everything(town) == before


async def test_a_second_tap_at_the_gate_does_nothing_more(town: Town) -> None:
    said = await story.under_way(town, Kind.SURVEY)
    came, inside = to(said, "赵总")[0].button("没有人来"), to(said, "王工")[0]
    await town.presses("王工", inside.button("扫错了"))
    before = await story.everything(town)
    assert story.refusal_of(await town.presses("王工", inside.button("扫错了"))) == "visit-not-now"
    assert story.refusal_of(await town.presses("赵总", came)) == "visit-not-now"
    assert story.refusal_of(await town.presses("王工", inside.button("离企"))) == "not-inside"
    assert await story.everything(town) == before


async def test_nobody_can_leave_or_take_back_for_another_visitor(town: Town) -> None:
    said = await story.under_way(town, Kind.SURVEY)
    await town.scans("周科", await town.sign())
    before = await story.everything(town)
    for label in ("离企", "扫错了"):
        assert _is_refused(await town.presses("周科", to(said, "王工")[0].button(label)))
    assert await story.everything(town) == before


async def test_an_official_cannot_propose_a_day_to_himself(town: Town) -> None:
    """A forged counter-proposal, where nothing is on the table, would be a consent nobody gave."""
    await story.agreed(town, Kind.SURVEY)
    for who in ("王工", "赵总"):
        said = await town.presses(who, story.button_of("counter", revision=(await town.visit()).revision))
        for answer in ("12月8日", "1", "1"):
            if said[-1].key.startswith("talk-question"):
                said = await town.says(who, answer)
        assert (await town.visit()).state is State.AGREED


async def test_the_passes_of_another_enterprise_tell_a_gatekeeper_nothing(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY, ("王工",))

    def elsewhere(session: Session) -> None:
        keeper = session.scalars(select(Appointment).where(Appointment.person_id == NUMBERS["小陈"])).one()
        keeper.enterprise_id = session.scalars(select(Enterprise.id).order_by(Enterprise.id.desc())).first()

    await town.database.run(elsewhere)
    town.clock.moment = at(3, 14, 20)
    card = await town.pass_of("王工")
    said = await town.scans("小陈", f"https://fuma.example/p/{card.code}")
    assert [one.who for one in said] == ["小陈"]
    assert "王工" not in said[0].text
    assert _is_refused(await town.presses("小陈", story.button_of("admit")))
