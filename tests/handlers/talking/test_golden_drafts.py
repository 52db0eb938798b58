"""Drafts as every version left them behind go on: the files in golden/<version>/, written by write_golden.py."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from handlers.talking.conversing import TALKS
from models.post import drafts
from models.post.drafts import Draft
from models.register.people import Person
from tests.handlers.talking.telling import PDF, Teller, draft_of
from tests.handlers.talking.write_golden import FOLDER
from tests.handlers.visits.stories import STORIES
from tests.papers import keep_file
from tests.town import Said, Town, shipped

FILES = sorted(FOLDER.glob("*/*.json"))


def left_behind(kept: dict[str, Any], who: str, town: Town, session: Session) -> Draft:
    """Puts a draft into the database as an older version had it there."""
    keep_file(session, PDF, "application/pdf")
    person = session.query(Person).filter_by(name=who).one()
    begun = drafts.begin(session, person.id, kept["talk"], kept["subject"], town.clock.moment)
    draft = Draft(
        id=begun.id,
        person_id=person.id,
        talk=kept["talk"],
        subject=kept["subject"],
        answers=tuple((key, answer) for key, answer in kept["answers"]),
        question=kept["question"],
        offered=tuple(kept["offered"]),
    )
    drafts.keep(session, draft, town.clock.moment)
    return draft


def points_in(file: Path) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return points


async def happens(town: Town, who: str, event: dict[str, str], draft: Draft) -> list[Said]:
    if "presses" in event:
        return await town.presses(who, f"1.{draft.id}.{draft.question}.{event['presses']}")
    if "sends" in event:
        return await town.sends_file(who, PDF, event["sends"], problem=event["problem"])
    return await town.says(who, event["says"])


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
async def test_a_draft_of_any_version_goes_on_where_it_was(town: Town, file: Path) -> None:
    story = STORIES[file.stem]
    teller = Teller(town, "zh-CN")
    await story.stage(teller)
    await shipped(town, drafts.OF_A_TALK, 1_000)  # their buttons are of the release that left them behind
    for point in points_in(file):
        draft = await town.database.run(partial(left_behind, point["draft"], story.who, town))
        said = await happens(town, story.who, point["event"], draft)
        after = await draft_of(town, story.who)
        assert (after.question if after else "") == point["leads_to"]
        assert said
        if after is not None:
            await town.database.run(partial(drafts.end, draft=after))


def test_every_talk_has_golden_drafts_at_several_points() -> None:
    assert {file.stem for file in FILES} == set(TALKS)
    points = {file: points_in(file) for file in FILES}
    assert not [file for file, found in points.items() if not found or found[-1]["leads_to"]]
    asked = {file: {point["draft"]["question"] for point in found} for file, found in points.items()}
    assert sum(len(questions) for questions in asked.values()) > 2 * len(FILES)
