"""Pictures as their readers get them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from bot.drawing import draw
from bot.pictures import Fonts
from bot.words import Words
from models.ground.messages import Drawing, Json, Picture, listing, moment, window, word
from models.time.moments import CST

WORDS = Words.load()
FONTS = Fonts.load()
URL = "https://fuma.example"
CODE = "Zm9vYmFyYmF6cXV4MTIzNA"
START = datetime(2026, 12, 3, 14, 30, tzinfo=CST)
END = datetime(2026, 12, 3, 16, 30, tzinfo=CST)
VISIT: dict[str, Json] = {
    "enterprise": "衡阳市星海电子材料股份有限公司",
    "departments": listing(["市生态环境局"]),
    "kind": word("kind-routine"),
    "window": window(START, END),
    "valid": window(START - timedelta(minutes=30), END + timedelta(hours=1)),
    "matters": listing(["废水排放口例行检查", "危险废物台账核对"]),
}
PASS = Picture(
    drawing=Drawing.PASS,
    fields={**VISIT, "code": CODE, "number": "381024", "department": "市生态环境局", "visitor": "王工"},
)
SIGN = Picture(drawing=Drawing.SIGN, fields={"code": CODE, "enterprise": VISIT["enterprise"]})
LIST = Picture(
    drawing=Drawing.VISITORS,
    fields={**VISIT, "cards": [{"name": "王工", "card": "湘D-20260117"}, {"name": "孙工", "card": ""}]},
)
TOO_EARLY = {
    "what": word("reason-too-early", opens_at=moment(START), closes_at=moment(END), starts_at=moment(START)),
    "cure": word("cure-come-in-time"),
}


def verdict(*reasons: Json, who: str = "王工", at: datetime = START) -> Picture:
    fields = {**VISIT, "green": not reasons, "at": moment(at), "who": who, "reasons": list(reasons)}
    return Picture(drawing=Drawing.VERDICT, fields=fields)


PICTURES = {"pass": PASS, "sign": SIGN, "list": LIST, "green": verdict(), "red": verdict(TOO_EARLY)}


def drawn(picture: Picture, locale: str = "zh-CN") -> Image.Image:
    return Image.open(BytesIO(draw(picture, locale, WORDS, FONTS, URL))).convert("RGB")


def corner(picture: Picture) -> tuple[int, int, int]:
    colour = drawn(picture).getpixel((3, 3))
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]


@pytest.mark.parametrize("locale", WORDS.locales)
@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_a_png_of_the_width_of_a_phone_or_of_a4(name: str, locale: str) -> None:
    content = draw(PICTURES[name], locale, WORDS, FONTS, URL)
    assert content.startswith(b"\x89PNG")
    assert Image.open(BytesIO(content)).width == (2480 if name == "sign" else 720)


@pytest.mark.parametrize("locale", WORDS.locales)
@pytest.mark.parametrize(("picture", "path"), [(PASS, "p"), (SIGN, "s")])
def test_a_scanner_reads_the_address_of_a_pass_and_of_a_sign(picture: Picture, path: str, locale: str) -> None:
    (found,) = zxingcpp.read_barcodes(drawn(picture, locale))
    assert found.text == f"{URL}/{path}/{CODE}"


def test_a_list_and_a_verdict_have_no_code_to_copy() -> None:
    for picture in (LIST, verdict(), verdict(TOO_EARLY)):
        assert zxingcpp.read_barcodes(drawn(picture)) == []


def test_green_is_green_and_red_is_red() -> None:
    red, green, _ = corner(verdict())
    assert green > red
    red, green, _ = corner(verdict(TOO_EARLY))
    assert red > green


def test_the_words_are_those_of_the_reader() -> None:
    for picture in PICTURES.values():
        assert drawn(picture, "en").tobytes() != drawn(picture, "zh-CN").tobytes()


def test_a_verdict_shows_the_second_it_was_given() -> None:
    later = START.replace(second=1)
    assert drawn(verdict()).tobytes() != drawn(verdict(at=later)).tobytes()


def test_reasons_and_cures_are_on_the_picture() -> None:
    second = {"what": word("reason-assistant-alone"), "cure": word("cure-come-with-an-officer")}
    assert drawn(verdict(TOO_EARLY, second)).height > drawn(verdict(TOO_EARLY)).height


def test_a_verdict_on_nobody_known_can_be_drawn() -> None:
    fields = {**verdict(TOO_EARLY, who="").fields, "enterprise": "", "departments": "", "window": ""}
    bare = drawn(Picture(drawing=Drawing.VERDICT, fields=fields))
    assert bare.height <= drawn(verdict(TOO_EARLY)).height


@pytest.mark.parametrize("name", ["王\U0002a6a5工", "ខ្មែរ", "👩‍🔬王工"])
def test_a_name_that_the_font_lacks_is_drawn_with_marks_and_never_refused(name: str) -> None:
    assert FONTS.missing_glyphs(name)
    strange = Picture(drawing=Drawing.PASS, fields={**PASS.fields, "visitor": name})
    marked = Picture(drawing=Drawing.PASS, fields={**PASS.fields, "visitor": FONTS.with_geta(name)})
    assert drawn(strange).tobytes() == drawn(marked).tobytes()
    (found,) = zxingcpp.read_barcodes(drawn(strange))
    assert found.text == f"{URL}/p/{CODE}"


def test_several_threads_draw_the_same_as_one() -> None:
    alone = {name: draw(picture, "zh-CN", WORDS, FONTS, URL) for name, picture in PICTURES.items()}
    ready = threading.Barrier(4)

    def draw_all(_: int) -> dict[str, bytes]:
        ready.wait()
        return {name: draw(picture, "zh-CN", WORDS, FONTS, URL) for name, picture in PICTURES.items()}

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw_all, range(4))) == [alone] * 4
