"""The schema's history: brings a database from any version to the newest. Runs in short processes of its own."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from models.ground.database import sqlite_writer


def migrate(url: str, revision: str = "head") -> None:
    """Brings the database to a version, the newest by default; raises SQLAlchemy's errors where it can't be reached."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = sqlite_writer(address)
        with engine.begin() as connection:
            upgrade(connection, revision)
        engine.dispose()
        return

    async def on_postgresql() -> None:
        engine = create_async_engine(address)
        async with engine.begin() as connection:
            await connection.run_sync(upgrade, revision)
        await engine.dispose()

    asyncio.run(on_postgresql())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Runs the scripts on an open connection, inside its transaction."""
    command.upgrade(on(connection), revision)


def on(connection: Connection) -> Config:
    """Alembic's settings for work on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
