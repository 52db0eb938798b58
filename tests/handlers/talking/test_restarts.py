"""A restart before every event of every talk changes nothing: what there is stands in the database."""

import pytest

from handlers.talking.conversing import TALKS
from tests.handlers.talking.telling import Happening, Teller, restart
from tests.handlers.talking.test_transcripts import FOLDER, name_of
from tests.handlers.visits.stories import STORIES
from tests.town import Town


@pytest.mark.parametrize(
    ("fresh", "talk"),
    [("sqlite", talk) for talk in sorted(TALKS)]
    + [("postgresql", talk) for talk in ("visit.request", "visit.postpone", "visit.outcome")],
    indirect=["fresh"],
)
async def test_a_talk_reads_the_same_when_everything_restarts_before_each_event(town: Town, talk: str) -> None:
    story = STORIES[talk]
    restarts: list[str] = []

    async def before(who: str, happening: Happening) -> None:
        restarts.append(who)
        await restart(town)

    teller = Teller(town, "zh-CN", before=before)
    await story.stage(teller)
    channel = town.accounts[story.who][0]
    teller.lines.append(f"{talk}: {story.who}, {channel.value}, zh-CN")
    teller.aloud = True
    await story.tell(teller)
    assert len(restarts) > 1
    assert teller.text == (FOLDER / name_of(talk, "zh-CN", channel)).read_text(encoding="utf-8")
