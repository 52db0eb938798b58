"""Another program's SQL on the same database, by a plain driver that knows nothing of ours."""

import asyncio
import sqlite3

import asyncpg

from models.ground.database import Database


async def outside(database: Database, *statements: str) -> None:
    """Runs statements, each in a transaction of its own, as a program does that changes rights without asking us."""
    if database.is_sqlite:
        await asyncio.to_thread(_on_sqlite, str(database.url.database), statements)
        return
    connection = await asyncpg.connect(database.url.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _on_sqlite(file: str, statements: tuple[str, ...]) -> None:
    """With SQLite's own defaults: neither foreign keys nor recursive triggers."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()
