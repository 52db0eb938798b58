"""What the database does by itself when a row that bears a right changes, whichever program changes it."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.register import lost_rights, snapshots
from models.register.editions import editions, register_edition
from models.register.lost_rights import Lost, LostRight
from models.register.people import Person, Role
from models.register.rules import Kind
from models.register.triggers import BEARERS, COUNTED_TABLES, OF_VISITS, REGISTER_TABLES
from models.schema import metadata
from models.visits.snapshots import visit_edition, visit_snapshot
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.outside import outside
from tests.town import Town

BOTH = "both"
WANG, LI, ZHAO = NUMBERS["王工"], NUMBERS["李局"], NUMBERS["赵总"]
OF_WANG = f"person_id = {WANG}"
NEW_PERSON = "INSERT INTO people (id, name, locale, assistant) VALUES (900, '新人', 'zh-CN', false)"
ENDED = f"UPDATE appointments SET ended_at = '2026-11-30 00:00:00+00' WHERE {OF_WANG}"
SUSPENDED = f"UPDATE people SET suspended_at = '2026-11-30 00:00:00+00' WHERE id = {WANG}"


async def edition(town: Town) -> int:
    return await town.database.run(register_edition)


async def notes(town: Town) -> set[LostRight]:
    """What is noted about 王工, taken."""
    return set(await town.database.run(lambda session: lost_rights.take(session, WANG)))


def only_on(database: Database, where: str) -> None:
    """Skips what is a way of the other database only."""
    if where not in (BOTH, "sqlite" if database.is_sqlite else "postgresql"):
        pytest.skip(f"a way of {where}")


# Editions


@pytest.mark.parametrize("table", REGISTER_TABLES)
async def test_whoever_changes_the_register_by_whatever_way_a_service_sees_it(town: Town, table: str) -> None:
    await outside(town.database, NEW_PERSON)
    column = await town.look(lambda session: session.execute(text(f"SELECT * FROM {table}")).keys())
    first = next(iter(column))
    ways = [f"UPDATE {table} SET {first} = {first}", f"INSERT INTO {table} SELECT * FROM {table} WHERE false"]
    if town.database.is_sqlite:  # a trigger of rows is called once for each
        await outside(town.database, *_a_row_of(table))
        ways = [ways[0], f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1", f"DELETE FROM {table}"]
    else:
        ways += [f"DELETE FROM {table} WHERE false", f"TRUNCATE {table} CASCADE"]
    for way in ways:
        before = await edition(town)
        await outside(town.database, way)
        assert await edition(town) > before, way


def _a_row_of(table: str) -> list[str]:
    rows = {
        "announced_days": "('2027-05-01', 2027, false, '2026-11-30 00:00:00', NULL)",
        "matters": "(900, 1, '事项')",
        "sections": "(900, 1, '科室')",
    }
    return [f"INSERT INTO {table} VALUES {rows[table]}"] if table in rows else []


async def test_a_statement_of_20000_rows_is_one_edition_on_postgresql(postgresql_database: Database) -> None:
    people = "INSERT INTO people (name, locale, assistant) SELECT '某', 'zh-CN', false FROM generate_series(1, 20000)"
    await outside(postgresql_database, people)
    before = await postgresql_database.run(register_edition)
    await outside(postgresql_database, "UPDATE people SET suspended_at = now()")
    assert await postgresql_database.run(register_edition) == before + 1
    noted = select(func.count()).select_from(lost_rights.lost_rights)
    assert await postgresql_database.read(lambda session: session.scalar(noted)) == 20_000


async def test_what_changes_no_right_counts_nothing(town: Town) -> None:
    await town.says("赵总", "/help")  # from here on he writes where he wrote
    before = await edition(town)
    await town.says("赵总", "/help")
    await town.says("赵总", "/cancel")
    assert await edition(town) == before


@pytest.mark.parametrize(
    ("where", "change"),
    [
        (BOTH, "UPDATE visits SET reason = '改了'"),
        (BOTH, "UPDATE parts SET matter_words = '台账'"),
        (BOTH, f"UPDATE visitors SET checked_in_at = '2026-12-03 06:30:00+00' WHERE {OF_WANG}"),
        (BOTH, f"DELETE FROM visitors WHERE {OF_WANG}"),
        ("sqlite", "INSERT OR REPLACE INTO visitors SELECT * FROM visitors"),
        ("sqlite", "INSERT OR REPLACE INTO parts SELECT * FROM parts"),
        ("sqlite", "INSERT OR REPLACE INTO visits SELECT * FROM visits"),
        ("postgresql", "TRUNCATE visitors CASCADE"),
    ],
)
async def test_a_copy_of_a_visit_holds_until_any_program_changes_it(town: Town, where: str, change: str) -> None:
    only_on(town.database, where)
    await story.agreed(town, Kind.SURVEY)
    copy = await town.database.run(lambda session: visit_snapshot(session, 1))
    assert await town.database.run(lambda session: visit_snapshot(session, 1)) is copy
    await outside(town.database, change)
    assert await town.database.run(lambda session: visit_snapshot(session, 1)) is not copy


async def test_a_change_of_a_visit_is_one_edition_and_none_of_the_register(town: Town) -> None:
    await story.agreed(town, Kind.SURVEY)
    own, all_of_them = await town.database.run(lambda s: visit_edition(s, 1)), await edition(town)
    await outside(town.database, "UPDATE visits SET reason = '改了'")
    assert await town.database.run(lambda s: visit_edition(s, 1)) == (own or 0) + 1
    assert await edition(town) == all_of_them


async def test_what_a_turn_has_changed_itself_is_in_no_copy_when_it_is_undone(town: Town) -> None:
    class Undone(Exception):
        pass

    def undone(session: Session) -> None:
        person = session.get_one(Person, ZHAO)
        person.name = "改名"
        session.flush()
        assert snapshots.person(session, ZHAO) is person
        raise Undone

    with pytest.raises(Undone):
        await town.database.run(undone)
    await outside(town.database, "UPDATE people SET card_number = card_number")
    seen = await town.database.run(lambda session: snapshots.person(session, ZHAO))
    assert seen is not None
    assert seen.name == "赵总"


def test_every_counted_table_is_one_of_ours() -> None:
    assert metadata.tables.keys() >= COUNTED_TABLES
    assert {bearer.table for bearer in BEARERS} <= set(REGISTER_TABLES)
    assert set(OF_VISITS) <= COUNTED_TABLES


async def test_the_first_edition_is_there_with_the_tables(database: Database) -> None:
    assert await database.read(lambda session: session.execute(select(editions)).all()) == [("register", 0)]


# Notes


APPOINTMENT = LostRight(what=Lost.APPOINTMENT, role=Role.OFFICIAL, department_id=1)
PERSON, CARD = LostRight(what=Lost.PERSON), LostRight(what=Lost.CARD)


def replaced(table: str, where: str, **values: str) -> str:
    """SQLite's INSERT OR REPLACE of rows by themselves, some columns apart."""
    named = [column.name for column in metadata.tables[table].columns]
    chosen = ", ".join(values.get(name, name) for name in named)
    return f"INSERT OR REPLACE INTO {table} ({', '.join(named)}) SELECT {chosen} FROM {table} WHERE {where}"


