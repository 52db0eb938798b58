"""The schema's history: from empty to the newest it is what the tables say, and the way back works."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.inquiries import proposals
from models.migrations import migrate, on, upgrade
from models.schema import metadata
from models.versions import NEWEST, version
from tests.town import Town

Look = Callable[[Session], Any]


def shape(connection: Connection) -> dict[str, Any]:
    """Every table with all that can be read of it."""
    look = inspect(connection)
    tables = sorted(set(look.get_table_names()) - {"alembic_version"} - full_text(connection).keys())
    return {
        table: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], str(column["default"]))
                for column in look.get_columns(table)
            ),
            "primary key": look.get_pk_constraint(table)["constrained_columns"],
            "unique": sorted(tuple(each["column_names"]) for each in look.get_unique_constraints(table)),
            "checks": sorted(_plain(each["sqltext"]) for each in look.get_check_constraints(table)),
            "foreign keys": sorted(
                (tuple(each["constrained_columns"]), each["referred_table"]) for each in look.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (each["name"], tuple(each["column_names"]), bool(each["unique"]), _where(each))
                for each in look.get_indexes(table)
            ),
        }
        for table in tables
    }


def full_text(connection: Connection) -> dict[str, str]:
    """What SQLAlchemy's own tables say nothing of, the index for searching, with the SQL of what it consists of."""
    sql = {
        "sqlite": "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name LIKE 'document/_pairs%' ESCAPE '/'",
        "postgresql": """
            SELECT relname, coalesce(pg_get_indexdef(oid), '') FROM pg_class WHERE relname = 'ix_document_pairs_pairs'
            UNION ALL SELECT attrelid::regclass::text, string_agg(format_type(atttypid, atttypmod), ' ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = to_regclass('document_pairs') AND attnum > 0 GROUP BY 1""",
    }
    return {name: "".join(how.split()) for name, how in connection.execute(text(sql[connection.dialect.name]))}


def triggers(connection: Connection) -> dict[str, str]:
    """Every trigger with its SQL, on PostgreSQL with that of what it calls."""
    sql = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": """
            SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid)
            FROM pg_trigger t WHERE NOT tgisinternal""",
    }
    return {row[0]: row[1] for row in connection.execute(text(sql[connection.dialect.name]))}


def _plain(words: str) -> str:
    return "".join(words.split()).replace("(", "").replace(")", "")


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return _plain(str(options.get("sqlite_where", options.get("postgresql_where", ""))))


@pytest.fixture
async def empty(database: Database) -> Database:
    """A database without even its tables."""
    await database.run(lambda session: metadata.drop_all(session.connection()))
    return database


async def test_from_empty_to_the_newest_is_what_the_tables_say_and_back_and_again(empty: Database) -> None:
    def on_connection(work: Callable[[Connection], Any]) -> Look:
        return lambda session: work(session.connection())

    assert await empty.read(version) is None
    await empty.run(on_connection(upgrade))
    by_scripts = await empty.run(on_connection(shape))
    searched = await empty.run(on_connection(full_text))
    assert searched.keys() >= {"document_pairs"}
    act = await empty.run(on_connection(triggers))
    assert act
    assert await empty.read(version) == NEWEST

    await empty.run(on_connection(lambda connection: command.downgrade(on(connection), "base")))
    assert await empty.run(on_connection(shape)) == {}
    assert await empty.run(on_connection(full_text)) == {}
    assert await empty.run(on_connection(triggers)) == {}
    await empty.run(on_connection(upgrade))
    assert await empty.run(on_connection(shape)) == by_scripts
    assert await empty.run(on_connection(triggers)) == act

    await empty.run(on_connection(lambda connection: command.downgrade(on(connection), "base")))
    await empty.run(on_connection(metadata.create_all))
    assert await empty.run(on_connection(shape)) == by_scripts
    assert await empty.run(on_connection(full_text)) == searched
    assert await empty.run(on_connection(triggers)) == act
    assert len(by_scripts) == len(metadata.tables)


async def test_departments_from_before_the_index_of_words_can_be_proposed(town: Town) -> None:
    def without_index(session: Session) -> None:
        connection = session.connection()
        command.stamp(on(connection), NEWEST)
        command.downgrade(on(connection), "0002")
        upgrade(connection)

    def proposed(session: Session) -> list[proposals.Proposal]:
        return proposals.propose(session, "市生态环境局大气监管科：危险化学品怎么储存", 1)

    before = await town.look(proposed)
    assert len(before) == 2
    await town.database.run(without_index)
    assert await town.look(proposed) == before


async def test_the_command_brings_a_database_to_the_newest_and_twice_is_once(empty: Database) -> None:
    address = empty.url.render_as_string(hide_password=False)
    for _ in range(2):
        await asyncio.to_thread(migrate, address)
        assert await empty.read(version) == NEWEST


def test_the_version_the_program_knows_is_that_of_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", "models/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]
