"""The end of a right, by whatever program: passes revoked, drafts ended, those concerned told, once."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobs.rights import Rights
from models.ground.database import Database
from models.post import chats, outbox
from models.post.drafts import drafts
from models.register import lost_rights, snapshots
from models.register.lost_rights import lost_rights as notes
from models.register.people import Appointment
from models.register.rules import Kind
from models.visits.passes import Pass
from models.visits.states import PassState, State
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, RULES_IN_FORCE, at, held_rows
from tests.outside import outside
from tests.town import Town, to

WANG = NUMBERS["王工"]
NOW = "'2026-11-27 01:00:00+00'"
SUSPENDED = f"UPDATE people SET suspended_at = {NOW} WHERE id = {WANG}"
LEFT = f"UPDATE appointments SET ended_at = {NOW} WHERE person_id = {WANG}"
MOVED = f"UPDATE appointments SET department_id = 2, section_id = NULL WHERE person_id = {WANG}"
DELETED = f"DELETE FROM appointments WHERE person_id = {WANG}"
CARD_SHORTER = f"UPDATE people SET card_valid_until = '2026-12-02' WHERE id = {WANG}"
CARD_GONE = f"UPDATE people SET card_valid_until = NULL WHERE id = {WANG}"

OTHERS = {who: ["visitor-right-ended"] for who in ("周科", "李局", "赵总", "钱副总", "小陈")}
"""The row `revoked` of the table of who is told, without himself."""

WAYS = [
    (SUSPENDED, "right-ended-suspended"),
    (LEFT, "right-ended-office"),
    (MOVED, "right-ended-office"),
    (DELETED, "right-ended-office"),
    (CARD_SHORTER, "right-ended-card"),
    (CARD_GONE, "right-ended-card"),
]


async def passes(town: Town) -> dict[str, PassState]:
    return {name: (await town.pass_of(name)).state for name in ("王工", "周科")}


@pytest.mark.parametrize(("sql", "key"), WAYS)
async def test_whoever_loses_the_right_to_come_loses_his_pass_and_all_concerned_are_told_once(
    town: Town, sql: str, key: str
) -> None:
    await story.agreed(town)
    await outside(town.database, sql)
    said = await town.ends_rights()
    assert story.told(said) == {**OTHERS, "王工": [key]}
    assert await passes(town) == {"王工": PassState.REVOKED, "周科": PassState.OPEN}
    assert (await town.visit()).state is State.AGREED, "it is his pass that ends, not the visit"
    assert await town.ends_rights() == []


async def test_everybody_loses_his_pass_when_a_program_empties_the_appointments(town: Town) -> None:
    await story.agreed(town)
    await outside(town.database, "DELETE FROM appointments" if town.database.is_sqlite else "TRUNCATE appointments")
    said = await town.ends_rights()
    assert await passes(town) == {"王工": PassState.REVOKED, "周科": PassState.REVOKED}
    assert {one.who for one in said if one.key == "right-ended-office"} == {
        name for name in NUMBERS if name in town.accounts and to(said, name)
    }
    assert to(said, "赵总")[-1].key == "right-ended-office"


async def test_a_program_that_replaces_rows_on_sqlite_ends_rights_too(town: Town) -> None:
    if not town.database.is_sqlite:
        pytest.skip("SQLite's own word")
    await story.agreed(town)
    columns = [column.name for column in Appointment.__table__.columns]
    values = ", ".join(NOW if column == "ended_at" else column for column in columns)
    replace = f"INSERT OR REPLACE INTO appointments SELECT {values} FROM appointments WHERE person_id = {WANG}"
    await outside(town.database, replace)
    assert story.told(await town.ends_rights()) == {**OTHERS, "王工": ["right-ended-office"]}


async def test_what_he_is_told_names_the_office_and_what_others_are_told_no_reason(town: Town) -> None:
    await story.agreed(town)
    await outside(town.database, LEFT)
    said = await town.ends_rights()
    assert "您已不再担任市生态环境局公务人员" in to(said, "王工")[0].text
    assert to(said, "赵总")[0].text.startswith("王工不能参加这次访企了\n其绿码已作废")


async def test_his_scan_at_the_gate_is_red_as_is_his_pass(town: Town) -> None:
    await story.agreed(town)
    card = await town.pass_of("王工")
    await outside(town.database, SUSPENDED)
    await town.ends_rights()
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("王工", await town.sign())
    assert to(said, "王工")[0].key == "verdict-red"
    assert "此人的入企资格已暂停" in to(said, "赵总")[0].text
    verified = await town.scans("小陈", f"p_{card.code}")
    assert to(verified, "小陈")[0].key == "verdict-red"
    assert "此人的入企资格已暂停" in to(verified, "小陈")[0].text


async def test_whoever_has_his_right_back_has_to_be_named_anew(town: Town) -> None:
    """The enterprise was told that he doesn't come."""
    await story.agreed(town)
    await outside(town.database, CARD_GONE)
    await town.ends_rights()
    await outside(town.database, f"UPDATE people SET card_valid_until = '2027-12-31' WHERE id = {WANG}")
    assert await town.ends_rights() == []
    town.clock.moment = at(3, 14, 20)
    said = await town.scans("王工", await town.sign())
    assert to(said, "王工")[0].key == "verdict-red"
    assert "此人12月3日（周四）的绿码已作废" in to(said, "赵总")[0].text
    assert to(await town.scans("周科", await town.sign()), "周科")[0].key == "verdict-green"


