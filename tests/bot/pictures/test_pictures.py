"""The finished pictures: opened again, measured, damaged and read."""

import io
import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image

from bot.pictures import (
    Fonts,
    Layout,
    PassCard,
    SignCard,
    VerdictCard,
    draw_pass,
    draw_sign,
    draw_sign_pdf,
    draw_verdict,
    draw_visitor_list,
)
from bot.pictures.painting import paint
from tests.bot.pictures.samples import (
    CHAT_PICTURES,
    GREEN_EN,
    GREEN_ZH,
    LIST_EN,
    LIST_ZH,
    PASS_EN,
    PASS_ZH,
    QR,
    RED_EN,
    RED_ZH,
    SIGN_EN,
    SIGN_ZH,
    Sample,
)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def chunks(png: bytes) -> list[str]:
    at, names = 8, []
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        names.append(png[at + 4 : at + 8].decode())
        at += 12 + length
    return names


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file)


def turned(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 90, 90))


def halved(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("card", [PASS_ZH, PASS_EN], ids=["zh", "en"])
def test_the_qr_of_a_pass_is_read_after_all_a_chat_and_a_camera_do_to_it(card: PassCard, fonts: Fonts) -> None:
    picture = opened(draw_pass(card, fonts))
    assert read(picture) == [QR]
    assert read(as_jpeg(picture, 40)) == [QR]
    assert read(turned(picture, 15)) == [QR]
    assert read(turned(picture, -15)) == [QR]
    assert read(halved(picture)) == [QR]
    assert read(as_jpeg(halved(turned(picture, 15)), 40)) == [QR]


def test_an_address_of_any_length_a_city_may_have_is_read_at_half_size(fonts: Fonts) -> None:
    for length in (20, 60, 120, 200):
        address = "https://fuma.example/p/".ljust(length, "x")
        assert read(halved(opened(draw_pass(replace(PASS_ZH, qr=address), fonts)))) == [address]


@pytest.mark.parametrize("card", [SIGN_ZH, SIGN_EN], ids=["zh", "en"])
def test_the_qr_of_a_sign_is_read_from_a_small_photo(card: SignCard, fonts: Fonts) -> None:
    picture = opened(draw_sign(card, fonts))
    photo = picture.resize((620, 877), Image.Resampling.BILINEAR)
    assert read(as_jpeg(turned(photo, 15), 40)) == [card.qr]


def test_a_verdict_and_a_visitor_list_carry_no_code(fonts: Fonts) -> None:
    assert read(opened(draw_verdict(GREEN_ZH, fonts))) == []
    assert read(opened(draw_visitor_list(LIST_ZH, fonts))) == []


@pytest.mark.parametrize("card", [PASS_ZH, PASS_EN], ids=["zh", "en"])
def test_a_pass_is_at_most_45_kb_and_carries_no_metadata(card: PassCard, fonts: Fonts) -> None:
    png = draw_pass(card, fonts)
    assert len(png) <= 45 * 1000
    assert set(chunks(png)) == {"IHDR", "PLTE", "IDAT", "IEND"}
    assert opened(png).width == 720


def test_the_other_pictures_carry_no_metadata_but_the_signs_resolution(fonts: Fonts) -> None:
    for png in (draw_verdict(RED_EN, fonts), draw_visitor_list(LIST_EN, fonts)):
        assert set(chunks(png)) == {"IHDR", "PLTE", "IDAT", "IEND"}
    assert set(chunks(draw_sign(SIGN_ZH, fonts))) == {"IHDR", "PLTE", "pHYs", "IDAT", "IEND"}


def test_the_same_card_is_the_same_picture_to_the_byte(fonts: Fonts) -> None:
    assert draw_pass(PASS_ZH, fonts) == draw_pass(PASS_ZH, Fonts.load())
    assert draw_sign_pdf(SIGN_ZH, fonts) == draw_sign_pdf(SIGN_ZH, fonts)


@pytest.mark.parametrize("sample", CHAT_PICTURES, ids=str)
def test_ink_lies_where_the_layout_says_and_in_its_colours(sample: Sample, fonts: Fonts) -> None:
    layout = sample.lay_out(fonts)
    picture = paint(layout, fonts).convert("RGB")
    for box in layout.texts:
        found = picture.crop((box.x0, box.y0, box.x1, box.y1)).getcolors()
        assert found is not None
        colours = {colour for _, colour in found}
        assert colours <= between(box.tone.paper_rgb, box.colour), box
        assert box.colour in colours, box


def between(one: tuple[int, int, int], other: tuple[int, int, int]) -> set[tuple[int, ...]]:
    mixed = [tuple(round(a + (b - a) * step / 7) for a, b in zip(one, other, strict=True)) for step in range(8)]
    return set(mixed)


def test_no_ink_lies_outside_the_boxes(fonts: Fonts) -> None:
    for sample in CHAT_PICTURES:
        layout = sample.lay_out(fonts)
        without = replace(layout, items=tuple(item for item in layout.items if item not in layout.texts))
        written, blank = (paint(each, fonts).convert("RGB") for each in (layout, without))
        for box in layout.texts:
            place = (box.x0, box.y0)
            written.paste(blank.crop((box.x0, box.y0, box.x1, box.y1)), place)
        assert written.tobytes() == blank.tobytes(), sample.name


@pytest.mark.parametrize(
    ("card", "strongest"),
    [(GREEN_ZH, 1), (GREEN_EN, 1), (RED_ZH, 0), (RED_EN, 0)],
    ids=["zh", "en", "zh red", "en red"],
)
def test_a_verdict_is_its_colour_at_first_sight(card: VerdictCard, strongest: int, fonts: Fonts) -> None:
    mean = opened(draw_verdict(card, fonts)).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(mean, tuple)
    assert max(range(3), key=lambda channel: mean[channel]) == strongest
    assert opened(draw_verdict(card, fonts)).getpixel((2, 2)) == ((0, 95, 56) if card.green else (163, 13, 20))


def test_many_threads_draw_the_same_as_one() -> None:
    cards = [replace(PASS_ZH, number=f"{number:06}") for number in range(12)]
    alone = Fonts.load()
    expected = [draw_pass(card, alone) for card in cards] + [draw_verdict(RED_EN, alone)] * 12
    shared = Fonts.load()
    with ThreadPoolExecutor(6) as pool:
        passes = [pool.submit(draw_pass, card, shared) for card in cards]
        verdicts = [pool.submit(draw_verdict, RED_EN, shared) for _ in cards]
        drawn = [job.result() for job in passes + verdicts]
    assert drawn == expected


def test_a_sign_is_a4_at_300_dpi(fonts: Fonts) -> None:
    picture = Image.open(io.BytesIO(draw_sign(SIGN_ZH, fonts)))
    assert picture.size == (2480, 3508)
    assert [round(side) for side in picture.info["dpi"]] == [300, 300]


def test_the_signs_pdf_is_one_a4_page_whose_every_offset_holds(fonts: Fonts) -> None:
    pdf = draw_sign_pdf(SIGN_ZH, fonts)
    assert pdf.startswith(b"%PDF-1.4\n")
    assert pdf.endswith(b"%%EOF\n")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    millimetres = [float(side) / 72 * 25.4 for side in box.groups()]
    assert millimetres == pytest.approx([210, 297], abs=0.1)
    start = re.search(rb"startxref\n(\d+)\n", pdf)
    assert start
    table = pdf[int(start[1]) :]
    assert table.startswith(b"xref\n0 6\n0000000000 65535 f \n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", table)]
    assert [pdf[place : place + 7] for place in places] == [b"%d 0 obj" % number for number in range(1, 6)]
    assert all(one < other for one, other in pairwise(places))
    assert b"/Info" not in pdf
    assert b"Date" not in pdf[:400]


def test_the_signs_pdf_shows_the_picture_of_the_sign(fonts: Fonts) -> None:
    pdf = draw_sign_pdf(SIGN_EN, fonts)
    head = re.search(rb"/Indexed /DeviceRGB (\d+) <([0-9a-f]+)>\] /Filter /FlateDecode /Length (\d+) >>\nstream\n", pdf)
    assert head
    palette = bytes.fromhex(head[2].decode())
    assert len(palette) == 3 * (int(head[1]) + 1)
    pixels = zlib.decompress(pdf[head.end() : head.end() + int(head[3])])
    image = Image.frombytes("P", (2480, 3508), pixels)
    image.putpalette(palette)
    assert image.convert("RGB").tobytes() == opened(draw_sign(SIGN_EN, fonts)).tobytes()


def test_an_empty_layout_is_an_empty_page(fonts: Fonts) -> None:
    bare = CHAT_PICTURES[0].lay_out(fonts)
    page = paint(Layout(40, 30, bare.ground, ()), fonts).convert("RGB")
    assert page.getcolors() == [(1200, bare.ground.paper_rgb)]