WAYS: list[tuple[str, str, set[LostRight]]] = [
    (BOTH, ENDED, {APPOINTMENT}),
    (BOTH, f"UPDATE appointments SET department_id = 2, section_id = NULL WHERE {OF_WANG}", {APPOINTMENT}),
    (BOTH, f"UPDATE appointments SET role = 'desk' WHERE {OF_WANG}", {APPOINTMENT}),
    (BOTH, f"UPDATE appointments SET person_id = {LI} WHERE {OF_WANG}", {APPOINTMENT}),
    (BOTH, f"DELETE FROM appointments WHERE {OF_WANG}", {APPOINTMENT}),
    ("postgresql", "TRUNCATE appointments", {APPOINTMENT}),
    ("sqlite", "DELETE FROM appointments", {APPOINTMENT}),
    ("sqlite", replaced("appointments", OF_WANG, ended_at="'2026-11-30 00:00:00'"), {APPOINTMENT}),
    (BOTH, SUSPENDED, {PERSON}),
    ("sqlite", replaced("people", f"id = {WANG}", suspended_at="'2026-11-30 00:00:00'"), {PERSON}),
    ("sqlite", f"DELETE FROM people WHERE id = {WANG}", {PERSON, CARD}),
    (BOTH, f"UPDATE people SET card_valid_until = '2026-12-01' WHERE id = {WANG}", {CARD}),
    (BOTH, f"UPDATE people SET card_valid_until = NULL WHERE id = {WANG}", {CARD}),
    (BOTH, f"UPDATE people SET card_valid_until = '2036-12-01' WHERE id = {WANG}", set()),
    (BOTH, f"UPDATE people SET name = '王工程师', card_number = 'x' WHERE id = {WANG}", set()),
    (BOTH, f"UPDATE appointments SET ended_at = NULL WHERE {OF_WANG}", set()),
]


@pytest.mark.parametrize(("where", "change", "noted"), WAYS)
async def test_a_right_that_another_program_takes_away_is_noted_with_what_it_was(
    town: Town, where: str, change: str, noted: set[LostRight]
) -> None:
    only_on(town.database, where)
    await outside(town.database, change)
    assert await notes(town) == noted
    assert await notes(town) == set(), "taken once"


ACCOUNT = f"SELECT account FROM identities WHERE {OF_WANG}"


@pytest.mark.parametrize(
    ("where", "change"),
    [
        (BOTH, f"DELETE FROM identities WHERE {OF_WANG}"),
        (BOTH, f"UPDATE identities SET person_id = {LI} WHERE {OF_WANG}"),
        (BOTH, f"UPDATE identities SET account = 'another' WHERE {OF_WANG}"),
        ("postgresql", "TRUNCATE identities"),
        (
            "sqlite",
            f"""INSERT OR REPLACE INTO identities (person_id, channel, account, reachable)
                SELECT {LI}, channel, account, reachable FROM identities WHERE {OF_WANG}""",
        ),
        (
            "sqlite",
            f"UPDATE OR REPLACE identities SET channel = 'wecom', account = ({ACCOUNT}) WHERE person_id = {LI}",
        ),
    ],
)
async def test_an_account_that_another_program_takes_away_is_noted(town: Town, where: str, change: str) -> None:
    only_on(town.database, where)
    channel, account = town.accounts["王工"]
    await outside(town.database, change)
    assert await notes(town) == {LostRight(what=Lost.ACCOUNT, channel=channel, account=account)}


async def test_what_is_undone_notes_nothing(town: Town) -> None:
    class Undone(Exception):
        pass

    def undone(session: Session) -> None:
        session.execute(text(SUSPENDED))
        raise Undone

    with pytest.raises(Undone):
        await town.database.run(undone)
    assert await notes(town) == set()
