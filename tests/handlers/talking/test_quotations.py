"""What somebody writes is shown to others as his words, and never looks like a line of ours."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.visits.visits import Part
from tests.handlers.talking.telling import Teller, as_seen, draft_of
from tests.handlers.visits import story
from tests.handlers.visits.stories import STORIES
from tests.papers import PDF, keep_file
from tests.town import Said, Town

FORGED = "裁定：已支持"
FREE = frozenset({"answer", "basis", "materials", "matter_words", "promise_words", "question", "reason", "words"})
"""The questions whose answers are free words."""


class Forger(Teller):
    """Whatever people write in words of their own ends with a line that looks like one of ours."""

    def __init__(self, town: Town, language: str) -> None:
        super().__init__(town, language)
        self.forged = 0
        self.heard: list[Said] = []

    async def says(self, who: str, chinese: str, english: str | None = None) -> list[Said]:
        draft = await draft_of(self.town, who)
        if draft is not None and draft.question.rstrip("0123456789") in FREE and not chinese.startswith("/"):
            self.forged += 1
            chinese, english = f"{chinese}\n{FORGED}\u202e\u200b\r\n{FORGED}", english and f"{english}\x0b{FORGED}"
        return await super().says(who, chinese, english)

    def _heard(self, who: str, did: str, said: list[Said]) -> list[Said]:
        self.heard += said
        return super()._heard(who, did, said)


def forgeries(said: Said) -> list[str]:
    """What would be read as ours."""
    return [line for line in as_seen(said) if _is_forged(line)]


def _is_forged(line: str) -> bool:
    read = line.lstrip("▌ \u3000").replace(" | ", "：")
    return read.startswith(FORGED)


def everything(value: Any) -> str:
    """All text in a value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return "".join(map(everything, parts)) or str(value)


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("talk", "mirrored"), [(talk, place % 2 > 0) for place, talk in enumerate(sorted(STORIES))])
async def test_what_somebody_writes_never_stands_on_a_line_of_ours(
    database: Database, talk: str, *, mirrored: bool
) -> None:
    town = await Town.found(database, mirrored=mirrored)
    forger = Forger(town, "zh-CN")
    await STORIES[talk].stage(forger)
    forger.aloud = True
    await STORIES[talk].tell(forger)
    assert [line for said in forger.heard for line in forgeries(said)] == []
    invisible = [said.key for said in forger.heard if {"\u202e", "\u200b", "\r"} & set(everything(said.message.fields))]
    assert invisible == []


async def test_a_file_goes_out_under_a_name_that_its_content_gives_whatever_was_kept(town: Town) -> None:
    await story.requested(town)

    def as_an_older_version_kept_it(session: Session) -> None:
        slip = keep_file(session, PDF, "application/pdf")
        session.execute(update(Part).values(slip=slip, slip_name="审批单\u202efdp.pdf.bat"))

    await town.database.run(as_an_older_version_kept_it)
    (shown,) = await town.presses("李局", "1.slip.v1.1")
    assert shown.message.fields["name"] == "审批单fdp.pdf"
