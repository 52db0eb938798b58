"""Drawing the signs of enterprises."""

import asyncio
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.drawing import draw, draw_sign_as_pdf
from bot.opening import opened
from bot.pictures import Fonts
from bot.settings import Settings
from bot.words import Words
from models.ground.messages import Drawing, Picture
from models.register.enterprises import Enterprise, Sign


async def draw_signs(settings: Settings, codes: list[str], out: Path) -> list[str]:
    """Writes a PNG and a PDF for each enterprise; gives a line for each that isn't known or has no sign. Raises
    CannotStart, and OSError where they can't be written.
    """
    async with opened(settings) as database:
        found = await database.read(lambda session: _signs(session, codes))
    await asyncio.to_thread(_write, settings, found, out)
    return [f"{code}: no such enterprise, or it has no sign yet" for code in codes if code not in found]


def _signs(session: Session, codes: list[str]) -> dict[str, tuple[str, str]]:
    standing = select(Enterprise.uscc, Enterprise.name, Sign.code).join(Sign, Sign.enterprise_id == Enterprise.id)
    rows = session.execute(standing.where(Enterprise.uscc.in_(codes), Sign.replaced_at.is_(None)))
    return {row.uscc: (row.name, row.code) for row in rows}


def _write(settings: Settings, signs: dict[str, tuple[str, str]], out: Path) -> None:
    words, fonts = Words.load(), Fonts.load(settings.font)
    out.mkdir(parents=True, exist_ok=True)
    for uscc, (name, code) in signs.items():
        picture = Picture(drawing=Drawing.SIGN, fields={"enterprise": name, "code": code})
        args = (picture, settings.locale, words, fonts, settings.public_url)
        (out / f"{uscc}.png").write_bytes(draw(*args))
        (out / f"{uscc}.pdf").write_bytes(draw_sign_as_pdf(*args))
