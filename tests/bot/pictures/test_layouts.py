"""What an official in the rain and an owner of sixty can rely on, measured before any ink."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import (
    Fonts,
    Layout,
    Mark,
    MissingGlyphs,
    PassCard,
    QrBox,
    ReasonLine,
    VerdictCard,
    VisitorList,
    lay_out_pass,
    lay_out_sign,
    lay_out_verdict,
    lay_out_visitor_list,
)
from bot.pictures.layout import Shape
from bot.pictures.qr import QUIET
from tests.bot.pictures.measures import assert_well_set
from tests.bot.pictures.samples import (
    CHAT_PICTURES,
    EVERY_PICTURE,
    GREEN_EN,
    GREEN_ZH,
    LIST_ZH,
    LONG_NAME,
    MANY_REASONS,
    MANY_ROWS,
    PASS_EN,
    PASS_ZH,
    RED_EN,
    RED_ZH,
    SIGN_EN,
    SIGN_ZH,
    Sample,
)

FONTS = Fonts.load()

ordinary = st.text("王工李局周科赵总钱副总小陈市生态环境局，。（）「」“”…—·、 ABCxyz019,.-'()\n䶮㛃𫖮𬬱", max_size=80)
pairs = st.lists(st.tuples(ordinary, ordinary), max_size=6).map(tuple)
words = st.sampled_from(
    ("绿码请通行", "禁止入企", "绿码\n请通行", "GREEN – PLEASE ENTER", "RED – DO NOT ENTER", "STOP", "Entry refused")
)


def said(layout: Layout, role: str) -> str:
    return "".join(box.text for box in layout.texts if box.role == role)


@pytest.mark.parametrize("sample", EVERY_PICTURE, ids=str)
def test_every_text_is_inside_readable_and_free_of_the_others(sample: Sample, fonts: Fonts) -> None:
    assert_well_set(sample.lay_out(fonts))


@pytest.mark.parametrize("sample", CHAT_PICTURES, ids=str)
def test_a_picture_for_chat_is_720_px_wide_and_has_no_text_under_28(sample: Sample, fonts: Fonts) -> None:
    layout = sample.lay_out(fonts)
    assert layout.width == 720
    assert min(box.size for box in layout.texts) >= 28
    assert layout.height <= 1920


@settings(max_examples=40, deadline=None)
@given(title=ordinary, enterprise=ordinary, rows=pairs, label=ordinary, note=ordinary)
def test_a_pass_of_any_words_is_well_set(
    title: str, enterprise: str, rows: tuple[tuple[str, str], ...], label: str, note: str
) -> None:
    card = PassCard(
        title=title, enterprise=enterprise, rows=rows, number="012345", number_label=label, note=note, qr=PASS_ZH.qr
    )
    assert_well_set(lay_out_pass(card, FONTS))


@settings(max_examples=40, deadline=None)
@given(
    green=st.booleans(),
    word=words,
    person=st.none() | ordinary,
    enterprise=ordinary,
    rows=pairs,
    reasons=st.lists(st.builds(ReasonLine, ordinary, ordinary), max_size=8).map(tuple),
)
def test_a_verdict_of_any_words_is_well_set_and_its_word_takes_a_sixth(
    green: bool,
    word: str,
    person: str | None,
    enterprise: str,
    rows: tuple[tuple[str, str], ...],
    reasons: tuple[ReasonLine, ...],
) -> None:
    card = VerdictCard(
        green=green, word=word, time="14:03", enterprise=enterprise, person=person, rows=rows, reasons=reasons
    )
    layout = lay_out_verdict(card, FONTS)
    assert_well_set(layout)
    assert word_share(layout) >= 1 / 6


@settings(max_examples=25, deadline=None)
@given(enterprise=ordinary, rows=pairs, visitors=pairs, note=ordinary)
def test_a_visitor_list_of_any_words_is_well_set(
    enterprise: str, rows: tuple[tuple[str, str], ...], visitors: tuple[tuple[str, str], ...], note: str
) -> None:
    card = VisitorList(title="今日来访", enterprise=enterprise, rows=rows, visitors=visitors, note=note)
    assert_well_set(lay_out_visitor_list(card, FONTS))


@settings(max_examples=15, deadline=None)
@given(enterprise=ordinary, title=ordinary, how=st.lists(ordinary, max_size=6).map(tuple), footer=ordinary)
def test_a_sign_of_any_words_is_well_set(enterprise: str, title: str, how: tuple[str, ...], footer: str) -> None:
    card = replace(SIGN_ZH, enterprise=enterprise, title=title, how=how, footer=footer)
    assert_well_set(lay_out_sign(card, FONTS))


def word_share(layout: Layout) -> float:
    word = [box for box in layout.texts if box.role == "word"]
    return (max(box.y1 for box in word) - min(box.y0 for box in word)) / layout.height


@pytest.mark.parametrize("card", [GREEN_ZH, RED_ZH])
def test_each_line_of_the_chinese_verdict_takes_a_sixth_where_there_is_room_for_it(
    card: VerdictCard, fonts: Fonts
) -> None:
    layout = lay_out_verdict(card, fonts)
    lines = [box for box in layout.texts if box.role == "word"]
    assert len(lines) == 2
    assert all((box.y1 - box.y0) * 6 >= layout.height for box in lines)


@pytest.mark.parametrize("card", [GREEN_ZH, GREEN_EN, RED_ZH, RED_EN, replace(RED_EN, reasons=MANY_REASONS)])
def test_the_verdicts_word_is_the_largest_text_by_far_and_takes_a_sixth(card: VerdictCard, fonts: Fonts) -> None:
    layout = lay_out_verdict(card, fonts)
    assert word_share(layout) >= 1 / 6
    sizes = {box.role: box.size for box in layout.texts}
    assert sizes.pop("word") >= 3 * max(sizes.values())


def test_the_verdicts_word_breaks_where_a_person_would_break_it(fonts: Fonts) -> None:
    def lines(card: VerdictCard) -> list[str]:
        return [box.text for box in lay_out_verdict(card, fonts).texts if box.role == "word"]

    assert lines(GREEN_ZH) == ["绿码", "请通行"]
    assert lines(RED_ZH) == ["禁止", "入企"]
    assert lines(GREEN_EN) == ["GREEN", "PLEASE", "ENTER"]
    assert lines(RED_EN) == ["RED", "DO NOT", "ENTER"]
    assert lines(replace(GREEN_ZH, word="绿码请\n通行")) == ["绿码请", "通行"]


def test_a_word_of_very_many_pieces_is_still_set_whole(fonts: Fonts) -> None:
    word = "此码今日在本企业可以使用请您放心通行"
    layout = lay_out_verdict(replace(GREEN_ZH, word=word), fonts)
    assert said(layout, "word") == word
    assert_well_set(layout)


def test_a_word_that_no_page_could_hold_is_cut_at_the_smallest_size(fonts: Fonts) -> None:
    layout = lay_out_verdict(replace(GREEN_ZH, word=LONG_NAME * 6), fonts)
    assert said(layout, "word").endswith("…")
    assert {box.size for box in layout.texts if box.role == "word"} == {28}
    assert_well_set(layout)


@pytest.mark.parametrize(("card", "shape"), [(GREEN_ZH, Shape.CHECK), (RED_ZH, Shape.CROSS)])
def test_green_and_red_are_told_apart_without_colour(card: VerdictCard, shape: Shape, fonts: Fonts) -> None:
    marks = [item for item in lay_out_verdict(card, fonts).items if isinstance(item, Mark)]
    assert {mark.shape for mark in marks} == {shape}
    assert max(mark.side for mark in marks) >= 100


def test_a_pass_shows_neither_check_nor_cross_because_only_the_scan_decides(fonts: Fonts) -> None:
    layout = lay_out_pass(PASS_ZH, fonts)
    assert not [item for item in layout.items if isinstance(item, Mark)]
    assert said(layout, "note") == PASS_ZH.note


def test_the_number_is_shown_in_two_groups_to_be_read_aloud(fonts: Fonts) -> None:
    assert said(lay_out_pass(PASS_ZH, fonts), "number") == "381 024"
    assert said(lay_out_pass(replace(PASS_ZH, number="38102"), fonts), "number") == "38102"


@pytest.mark.parametrize("card", [PASS_ZH, PASS_EN])
def test_a_pass_says_every_word_it_was_given(card: PassCard, fonts: Fonts) -> None:
    def without_blanks(text: str) -> str:
        return text.replace(" ", "")

    everything = without_blanks("".join(box.text for box in lay_out_pass(card, fonts).texts))
    for text in card.texts():
        assert without_blanks(text) in everything


def test_a_qr_keeps_four_modules_of_white_and_whole_pixels(fonts: Fonts) -> None:
    for layout in (lay_out_pass(PASS_ZH, fonts), lay_out_sign(SIGN_ZH, fonts)):
        (code,) = [item for item in layout.items if isinstance(item, QrBox)]
        assert QUIET == 4
        light = code.image.getpixel((0, 0))
        inner = code.image.point([int(level != light) for level in range(256)]).getbbox()
        assert inner == (QUIET, QUIET, code.image.width - QUIET, code.image.height - QUIET)
        assert code.x1 - code.x0 >= layout.width * 0.45


def test_thirty_reasons_are_shortened_before_any_is_left_out_and_the_rest_is_counted(fonts: Fonts) -> None:
    layout = lay_out_verdict(replace(RED_ZH, reasons=MANY_REASONS), fonts)
    shown = [box for box in layout.texts if box.role == "what"]
    assert len(shown) >= 8
    assert all(box.text.startswith("第") for box in shown)
    assert [box.text for box in layout.texts if box.text.startswith("… +")] == [f"… +{30 - len(shown)}"]


def test_eight_ordinary_reasons_are_all_shown_each_with_its_cure(fonts: Fonts) -> None:
    reasons = tuple(ReasonLine(f"原因{at}：还没到预约时间", f"办法{at}：请在 13:30 以后再扫码") for at in range(8))
    layout = lay_out_verdict(replace(RED_ZH, reasons=reasons), fonts)
    for reason in reasons:
        assert reason.what in said(layout, "what")
        assert reason.cure in said(layout, "cure")


def test_rows_and_visitors_beyond_the_page_are_counted(fonts: Fonts) -> None:
    crowded = replace(LIST_ZH, visitors=tuple((f"王工{at}", "") for at in range(40)))
    layout = lay_out_visitor_list(crowded, fonts)
    names = [box for box in layout.texts if box.role == "visitor"]
    assert said(layout, "more") == f"… +{40 - len(names)}"
    assert "… +" in said(lay_out_pass(replace(PASS_ZH, rows=MANY_ROWS), fonts), "more")


def test_the_instructions_of_a_sign_grow_smaller_before_they_are_left_out(fonts: Fonts) -> None:
    usual = [box for box in lay_out_sign(SIGN_ZH, fonts).texts if box.role == "how"]
    many = [box for box in lay_out_sign(replace(SIGN_ZH, how=SIGN_ZH.how * 2), fonts).texts if box.role == "how"]
    assert "".join(box.text for box in usual).replace(" ", "") == "".join(SIGN_ZH.how).replace(" ", "")
    assert many[0].size < usual[0].size


def test_an_ordinary_sign_can_be_read_from_two_steps_away(fonts: Fonts) -> None:
    for card in (SIGN_ZH, SIGN_EN):
        assert min(box.size for box in lay_out_sign(card, fonts).texts) * 720 / 2480 >= 28


def test_what_the_font_lacks_stops_the_picture_and_is_named(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs, match="U\\+1F600") as refusal:
        lay_out_pass(replace(PASS_ZH, rows=(("来访人", "王工😀𠮷"),)), fonts)
    assert refusal.value.characters == {"😀", "𠮷"}
    with pytest.raises(MissingGlyphs):
        lay_out_verdict(replace(RED_ZH, reasons=(ReasonLine("好", "😀"),)), fonts)
    with pytest.raises(MissingGlyphs):
        lay_out_visitor_list(replace(LIST_ZH, visitors=(("😀", ""),)), fonts)
    with pytest.raises(MissingGlyphs):
        lay_out_sign(replace(SIGN_ZH, how=("😀",)), fonts)