@pytest.mark.parametrize("sql", [SUSPENDED, LEFT, DELETED])
async def test_his_drafts_end_and_an_old_button_does_nothing(town: Town, sql: str) -> None:
    await story.agreed(town)
    asked = await town.says("王工", "/visit")
    button = to(asked, "王工")[-1].buttons[0][1]
    await outside(town.database, sql)
    await town.ends_rights()
    count = select(func.count()).select_from(drafts).where(drafts.c.person_id == WANG)
    assert await town.look(lambda session: session.scalar(count)) == 0
    before = await story.everything(town)
    pressed = await town.presses("王工", button)
    assert {one.key for one in pressed} <= {"stranger-explained", "question-over"}
    assert await story.everything(town) == before


@pytest.mark.parametrize(("who", "verb"), [("赵总", "agree"), ("李局", "approve"), ("何督查", "uphold")])
async def test_a_button_pressed_after_another_program_ended_the_right_is_refused_at_once(
    town: Town, who: str, verb: str
) -> None:
    arrive = {"agree": story.asked, "approve": story.requested, "uphold": story.objected}[verb]
    said = await arrive(town)
    button = next(data for one in to(said, who) for _, data in one.buttons if f".{verb}." in data)
    await town.says(who, "/help")  # a copy of him is in memory
    sql = f"UPDATE appointments SET ended_at = {NOW} WHERE person_id = {NUMBERS[who]}"
    await outside(town.database, sql)
    before = (await town.visit()).state
    assert [one.key for one in await town.presses(who, button)] == ["refused"]
    assert (await town.visit()).state is before


async def test_what_asked_him_in_his_chat_asks_no_more_and_what_is_still_his_stays(town: Town) -> None:
    await story.asked(town, Kind.SURVEY)
    await shown(town)
    qian = NUMBERS["钱副总"]
    await outside(town.database, f"UPDATE appointments SET ended_at = {NOW} WHERE person_id = {qian}")
    said = await town.ends_rights()
    assert [(one.who, one.key, one.edit) for one in said] == [
        ("钱副总", "no-longer-yours", True),
        ("钱副总", "right-ended-office", False),
    ]
    assert to(said, "钱副总")[0].buttons == ()
    assert await town.ends_rights() == []
    await outside(town.database, f"UPDATE people SET card_valid_until = NULL WHERE id = {WANG}")
    assert await town.ends_rights() == [], "王工's own button to withdraw stays"


async def test_an_account_that_is_taken_from_somebody_asks_nothing_any_more(town: Town) -> None:
    await story.asked(town, Kind.SURVEY)
    await shown(town)
    await outside(town.database, f"UPDATE identities SET person_id = {WANG} WHERE person_id = {NUMBERS['赵总']}")
    said = await town.ends_rights()
    assert [(one.who, one.key, one.edit) for one in said] == [("赵总", "no-longer-yours", True)]


