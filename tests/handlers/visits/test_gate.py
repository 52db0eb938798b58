"""The scan at the sign, the check at the gate, and a check-in taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.visits.codes import PASS, SIGN, read_code
from handlers.visits.commands import VerifyNumber
from models.cases.cases import Case, Ground
from models.ground.messages import Channel
from models.ground.refusals import Refusal
from models.register.enterprises import put_up_sign
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from models.visits.passes import Pass
from models.visits.scans import Scan, Way
from models.visits.states import State
from models.visits.visits import Visitor
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, last
from tests.town import Said, Town, to

IN_TIME = at(3, 14, 20)


async def _at_the_gate(town: Town, *team: str, kind: Kind = Kind.SURVEY) -> str:
    """An agreed visit, ten minutes before its window; the sign's code."""
    await story.agreed(town, kind, team or story.TEAM)
    town.clock.moment = IN_TIME
    return await town.sign()


async def _scans(town: Town) -> list[Scan]:
    return await town.look(lambda session: list(session.scalars(select(Scan).order_by(Scan.id))))


async def _visitor(town: Town, name: str) -> Visitor:
    query = select(Visitor).where(Visitor.person_id == NUMBERS[name])
    return await town.look(lambda session: session.scalars(query).one())


async def _card(town: Town, name: str) -> str:
    return f"https://fuma.example/p/{(await town.pass_of(name)).code}"


async def _types(town: Town, who: str, number: str) -> list[Said]:
    return await story.perform(town, who, VerifyNumber(number=number))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("https://fuma.example/s/AbC-_9", (SIGN, "AbC-_9")),
        ("http://fuma.example:8080/p/x", (PASS, "x")),
        ("https://fuma.example/s/p_AbC", (SIGN, "p_AbC")),  # a code may begin like a payload
        ("https://fuma.example/p/s_AbC", (PASS, "s_AbC")),
        ("s_AbC", (SIGN, "AbC")),
        ("s_p_AbC", (SIGN, "p_AbC")),
        (" p/AbC\n", (PASS, "AbC")),
        ("https://fuma.example/s/" + "a" * 65, ("", "")),
        ("https://fuma.example/x/abc", ("", "")),
        ("https://fuma.example/s/abc?x=1", ("", "")),
        ("https://evil.example/?u=/s/abc", ("", "")),
        ("绿码", ("", "")),
        ("", ("", "")),
    ],
)
def test_what_a_scanned_text_stands_for(text: str, means: tuple[str, str]) -> None:
    assert read_code(text) == means


# The sign


async def test_a_green_scan_is_a_check_in_once_and_again_is_the_same_visit(town: Town) -> None:
    sign = await _at_the_gate(town)
    said = await town.scans("王工", sign)
    assert (await town.visit()).state is State.UNDER_WAY
    assert [label for label, _ in to(said, "王工")[0].buttons] == ["离企", "扫错了"]
    assert to(said, "王工")[0].message.picture is not None
    town.clock.move(timedelta(minutes=20))
    again = await town.scans("王工", sign)
    assert story.told(again) == {"王工": ["verdict-green"]}
    assert [label for label, _ in to(again, "王工")[0].buttons] == ["离企"]
    named = await _visitor(town, "王工")
    assert (named.checked_in_at, named.checked_in_by) == (IN_TIME, NUMBERS["王工"])
    assert [(scan.green, scan.way) for scan in await _scans(town)] == [(True, Way.SIGN)] * 2


async def test_only_owner_and_deputy_can_say_that_nobody_came(town: Town) -> None:
    said = await story.under_way(town)
    assert [label for label, _ in last(said, "赵总").buttons] == ["没有人来"]
    assert last(said, "小陈").buttons == ()


async def test_the_door_opens_half_an_hour_before_and_shuts_an_hour_after(town: Town) -> None:
    sign = await _at_the_gate(town)
    for who, moment, opens in (
        ("王工", at(3, 13, 59), False),
        ("王工", at(3, 14, 0), True),
        ("周科", at(3, 17, 30), False),
        ("周科", at(3, 17, 29), True),
    ):
        town.clock.moment = moment
        said = await town.scans(who, sign)
        assert to(said, who)[0].key == ("verdict-green" if opens else "verdict-red")


