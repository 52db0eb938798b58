"""Nobody judges himself, in the chat: what is his own matter is neither put to him nor taken from him, and it goes on
with somebody else.
"""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.orm import Session

from handlers.inquiries.commands import DesignateDepartment
from handlers.talking.buttons import OneTap, read_button
from handlers.talking.verbs import VERBS
from models.ground.refusals import Refusal
from models.register.people import Appointment, Person, Role
from models.visits.states import State
from models.visits.visits import load
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.town import Said, Town, to

SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
OF_ENTERPRISE = {"role": Role.DEPUTY, "enterprise_id": 1}
OF_DEPARTMENT = {"role": Role.APPROVER, "department_id": 1}
OF_REGION = {"role": Role.SUPERVISOR, "region_id": 1}
TIED = {
    "王工": (OF_ENTERPRISE, OF_DEPARTMENT, OF_REGION),  # he asked, and goes along
    "周科": (OF_ENTERPRISE, OF_DEPARTMENT, OF_REGION),  # he goes along, or is desk of the department
    "李局": (OF_REGION,),  # the head who approved
    "赵总": (OF_DEPARTMENT, OF_REGION),  # the owner who answers
}
"""Offices that people have besides, by which they could judge themselves."""
OF_OFFICE = {
    Role.APPROVER: ("approve", "reject", "slip"),
    Role.DEPUTY: ("agree", "decline", "postpone", "rate1", "rate5", "sheet", "interfere"),
    Role.SUPERVISOR: ("uphold", "overrule", "revoke", "notice_approve", "rating_contact", "rating_decide"),
}
STAGES: tuple[Callable[[Town], Awaitable[list[Said]]], ...] = (
    story.requested,
    story.asked,
    story.moving,
    story.countered,
    story.objected,
    story.agreed,
    story.under_way,
    story.rated_badly,
    story.appealed,
    story.served,
)
AS_OFFICIAL = (story.countered, story.under_way, story.rated_badly, story.appealed)
"""Where 王工 has done what he can't as a deputy of the enterprise: countered for his department, or gone in."""


async def appoint(town: Town, who: str, *offices: dict[str, object]) -> None:
    """Somebody holds these offices besides."""

    def put(session: Session) -> None:
        session.add_all(Appointment(person_id=NUMBERS[who], **office) for office in offices)

    await town.database.run(put)


def _offered(said: list[Said]) -> set[tuple[str, str, str]]:
    """Who was shown which buttons about a visit: the letter of what each is about, and its verb."""
    pressed = ((one.who, read_button(data)) for one in said for _, data in one.buttons)
    return {(who, b.kind, b.verb) for who, b in pressed if isinstance(b, OneTap) and (b.kind, b.verb) in VERBS}


@SQLITE
@pytest.mark.parametrize("arrive", STAGES, ids=lambda arrive: arrive.__name__)
async def test_whoever_is_tied_is_asked_nothing_and_what_he_forges_changes_nothing(
    town: Town, arrive: Callable[[Town], Awaitable[list[Said]]]
) -> None:
    """One walk through the story of a visit, with everybody holding every office that isn't his place here."""
    late = {("赵总", Role.APPROVER)} | ({("王工", Role.DEPUTY)} if arrive in AS_OFFICIAL else set())
    for who, offices in TIED.items():
        await appoint(town, who, *(office for office in offices if (who, office["role"]) not in late))
    said = await arrive(town)
    visit = await town.visit()

    def refused(session: Session) -> list[tuple[str, str]]:
        seen = load(session, visit.id)
        assert seen is not None
        return [
            (who, verb)
            for who, kind, verb in _offered(said)
            if not VERBS[kind, verb].right.holds(session, session.get_one(Person, NUMBERS[who]), seen)
        ]

    assert await town.look(refused) == []
    for who, offices in TIED.items():
        await appoint(town, who, *(office for office in offices if (who, office["role"]) in late))
    before = await story.everything(town)
    for who, offices in TIED.items():
        for office in offices if (who, arrive) != ("赵总", story.served) else ():  # who acts can be reached again
            for verb in OF_OFFICE[office["role"]]:  # type: ignore[index]
                kind = "p" if verb.startswith("notice") else "f" if verb.startswith("rating") else "v"
                assert VERBS[kind, verb].right.against
                answer, *_open_talk = await town.presses(who, f"1.{verb}.{kind}1.{visit.revision}")
                assert answer.key in ("refused", "talk-over"), (who, verb)
    assert await story.everything(town) == before


@SQLITE
async def test_a_head_who_owns_the_enterprise_is_not_asked_to_approve_and_another_head_is(town: Town) -> None:
    await appoint(town, "赵总", OF_DEPARTMENT)
    said = await story.requested(town)
    assert "赵总" not in story.told(said)
    assert story.refusal_of(await town.presses("赵总", "1.approve.v1.1")) == "own-matter"
    await town.presses("李局", to(said, "李局")[0].button("批准"))
    assert (await town.visit()).state is State.ASKED


