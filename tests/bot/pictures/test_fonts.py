"""The typeface: what it has, what it refuses, what it makes of odd input."""

import struct
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from bot.pictures import FontError, Fonts, MissingGlyphs
from bot.pictures.coverage import read_coverage
from bot.pictures.fonts import tidy

DEMO = "王工李局周科赵总钱副总小陈何督查孙工吴管理"
RARE = "䶮㛃𫖮𬬱"
FONT = Path(pylopdf_fonts_zh_cn.sans_path())
FONTS = Fonts.load()
FACE = ImageFont.truetype(str(FONT), 28, layout_engine=ImageFont.Layout.BASIC)
NO_GLYPH = FACE.getmask("\uffff")


def test_every_name_of_the_demo_and_the_rare_ones_can_be_drawn(fonts: Fonts) -> None:
    assert fonts.missing_glyphs(DEMO + RARE) == set()


def test_every_character_of_gb_2312_can_be_drawn(fonts: Fonts) -> None:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    assert len(characters) == 6763
    assert fonts.missing_glyphs(characters) == set()


@settings(max_examples=200, deadline=None)
@given(st.characters(exclude_categories=("M", "C", "Z")))
def test_a_character_counts_as_present_exactly_where_no_box_would_be_drawn(character: str) -> None:
    mask = FACE.getmask(character)
    draws_a_box = mask.size == NO_GLYPH.size and bytes(mask) == bytes(NO_GLYPH)
    composed = tidy(character)
    if composed == character and character not in "〱〲":
        assert bool(FONTS.missing_glyphs(character)) is draws_a_box


def test_a_missing_glyph_is_named_by_its_code_point(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs, match="U\\+20BB7"):
        fonts.require("王工", "𠮷")


def test_half_of_a_character_is_refused_like_any_that_is_missing(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs, match="U\\+D842"):
        fonts.require("\ud842")


def test_a_mark_without_its_letter_is_missing_and_one_that_joins_it_is_not(fonts: Fonts) -> None:
    assert fonts.missing_glyphs("e\u0301") == set()
    assert fonts.missing_glyphs("王\u0301") == {"\u0301"}


def test_who_would_rather_draw_than_refuse_gets_the_printers_mark(fonts: Fonts) -> None:
    assert fonts.with_geta("王工😀\u200d𠮷 好") == "王工〓〓 好"


def test_invisible_characters_neither_stop_nor_turn_a_text(fonts: Fonts) -> None:
    assert tidy("\u202e王\u200b工\ufe0f\U000e0101\t \u3000局\u00ad") == "王工 局"
    assert tidy("  绿码 \r\n\n 请通行 ") == "绿码\n请通行"
    assert fonts.missing_glyphs("\u202e王工\x00\n") == set()


def test_a_width_is_what_the_line_will_take(fonts: Fonts) -> None:
    for text in ("市生态环境局", "Entry pass 2026", RARE):
        assert abs(fonts.line(text, 32).width - fonts.width(text, 32)) <= 6


def test_a_line_without_any_ink_is_refused(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs):
        fonts.line(" ", 32)


def test_a_font_of_ones_own_is_used(tmp_path: Path) -> None:
    own = tmp_path / "own.otf"
    own.symlink_to(pylopdf_fonts_zh_cn.serif_path())
    assert Fonts.load(own).missing_glyphs(DEMO) == set()


@pytest.mark.parametrize("content", [b"", b"OTTO", b"no font at all, only words", b"OTTO\0\1\0\0\0\0\0\0cmap"])
def test_a_file_that_is_no_font_stops_the_start_and_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.otf"
    path.write_bytes(content)
    with pytest.raises(FontError, match=r"broken\.otf"):
        Fonts.load(path)


def test_a_font_that_is_not_there_stops_the_start_and_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"nowhere\.otf"):
        Fonts.load(tmp_path / "nowhere.otf")


def test_a_font_cut_short_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "short.otf"
    path.write_bytes(FONT.read_bytes()[:20_000])
    with pytest.raises(FontError):
        Fonts.load(path)


def sfnt(cmap: bytes, *, at: int = 0) -> bytes:
    """The least file that has a cmap table; offsets count from the start of the file."""
    head = b"\0\1\0\0" + struct.pack(">H6x", 1)
    return head + struct.pack(">4s4xII", b"cmap", at + len(head) + 16, len(cmap)) + cmap


def cmap_of(subtable: bytes) -> bytes:
    return struct.pack(">HH", 0, 1) + struct.pack(">HHI", 3, 1, 12) + subtable


def groups(*ranges: tuple[int, int, int]) -> bytes:
    head = struct.pack(">HHIII", 12, 0, 16 + 12 * len(ranges), 0, len(ranges))
    return sfnt(cmap_of(head + b"".join(struct.pack(">III", *each) for each in ranges)))


# A to C by a delta, 王 and 工 by a table in which 工 has no glyph, and the end mark
SEGMENTS = struct.pack(
    ">7H 3H H 3H 3H 3H 2H",
    *(4, 0, 0, 6, 0, 0, 0),
    *(0x43, 0x738C, 0xFFFF),
    0,
    *(0x41, 0x738B, 0xFFFF),
    *((1 - 0x41) % 65536, 0, 1),
    *(0, 4, 0),
    *(7, 0),
)


def test_a_font_with_segments_of_the_basic_plane_is_read(tmp_path: Path) -> None:
    path = tmp_path / "segments.ttf"
    path.write_bytes(sfnt(cmap_of(SEGMENTS)))
    coverage = read_coverage(path)
    assert [character for character in "@ABCD王\u738c工\uffff" if character in coverage] == ["A", "B", "C", "王"]


def test_the_first_face_of_a_collection_is_read(tmp_path: Path) -> None:
    path = tmp_path / "faces.ttc"
    head = b"ttcf" + struct.pack(">HHII", 1, 0, 1, 16)
    path.write_bytes(head + sfnt(cmap_of(SEGMENTS), at=len(head)))
    assert "王" in read_coverage(path)


@pytest.mark.parametrize(
    "table",
    [
        groups((0x41, 0x110000, 1)),
        sfnt(cmap_of(struct.pack(">HHIII", 12, 0, 28, 0, 9))),
        sfnt(cmap_of(struct.pack(">HH", 6, 0))),
        b"\0\1\0\0" + struct.pack(">H6x", 0),
    ],
    ids=["beyond Unicode", "cut short", "of an old kind only", "without a table"],
)
def test_a_table_of_characters_that_makes_no_sense_is_refused(tmp_path: Path, table: bytes) -> None:
    path = tmp_path / "odd.ttf"
    path.write_bytes(table)
    with pytest.raises(ValueError, match="font"):
        read_coverage(path)


def test_a_font_without_the_digits_and_the_mark_of_a_cut_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "letters.ttf"
    path.write_bytes(groups((0x41, 0x5A, 1)))
    with pytest.raises(MissingGlyphs, match=r"U\+0030.*U\+2026"):
        Fonts.load(path)


def test_a_font_that_promises_characters_and_holds_none_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "hollow.ttf"
    path.write_bytes(groups((0x20, 0x9FFF, 1)))
    with pytest.raises(FontError, match=r"hollow\.ttf"):
        Fonts.load(path)


def test_a_group_that_begins_with_no_glyph_leaves_its_first_character_out(tmp_path: Path) -> None:
    path = tmp_path / "groups.ttf"
    path.write_bytes(groups((0x41, 0x43, 0)))
    coverage = read_coverage(path)
    assert [character for character in "ABCD" if character in coverage] == ["B", "C"]