async def test_a_red_scan_within_ten_minutes_is_counted_not_told_again(town: Town) -> None:
    sign = await _at_the_gate(town)
    town.clock.moment = at(3, 9)
    said = await town.scans("王工", sign)
    assert story.told(said).keys() == {"王工", "李局", "赵总", "钱副总", "小陈"}
    assert "还没到时间" in to(said, "李局")[0].text
    for minutes in (1, 9):
        town.clock.moment = at(3, 9, minutes)
        assert story.told(await town.scans("王工", sign)) == {"王工": ["verdict-red"]}
    assert [scan.times for scan in await _scans(town)] == [3]
    town.clock.moment = at(3, 9, 10)
    assert len(story.told(await town.scans("王工", sign))) == 5
    assert [scan.times for scan in await _scans(town)] == [3, 1]


async def test_another_red_scan_within_ten_minutes_is_told(town: Town) -> None:
    sign = await _at_the_gate(town)
    town.clock.moment = at(3, 9)
    await town.scans("王工", sign)
    await story.change_row(town, Person, NUMBERS["王工"], card_valid_until=None)
    await story.put_into(town, State.WITHDRAWN)
    assert len(story.told(await town.scans("王工", sign))) > 1, "other reasons"
    assert len(story.told(await town.scans("周科", sign))) > 1, "another person"


async def test_an_official_without_a_visit_is_red_and_his_own_head_hears_of_it(town: Town) -> None:
    said = await town.scans("王工", await town.sign())
    assert story.told(said).keys() == {"王工", "李局", "赵总", "钱副总", "小陈"}
    assert "没有预约到这家企业" in to(said, "赵总")[0].text
    assert "部门：市生态环境局" in to(said, "赵总")[0].text


async def test_a_head_without_a_visit_is_red_too(town: Town) -> None:
    said = await town.scans("李局", await town.sign())
    assert story.told(said).keys() == {"李局", "赵总", "钱副总", "小陈"}
    assert "部门：市生态环境局" in to(said, "赵总")[0].text


async def test_a_code_nobody_knows_is_red_and_alarms_nobody(town: Town) -> None:
    said = await town.scans("王工", "https://fuma.example/s/nosuchcode")
    assert story.told(said) == {"王工": ["verdict-red-nowhere"]}
    assert "这个码不存在" in said[0].text
    assert await _scans(town) == []


async def test_what_is_no_code_of_ours_gets_a_sentence(town: Town) -> None:
    assert story.told(await town.scans("王工", "https://example.org/")) == {"王工": ["scan-not-ours"]}


async def test_a_replaced_sign_lets_nobody_in(town: Town) -> None:
    sign = await _at_the_gate(town)
    await town.database.run(lambda session: put_up_sign(session, 1, IN_TIME))
    said = await town.scans("王工", sign)
    assert "这块告示牌已经换新" in to(said, "王工")[0].text
    assert (await town.visit()).state is State.AGREED


async def test_the_enterprises_own_people_see_todays_visits_at_their_sign(town: Town) -> None:
    sign = await _at_the_gate(town)
    await town.scans("王工", sign)
    for who in ("赵总", "钱副总", "小陈"):
        (seen,) = await town.scans(who, sign)
        assert seen.key == "today-visits"
        assert "王工（12月3日（周四）14:20入企）、周科（未到）" in seen.text


async def test_a_stranger_at_the_sign_gets_the_explanation_and_nobody_is_alarmed(town: Town) -> None:
    sign = await _at_the_gate(town)
    town.accounts["路人"] = (Channel.TELEGRAM, "999999")
    assert story.told(await town.scans("路人", sign)) == {"路人": ["stranger-explained"]}
    assert story.told(await town.scans("吴管理", sign)) == {"吴管理": ["sign-explained"]}


async def test_a_person_of_another_enterprise_gets_the_explanation(town: Town) -> None:
    sign = await _at_the_gate(town)
    await _works_for(town, "小陈", 2, moves=True)
    assert story.told(await town.scans("小陈", sign)) == {"小陈": ["sign-explained"]}


async def test_a_keeper_of_two_gates_sees_the_one_whose_sign_he_scans(town: Town) -> None:
    await _at_the_gate(town)
    await _works_for(town, "小陈", 2)
    other = await town.database.run(lambda session: put_up_sign(session, 2, IN_TIME).code)
    (seen,) = await town.scans("小陈", f"s_{other}")
    assert (seen.key, seen.message.fields["enterprise"]) == ("today-nobody", "雁南示例食品有限公司")
    (seen,) = await town.scans("小陈", await town.sign())
    assert "雁北示例机械有限公司" in seen.text