@SQLITE
async def test_an_official_who_is_deputy_too_is_not_asked_and_the_owner_is(town: Town) -> None:
    await appoint(town, "王工", OF_ENTERPRISE)
    said = await story.asked(town)
    assert "enterprise-asked" not in story.told(said)["王工"]
    assert "enterprise-asked" in story.told(said)["赵总"]
    await town.says("王工", "/waiting")
    revision = (await town.visit()).revision
    assert story.refusal_of(await town.presses("王工", f"1.agree.v1.{revision}")) == "own-matter"
    await town.presses("赵总", to(said, "赵总")[0].button("同意"))
    assert (await town.visit()).state is State.AGREED


@SQLITE
async def test_an_enterprise_whose_only_admins_are_tied_counts_as_unreached_and_its_silence_for_nothing(
    town: Town,
) -> None:
    """Else an inspection would be agreed by the silence of those who may not speak."""
    await appoint(town, "赵总", {"role": Role.DESK, "department_id": 1})
    await appoint(town, "钱副总", {"role": Role.DESK, "department_id": 1})
    said = await story.asked(town)
    assert {"enterprise-not-reached"} <= set(story.told(said)["王工"])
    assert story.told(said)["吴管理"] == ["operator-not-reached"]
    await town.waits_until(at(2, 17, 31))
    assert (await town.visit()).state is State.ASKED


@SQLITE
async def test_where_every_supervisor_is_tied_the_operator_hears_that_one_is_missing_and_finds_it_in_his_list(
    town: Town,
) -> None:
    await appoint(town, "何督查", {"role": Role.DESK, "department_id": 1})
    said = await story.objected(town)
    assert "何督查" not in story.told(said)
    assert story.told(said)["吴管理"] == ["operator-nobody-left"]
    (listed,) = await town.says("吴管理", "/waiting")
    assert "企业异议待决定：1件" in listed.text
    await appoint(town, "孙工", OF_REGION)
    assert "企业异议" not in (await town.says("吴管理", "/waiting"))[0].text


@SQLITE
async def test_a_visitor_who_keeps_the_gate_is_let_in_by_somebody_else(town: Town) -> None:
    await appoint(town, "周科", {"role": Role.GATEKEEPER, "enterprise_id": 1})
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)
    card = await town.pass_of("周科")
    said = await town.scans("周科", f"https://fuma.example/p/{card.code}")
    assert [one.key for one in to(said, "周科")] == ["pass-is-yours"]
    await town.says("周科", "/verify")
    said = await town.says("周科", card.number)
    assert [one.key for one in to(said, "周科")] == ["pass-is-yours"]
    said = await town.scans("小陈", f"https://fuma.example/p/{card.code}")
    admit = to(said, "小陈")[0].button("放行")
    assert story.refusal_of(await town.presses("周科", admit)) == "own-matter"
    other = await town.pass_of("王工")
    said = await town.scans("周科", f"https://fuma.example/p/{other.code}")
    assert not to(said, "周科")[0].buttons, "nor does he let in who comes with him"
    await town.presses("小陈", admit)
    assert (await town.visit()).state is State.UNDER_WAY


@SQLITE
async def test_a_head_who_is_desk_does_not_grant_himself_more_time_the_supervisor_decides(town: Town) -> None:
    await inquiry_story.accepted(town)
    said = await inquiry_story.wants_time(town, "李局")
    assert "extension-to-grant" not in story.told(said).get("李局", [])
    assert story.refusal_of(await town.presses("李局", "1.q_grant.q1.3")) == "own-matter"
    asked = next(one for one in to(said, "何督查") if one.key == "extension-to-grant")
    await town.presses("何督查", asked.button("同意"))
    assert "extended" in await inquiry_story.happened(town)


@SQLITE
async def test_a_supervisor_designates_no_inquiry_to_a_department_of_his_own(town: Town) -> None:
    await inquiry_story.complained(town)
    await appoint(town, "何督查", {"role": Role.DESK, "department_id": 2})
    with pytest.raises(Refusal, match="not-that-department"):
        await story.perform(town, "何督查", DesignateDepartment(inquiry=1, revision=1, department=2))
    said = await town.presses("何督查", "1.q_designate.q1.1")
    said = await town.says("何督查", "应急")
    assert all("应急" not in label for one in said for label, _ in one.buttons), "nor is it offered"


@SQLITE
async def test_a_deputy_who_is_desk_of_the_department_does_not_mark_its_answer_solved(town: Town) -> None:
    await appoint(town, "钱副总", {"role": Role.DESK, "department_id": 1})
    said = await inquiry_story.answered(town)
    solved = to(said, "赵总")[0].button("解决了")
    assert story.refusal_of(await town.presses("钱副总", solved)) == "own-matter"
    await town.presses("赵总", solved)
    assert (await inquiry_story.newest(town)).ending == "solved"


@SQLITE
async def test_a_desk_that_speaks_for_the_enterprise_does_not_get_its_inquiry(town: Town) -> None:
    await appoint(town, "周科", OF_ENTERPRISE)
    said = await inquiry_story.asked(town)
    assert "周科" not in inquiry_story.heard(said, "inquiry-to-accept")
    assert "李局" in inquiry_story.heard(said, "inquiry-to-accept"), "its head gets it instead"
    assert story.refusal_of(await town.presses("周科", "1.q_accept.q1.1")) == "own-matter"


@SQLITE
async def test_a_supervisor_gets_no_slip(town: Town) -> None:
    """He is offered none."""
    await story.requested(town)
    assert story.refusal_of(await town.presses("何督查", "1.slip.v1.1")) == "not-yours"
