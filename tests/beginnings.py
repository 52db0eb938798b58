"""Databases for tests: each begins like a template. A PostgreSQL database that was used is put back as it began and
used again, since making one takes a hundred times as long.
"""

import asyncio
import shutil
from collections import defaultdict
from itertools import count
from pathlib import Path

import asyncpg

from models.ground.database import Database
from models.schema import metadata
from tests.town import Town

EMPTY, TOWN = BEGINNINGS = ("fuma_empty", "fuma_town")  # every table; and the demo's people beside

_numbers = count()

# Every row and every sequence of a template is kept beside it in a schema of its own, which its copies have too.
_KEEP = """
CREATE SCHEMA beginning;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE beginning.%1$I AS TABLE public.%1$I', name);
  END LOOP;
END $$;
CREATE TABLE beginning.sequences AS SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
CREATE FUNCTION beginning.restore() RETURNS void LANGUAGE plpgsql AS $$ DECLARE kept record; BEGIN
  SET LOCAL session_replication_role = replica;  -- what refers to what is right again at the end
  SET LOCAL lock_timeout = '1s';
  FOR kept IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', kept.tablename);
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM beginning.%1$I', kept.tablename);
  END LOOP;
  FOR kept IN SELECT * FROM beginning.sequences LOOP
    PERFORM setval(format('public.%I', kept.sequencename)::regclass, coalesce(kept.last_value, 1), kept.last_value IS
    NOT NULL); END LOOP; END $$;
"""


class SqliteBeginnings:
    """A file of each template, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for template in BEGINNINGS:
            asyncio.run(_fill(f"sqlite+aiosqlite:///{folder}/{template}.db", template))

    def like(self, template: str, folder: Path) -> str:
        """The address of a new file in a folder."""
        file = folder / f"fuma-{next(_numbers)}.db"
        shutil.copy(self._folder / f"{template}.db", file)
        return f"sqlite+aiosqlite:///{file}"


class PostgresqlBeginnings:
    """A template of each beginning on a server, and the databases that can be used again."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._free: dict[str, list[str]] = defaultdict(list)
        for template in BEGINNINGS:
            asyncio.run(self._make(template))

    def like(self, template: str) -> str:
        """The address of a database that begins like a template."""
        if self._free[template]:
            return self._free[template].pop()
        name = f"fuma_{next(_numbers)}"
        asyncio.run(execute(f"{self.server}/postgres", f"CREATE DATABASE {name} TEMPLATE {template}"))
        return f"{self.server}/{name}"

    def take_back(self, template: str, address: str) -> None:
        """Makes a database as it began; one that can't be is left alone."""
        try:
            asyncio.run(execute(address, "SELECT beginning.restore()"))
        except asyncpg.PostgresError:  # a test took a table away, or something still holds one
            return
        self._free[template].append(address)

    async def _make(self, template: str) -> None:
        await execute(f"{self.server}/postgres", f"CREATE DATABASE {template}")
        address = f"{self.server}/{template}"
        await _fill(address, template)
        await execute(address, _KEEP)


async def execute(address: str, statements: str) -> None:
    """Runs statements on a PostgreSQL database, in one transaction where there are several."""
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


async def _fill(address: str, template: str) -> None:
    opened = await Database(address).open()
    try:
        await opened.run(lambda session: metadata.create_all(session.connection()))
        if template == TOWN:
            await Town.found(opened)
    finally:
        await opened.close()
