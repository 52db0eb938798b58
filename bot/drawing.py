"""From a picture's meaning to PNG: its fields in the reader's words, set on one of the cards of bot/pictures."""

from collections.abc import Callable
from datetime import datetime

from bot.pictures import (
    Fonts,
    MissingGlyphs,
    PassCard,
    ReasonLine,
    SignCard,
    VerdictCard,
    VisitorList,
    draw_pass,
    draw_sign,
    draw_sign_pdf,
    draw_verdict,
    draw_visitor_list,
)
from bot.words import Words
from models.ground.messages import Drawing, Fields, Json, Picture, word
from models.time.moments import to_cst

Say = Callable[[Json], str]
Draw = Callable[[Say], bytes]

PASS_ROWS = {
    "department": "department",
    "visitor": "visitor",
    "window": "window",
    "valid": "valid",
    "matters": "matters",
}


def draw(picture: Picture, locale: str, words: Words, fonts: Fonts, public_url: str) -> bytes:
    """The picture as PNG. A character that the font lacks becomes 〓: a name half drawn is better than no pass."""
    return _whole(lambda say: _drawn(picture, say, fonts, public_url), locale, words, fonts)


def draw_sign_as_pdf(picture: Picture, locale: str, words: Words, fonts: Fonts, public_url: str) -> bytes:
    """A sign as a PDF of one page, to print."""
    return _whole(lambda say: draw_sign_pdf(_sign_card(picture.fields, say, public_url), fonts), locale, words, fonts)


def _whole(drawn: Draw, locale: str, words: Words, fonts: Fonts) -> bytes:
    def say(value: Json) -> str:
        return words.say(locale, value, full=True)

    def say_with_geta(value: Json) -> str:
        return fonts.with_geta(say(value))

    try:
        return drawn(say)
    except MissingGlyphs:
        return drawn(say_with_geta)


def _drawn(picture: Picture, say: Say, fonts: Fonts, public_url: str) -> bytes:
    fields = picture.fields
    match picture.drawing:
        case Drawing.PASS:
            return draw_pass(_pass_card(fields, say, public_url), fonts)
        case Drawing.VERDICT:
            return draw_verdict(_verdict_card(fields, say), fonts)
        case Drawing.VISITORS:
            return draw_visitor_list(_visitor_list(fields, say), fonts)
        case Drawing.SIGN:
            return draw_sign(_sign_card(fields, say, public_url), fonts)


def _pass_card(fields: Fields, say: Say, public_url: str) -> PassCard:
    return PassCard(
        title=say(word("picture-pass-title")),
        enterprise=say(fields["enterprise"]),
        rows=_rows(fields, say, PASS_ROWS),
        number=fields["number"],
        number_label=say(word("picture-pass-number")),
        note=say(word("picture-pass-note")),
        qr=f"{public_url}/p/{fields['code']}",
    )


def _verdict_card(fields: Fields, say: Say) -> VerdictCard:
    return VerdictCard(
        green=fields["green"],
        word=say(word("picture-verdict-green" if fields["green"] else "picture-verdict-red")),
        time=_time(fields["at"], say),
        enterprise=say(fields["enterprise"]),
        person=say(fields["who"]) or None,
        rows=_rows(fields, say, {"department": "departments", "window": "window"}),
        reasons=tuple(ReasonLine(say(reason["what"]), say(reason["cure"])) for reason in fields["reasons"]),
    )


def _time(at: Json, say: Say) -> str:
    """To the second: it shows that the picture is a fresh one."""
    moment = to_cst(datetime.fromisoformat(at["$moment"]))
    month = word(f"month-{moment.month}")
    clock = f"{moment:%H:%M:%S}"
    return say(word("picture-verdict-time", year=moment.year, month=month, day=moment.day, time=clock))


def _visitor_list(fields: Fields, say: Say) -> VisitorList:
    return VisitorList(
        title=say(word("picture-list-title")),
        enterprise=say(fields["enterprise"]),
        rows=_rows(
            fields, say, {"department": "departments", "kind": "kind", "window": "window", "matters": "matters"}
        ),
        visitors=tuple(
            (say(each["name"]), say(word("picture-list-card", card=each["card"]))) for each in fields["cards"]
        ),
        note=say(word("picture-list-note")),
    )


def _sign_card(fields: Fields, say: Say, public_url: str) -> SignCard:
    return SignCard(
        enterprise=say(fields["enterprise"]),
        title=say(word("picture-sign-title")),
        qr=f"{public_url}/s/{fields['code']}",
        how=tuple(say(word("picture-sign-how")).split("\n")),
        footer=say(word("picture-sign-footer")),
    )


def _rows(fields: Fields, say: Say, labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Label and value of each field that has one."""
    said = ((label, say(fields[name])) for label, name in labels.items() if name in fields)
    return tuple((say(word(f"picture-label-{label}")), value) for label, value in said if value)