async def _works_for(town: Town, who: str, enterprise: int, *, moves: bool = False) -> None:
    def put(session: Session) -> None:
        if moves:
            held = session.scalars(select(Appointment).where(Appointment.person_id == NUMBERS[who])).one()
            held.enterprise_id = enterprise
        else:
            session.add(Appointment(person_id=NUMBERS[who], role=Role.GATEKEEPER, enterprise_id=enterprise))

    await town.database.run(put)


# Verifying


@pytest.mark.parametrize("who", ["赵总", "小陈"])
async def test_a_pass_shown_at_the_gate_is_verified_and_let_in(town: Town, who: str) -> None:
    await _at_the_gate(town)
    (seen,) = await town.scans(who, await _card(town, "王工"))
    assert (seen.key, seen.message.urgency.value) == ("pass-verified", "verdict")
    assert "绿码请通行：王工" in seen.text
    assert "有效至：12月3日（周四）17:30" in seen.text
    assert (await town.visit()).state is State.AGREED, "seeing is not letting in"
    said = await town.presses(who, seen.button("放行"))
    named = await _visitor(town, "王工")
    assert (named.checked_in_at, named.checked_in_by) == (IN_TIME, NUMBERS[who])
    assert story.told(said) == {
        "王工": ["admitted"],
        **{person: ["visitor-came"] for person in ("赵总", "钱副总", "小陈")},
    }
    assert story.refusal_of(await town.presses(who, seen.button("放行"))) == "already-in"
    (again,) = await town.scans(who, await _card(town, "王工"))
    assert again.buttons == ()
    assert "已于12月3日（周四）14:20入企" in again.text


async def test_a_pass_that_has_turned_red_lets_nobody_in(town: Town) -> None:
    await _at_the_gate(town)
    (seen,) = await town.scans("小陈", await _card(town, "王工"))
    town.clock.moment = at(3, 17, 30)
    said = await town.presses("小陈", seen.button("放行"))
    assert to(said, "小陈")[-1].key == "verdict-red"
    assert (await town.visit()).state is State.NO_SHOW
    assert (await _visitor(town, "王工")).checked_in_at is None


async def test_a_superseded_pass_is_red_at_the_gate(town: Town) -> None:
    await _at_the_gate(town)
    old = await _card(town, "王工")
    town.clock.moment = at(2, 9)
    await story.renames(town, "王工")
    town.clock.moment = IN_TIME
    said = await town.scans("小陈", old)
    assert "已换新" in to(said, "小陈")[0].text
    assert {one.who for one in said} == {"小陈", "李局", "赵总", "钱副总"}
    (seen,) = await town.scans("小陈", await _card(town, "王工"))
    assert seen.key == "pass-verified"


async def test_a_suspended_visitor_is_red_at_the_gate(town: Town) -> None:
    await _at_the_gate(town)
    await story.change_row(town, Person, NUMBERS["王工"], suspended_at=IN_TIME)
    said = await town.scans("小陈", await _card(town, "王工"))
    assert "此人的入企资格已暂停" in to(said, "小陈")[0].text


async def test_a_pass_tells_officials_and_strangers_nothing(town: Town) -> None:
    await _at_the_gate(town)
    card = await _card(town, "王工")
    assert story.told(await town.scans("王工", card)) == {"王工": ["pass-is-yours"]}
    assert story.told(await town.scans("孙工", card)) == {"孙工": ["pass-explained"]}
    assert story.told(await town.scans("孙工", "https://fuma.example/p/nosuch")) == {"孙工": ["pass-explained"]}
    said = await town.scans("小陈", "https://fuma.example/p/nosuch")
    assert story.told(said) == {"小陈": ["verdict-red"]}


async def test_a_keeper_of_two_gates_verifies_the_passes_of_both(town: Town) -> None:
    await _at_the_gate(town)
    await _works_for(town, "孙工", 2)
    await _works_for(town, "孙工", 1)
    (seen,) = await town.scans("孙工", await _card(town, "王工"))
    assert seen.key == "pass-verified"


