"""Every talk as it is read, in each language on each channel: the files in transcripts/ are compared exactly.

They are written anew with `FUMA_WRITE_TRANSCRIPTS=1 pytest tests/handlers/talking/test_transcripts.py`; then read every
change.
"""

import os
from pathlib import Path

import pytest

from bot.demo.seed import read_people
from bot.words import Words
from handlers.talking.conversing import TALKS
from models.ground.database import Database
from models.ground.messages import Channel
from tests.handlers.talking.telling import Teller
from tests.handlers.visits.stories import STORIES
from tests.town import Town

FOLDER = Path(__file__).parent / "transcripts"
LANGUAGES = Words.load().locales
EVERY = [
    (talk, language, channel)
    for talk in sorted(TALKS)
    for language in LANGUAGES
    for channel in (Channel.TELEGRAM, Channel.WECOM)
]


def name_of(talk: str, language: str, channel: Channel) -> str:
    return f"{talk}.{language}.{channel.value}.txt"


async def told(database: Database, talk: str, language: str, channel: Channel) -> str:
    story = STORIES[talk]
    usual = next(person["channel"] for person in read_people(mirrored=False)["people"] if person["name"] == story.who)
    town = await Town.found(database, mirrored=usual != channel.value, language=language)
    teller = Teller(town, language)
    await story.stage(teller)
    teller.lines.append(f"{talk}: {story.who}, {channel.value}, {language}")
    teller.aloud = True
    await story.tell(teller)
    return teller.text


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("talk", "language", "channel"), EVERY)
async def test_a_talk_reads_as_in_its_transcript(
    database: Database, talk: str, language: str, channel: Channel
) -> None:
    file = FOLDER / name_of(talk, language, channel)
    text = await told(database, talk, language, channel)
    if os.environ.get("FUMA_WRITE_TRANSCRIPTS"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_talk_has_a_transcript_for_each_language_and_channel_and_there_is_no_other() -> None:
    assert {file.name for file in FOLDER.glob("*.txt")} == {name_of(*which) for which in EVERY}
