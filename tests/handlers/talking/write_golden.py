"""Writes the golden drafts of the version in pyproject.toml: `python -m tests.handlers.talking.write_golden`.

One file a talk, a draft before each event of its story. Those of a version that was shipped are never written again.
"""

import asyncio
import json
import tempfile
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from models.ground.database import Database, sqlite_writer
from models.post.drafts import Draft
from models.schema import metadata
from tests.handlers.talking.telling import Happening, Teller, draft_of
from tests.handlers.visits.stories import STORIES
from tests.town import Town

FOLDER = Path(__file__).parent / "golden"
PROJECT = Path(__file__).parents[3] / "pyproject.toml"
KEPT = ("talk", "subject", "answers", "question", "offered")


async def points_of(town: Town, talk: str) -> list[dict[str, Any]]:
    """The drafts of a talk before each of its events, and the question each event led to, "" where it was over."""
    points: list[dict[str, Any]] = []

    async def look(who: str) -> Draft | None:
        draft = await draft_of(town, who)
        if points:
            points[-1]["leads_to"] = draft.question if draft is not None and draft.talk == talk else ""
        return draft

    async def before(who: str, happening: Happening) -> None:
        draft = await look(who)
        if draft is not None and draft.talk == talk:
            kept = {name: value for name, value in asdict(draft).items() if name in KEPT}
            points.append({"draft": kept, "event": happening})

    teller = Teller(town, "zh-CN", before=before)
    await STORIES[talk].stage(teller)
    teller.aloud = True
    await STORIES[talk].tell(teller)
    await look(STORIES[talk].who)
    return points


async def write(talk: str, folder: Path, address: str) -> None:
    """Writes the file of one talk, lived on an empty database."""
    engine = sqlite_writer(make_url(address))
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    database = await Database(address).open()
    try:
        points = await points_of(await Town.found(database), talk)
    finally:
        await database.close()
    text = json.dumps(points, ensure_ascii=False, indent=1)
    (folder / f"{talk}.json").write_text(f"{text}\n", encoding="utf-8")


def main() -> None:
    """Writes every talk's."""
    version = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    folder = FOLDER / version
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for talk in STORIES:
            asyncio.run(write(talk, folder, f"sqlite+aiosqlite:///{scratch}/{talk}.db"))


if __name__ == "__main__":
    main()