async def test_a_number_is_verified_in_its_window_and_at_its_enterprise_only(town: Town) -> None:
    await _at_the_gate(town)
    number = (await town.pass_of("王工")).number
    (seen,) = await _types(town, "小陈", number)
    assert "绿码请通行：王工" in seen.text
    assert [scan.way for scan in await _scans(town)] == [Way.NUMBER]
    town.clock.moment = at(3, 9)
    assert to(await _types(town, "小陈", number), "小陈")[0].key == "verdict-red"
    await _works_for(town, "小陈", 2, moves=True)
    town.clock.moment = IN_TIME
    said = await _types(town, "小陈", number)
    assert story.told(said) == {"小陈": ["verdict-red"]}
    assert "王工" not in said[0].text


async def test_after_five_wrong_numbers_in_an_hour_the_gate_has_to_wait(town: Town) -> None:
    await _at_the_gate(town)
    number = (await town.pass_of("王工")).number
    wrong = "000000" if number != "000000" else "000001"
    for minute in (0, 1, 2, 3, 4):
        town.clock.moment = at(3, 14, minute)
        assert to(await _types(town, "小陈", wrong), "小陈")[0].key == "verdict-red"
    town.clock.moment = at(3, 14, 59)
    for who in ("小陈", "赵总"):
        assert (await _types(town, who, number))[0].key == "too-many-wrong-numbers"
    town.clock.moment = at(3, 15)
    assert (await _types(town, "小陈", number))[0].key == "pass-verified", "the first of them was an hour ago"
    await _types(town, "小陈", wrong)
    assert (await _types(town, "小陈", number))[0].key == "too-many-wrong-numbers"


async def test_nobody_without_a_gate_verifies_numbers(town: Town) -> None:
    await _at_the_gate(town)
    with pytest.raises(Refusal, match="not-yours"):
        await _types(town, "王工", (await town.pass_of("王工")).number)


# Taking back


async def test_a_check_in_can_be_taken_back_for_fifteen_minutes(town: Town) -> None:
    said = await story.under_way(town)
    inside = last(said, "王工")
    town.clock.moment = IN_TIME + timedelta(minutes=15)
    assert story.refusal_of(await town.presses("王工", inside.button("扫错了"))) == "too-late-to-take-back"
    town.clock.moment = IN_TIME + timedelta(minutes=14, seconds=59)
    said = await town.presses("王工", inside.button("扫错了"))
    assert story.told(said) == {who: ["check-in-taken-back"] for who in ("王工", "赵总", "钱副总", "小陈")}
    assert (await town.visit()).state is State.AGREED
    named = await _visitor(town, "王工")
    assert (named.checked_in_at, named.checked_in_by) == (None, None)
    assert to(await town.scans("王工", await town.sign()), "王工")[0].key == "verdict-green"


async def test_with_a_colleague_inside_the_visit_goes_on(town: Town) -> None:
    said = await story.under_way(town)
    await town.scans("周科", await town.sign())
    await town.presses("王工", last(said, "王工").button("扫错了"))
    assert (await town.visit()).state is State.UNDER_WAY


async def test_nobody_came_takes_the_check_in_back_and_opens_a_case(town: Town) -> None:
    said = await story.under_way(town)
    came = last(said, "钱副总")
    town.clock.moment = IN_TIME + timedelta(minutes=15)
    assert story.refusal_of(await town.presses("钱副总", came.button("没有人来"))) == "too-late-to-take-back"
    town.clock.moment = IN_TIME + timedelta(minutes=14, seconds=59)
    said = await town.presses("钱副总", came.button("没有人来"))
    assert story.told(said) == {"何督查": ["case-nobody-came"], "王工": ["check-in-disputed"]}
    assert {one.who for one in said if one.edit} == {"赵总", "钱副总"}, "the question stands nowhere any more"
    case = await town.look(lambda session: session.scalars(select(Case)).one())
    assert (case.ground, case.visit_id, case.opened_by) == (Ground.NOBODY_CAME, 1, NUMBERS["钱副总"])
    assert (await town.visit()).state is State.AGREED
    open_passes = await town.look(lambda session: [card.state.value for card in session.scalars(select(Pass))])
    assert open_passes == ["open", "open"], "whoever is really there scans again"


async def test_whoever_has_left_cannot_have_been_away(town: Town) -> None:
    said = await story.under_way(town)
    came, inside = last(said, "赵总"), last(said, "王工")
    await town.scans("周科", await town.sign())
    await town.presses("王工", inside.button("离企"))
    assert story.refusal_of(await town.presses("赵总", came.button("没有人来"))) == "visit-not-now"
    assert story.refusal_of(await town.presses("王工", inside.button("扫错了"))) == "visit-not-now"