async def shown(town: Town) -> None:
    """The platforms have taken everything that was said, and it stands in the chats."""

    def stand(session: Session) -> None:
        target = {"message": "7", "captioned": False, "task": "", "code": "", "code_at": 0.0}
        for row in held_rows(session):
            assert outbox.ended(session, row, outbox.RowEnding.SENT, 0.0)
            if row.of is None:
                chats.stands(session, row, target, mark="7")

    await town.database.run(stand)


async def test_what_was_used_stays_and_who_is_inside_can_still_be_seen_to_be(town: Town) -> None:
    await story.under_way(town)
    await outside(town.database, LEFT)
    said = await town.ends_rights()
    assert story.told(said) == {"王工": ["right-ended-office"]}
    assert (await town.pass_of("王工")).state is PassState.OPEN, "he has come: that is history"


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE people SET card_valid_until = '2026-12-03' WHERE id = {WANG}",
        f"{SUSPENDED}; UPDATE people SET suspended_at = NULL WHERE id = {WANG}",
        f"UPDATE appointments SET section_id = NULL WHERE person_id = {WANG}",
        f"UPDATE people SET name = name WHERE id = {WANG}",
    ],
)
async def test_what_ends_no_right_tells_nobody(town: Town, sql: str) -> None:
    await story.agreed(town)
    await outside(town.database, *sql.split("; "))
    assert await town.ends_rights() == []
    assert await passes(town) == {"王工": PassState.OPEN, "周科": PassState.OPEN}


async def test_a_card_is_wanted_of_inspections_alone(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY)
    await outside(town.database, CARD_GONE)
    assert await town.ends_rights() == []


async def test_several_services_on_one_database_end_a_right_once(town: Town) -> None:
    await story.agreed(town)
    others = [await Database(town.database.url.render_as_string(hide_password=False)).open() for _ in range(2)]
    for each in others:
        each.info[snapshots.KEPT] = snapshots.Snapshots()
    post = town.deadlines._post
    services = [Rights(each, post, RULES_IN_FORCE, town.clock.now) for each in (town.database, *others)]
    await outside(town.database, SUSPENDED)
    await asyncio.gather(*(service.tick() for service in services))
    for each in others:
        await each.close()
    assert story.told(await town.news()) == {**OTHERS, "王工": ["right-ended-suspended"]}
    assert await town.look(lambda session: session.scalar(select(func.count()).select_from(notes))) == 0


async def test_what_cannot_be_done_is_undone_and_tried_again_and_holds_nobody_up(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await story.agreed(town)
    real = lost_rights.take

    def take(session: object, person: int) -> object:
        found = real(session, person)  # type: ignore[arg-type]
        if person == WANG:
            raise ZeroDivisionError
        return found

    monkeypatch.setattr(lost_rights, "take", take)
    await outside(town.database, SUSPENDED, LEFT.replace(f"= {WANG}", f"= {NUMBERS['周科']}"))
    said = await town.ends_rights()
    assert to(said, "周科")[-1].key == "right-ended-office"
    assert await passes(town) == {"王工": PassState.OPEN, "周科": PassState.REVOKED}
    monkeypatch.setattr(lost_rights, "take", real)
    assert await town.ends_rights() == [], "it waits a moment"
    await outside(town.database, "UPDATE lost_rights SET not_before = 0")
    assert "right-ended-suspended" in story.told(await town.ends_rights())["王工"]


async def test_hundreds_at_once_are_dealt_with_in_slices(sqlite_database: Database) -> None:
    """Of whom nothing hangs on a right: a yearly import must not keep a gate waiting."""
    people = "INSERT INTO people (name, locale, assistant) SELECT '某', 'zh-CN', false FROM numbers"
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300) "
    await outside(sqlite_database, numbers + people, f"UPDATE people SET suspended_at = {NOW}")
    town = await Town.found(sqlite_database)
    turns: list[None] = []
    run = sqlite_database.run

    async def counted(turn: object) -> object:
        turns.append(None)
        return await run(turn)  # type: ignore[arg-type]

    sqlite_database.run = counted  # type: ignore[method-assign,assignment]
    await town.rights.tick()
    assert len(turns) == 300, "each in a transaction of his own"
    assert await town.look(lambda session: session.scalar(select(func.count()).select_from(Pass))) == 0
