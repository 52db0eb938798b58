"""Facts about every reader, whatever is typed."""

import json
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.talking.typed import (
    Expected,
    NotUnderstood,
    Typed,
    choice,
    day,
    day_and_span,
    digits,
    names,
    tidy,
    time_span,
    yes_no,
)

MONDAY = date(2026, 11, 23)
TENS = ["", "十", "二十", "三十"]
ONES: list[str] = ["", *"一二三四五六七八九"]
ENGLISH_MONTHS = "January February March April May June July August September October November December"

READERS: dict[Expected, Callable[[str], object]] = {
    Expected.DAY: lambda text: day(text, today=MONDAY),
    Expected.TIME_SPAN: time_span,
    Expected.DAY_AND_SPAN: lambda text: day_and_span(text, today=MONDAY),
    Expected.CHOICE: lambda text: choice(text, ["同意", "不同意", "推迟"]),
    Expected.YES_NO: yes_no,
    Expected.NAMES: names,
    Expected.DIGITS: lambda text: digits(text, length=6),
}
LIMITS = {
    Expected.CHOICE: {"low": 1, "high": 3},
    Expected.DIGITS: {"length": 6},
}

anything = st.text(st.characters(), max_size=60)
CHINESE_WORDS = (
    "一 二 十 两 百 零 〇 年 月 日 号 天 周 下 本 后 明天 星期 上午 下午 早 点 半 分 时 到 至 人 个 第 选 和 不 好 同意"
)
LATIN_WORDS = "0 1 2 9 11 27 30 2026 : . - ~ / , ( ) am pm to from next friday nov in days the"
words = [*CHINESE_WORDS.split(), *LATIN_WORDS.split(), *" 、👍\u3000\u200b\u202e\u0301ﷺ⁄²①\x00\n"]
almost_understood = st.lists(st.sampled_from(words), max_size=14).map("".join)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
minutes = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda pair: time(*pair))


def in_chinese(number: int) -> str:
    return TENS[number // 10] + ONES[number % 10]


def refusal_of(expected: Expected, text: str) -> NotUnderstood | None:
    try:
        READERS[expected](text)
    except NotUnderstood as refusal:
        return refusal
    return None


@pytest.mark.parametrize("expected", Expected)
@given(text=st.one_of(anything, almost_understood))
def test_every_reader_understands_or_says_what_it_expected(expected: Expected, text: str) -> None:
    refusal = refusal_of(expected, text)
    assert refusal is None or (refusal.expected, refusal.fields) == (expected, LIMITS.get(expected, {}))


@pytest.mark.parametrize("expected", Expected)
@pytest.mark.parametrize(
    "text",
    ["1" * 10_000, "十" * 101, "ﷺ" * 100, "下午2点-" * 2_000, "王工、" * 3_000, "\u0301\u0316" * 5_000, "好" * 101],
    ids=["digits", "numerals", "one sign for eighteen", "spans", "names", "accents", "words"],
)
def test_a_text_too_long_to_be_an_answer_is_refused(expected: Expected, text: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        READERS[expected](text)
    assert refused.value.expected == expected


@given(st.text(st.characters(), max_size=200))
@example("\ud800\x00\u3164")
@example("a .")
def test_a_tidied_text_is_tidy_and_can_be_stored(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied == tidied.strip()
    assert "\x00" not in tidied
    assert tidied.encode().decode() == tidied


@given(meant=days, today=days)
def test_a_full_date_means_itself_in_every_notation_on_any_day(meant: date, today: date) -> None:
    year, month, number = meant.year, meant.month, meant.day
    name = ENGLISH_MONTHS.split()[month - 1]
    for written in (
        meant.isoformat(),
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f"{year}年{month}月{number}日",
        f"{year} 年 {month} 月 {number} 号（周{'一二三四五六日'[meant.weekday()]}）",
        f"{meant:%Y%m%d}",
        f"{name} {number}, {year}",
        f"{meant:%A}, {number} {name[:3]} {year}",
    ):
        assert day(written, today=today) == meant


@given(today=days, ahead=st.integers(0, 364))
def test_a_date_without_a_year_is_the_next_such_day(today: date, ahead: int) -> None:
    meant = today + timedelta(days=ahead)
    month, number = meant.month, meant.day
    for written in (
        f"{month}月{number}日",
        f"{in_chinese(month)}月{in_chinese(number)}号",
        f"{month}-{number}",
        f"{month}/{number}",
        f"{month:02}.{number:02}",
        f"{ENGLISH_MONTHS.split()[month - 1]} {number}",
    ):
        assert day(written, today=today) == meant


@given(today=days, weekday=st.integers(0, 6))
def test_weekdays_are_told_apart_by_week(today: date, weekday: int) -> None:
    bare, this, following = (day(f"{week}{'一二三四五六日'[weekday]}", today=today) for week in ("周", "本周", "下周"))
    assert {bare.weekday(), this.weekday(), following.weekday()} == {weekday}
    assert 0 <= (bare - today).days <= 6
    assert this.isocalendar()[:2] == today.isocalendar()[:2]
    assert following - this == timedelta(days=7)


@given(today=days, number=st.integers(1, 39))
def test_days_ahead_are_counted_from_today(today: date, number: int) -> None:
    meant = today + timedelta(days=number)
    for written in (f"{number}天后", f"{in_chinese(number)}天以后", f"in {number} days"):
        assert day(written, today=today) == meant


@pytest.mark.parametrize("text", ["明天", "下周一", "999天后", "1月1日", "next friday", "下月1日"])
def test_the_calendar_has_an_end(text: str) -> None:
    with pytest.raises(NotUnderstood):
        day(text, today=date.max)


@given(start=minutes, end=minutes)
def test_a_span_means_itself_in_every_notation_and_never_ends_before_it_starts(start: time, end: time) -> None:
    for written in (
        f"{start:%H:%M}-{end:%H:%M}",
        f"{start:%H:%M} ～ {end:%H:%M}",
        f"{start:%H}点{start:%M}分到{end:%H}点{end:%M}分",
        f"{start:%H%M}—{end:%H%M}",
        f"from {start:%I:%M%p} to {end:%I:%M %p}",
    ):
        if start < end:
            assert time_span(written) == (start, end)
        else:
            with pytest.raises(NotUnderstood):
                time_span(written)


@given(meant=days, start=minutes, end=minutes)
def test_a_day_and_a_span_are_found_together_in_either_order(meant: date, start: time, end: time) -> None:
    span = f"{start:%H:%M}-{end:%H:%M}"
    for written in (f"{meant} {span}", f"{span}，{meant}", f"{meant.year}年{meant.month}月{meant.day}日{span}"):
        if start < end:
            assert day_and_span(written, today=MONDAY) == Typed(meant, start, end)
        else:
            with pytest.raises(NotUnderstood):
                day_and_span(written, today=MONDAY)


@given(
    labels=st.lists(st.text("市局环境应急管理甲乙丙", min_size=2, max_size=8), min_size=1, max_size=9, unique=True),
    data=st.data(),
)
def test_every_option_can_be_chosen_by_its_label_and_its_place(labels: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(labels) - 1))
    for written in (labels[index], f" {labels[index]}。", str(index + 1), f"第{ONES[index + 1]}个", f"选{index + 1}"):
        assert choice(written, labels) == index


def test_a_label_that_is_a_number_is_meant_before_a_place() -> None:
    assert choice("2", ["2", "1"]) == 0


def test_of_two_equal_labels_neither_is_meant_but_a_place_is() -> None:
    with pytest.raises(NotUnderstood):
        choice("同意", ["同意", "同意"])
    assert choice("2", ["同意", "同意"]) == 1


def test_nothing_can_be_chosen_from_nothing() -> None:
    with pytest.raises(NotUnderstood):
        choice("1", [])


@given(st.lists(st.sampled_from(["王工", "孙工", "李局", "Li Wei", "Sun Hao", "李和平"]), min_size=1, unique=True))
def test_names_are_found_again_in_order(people: list[str]) -> None:
    for separator in ("、", ", ", "，", "；", "\n", " / "):
        assert names(separator.join(people)) == tuple(people)


def test_a_name_longer_than_any_name_is_refused() -> None:
    assert names("A" * 40) == ("A" * 40,)
    with pytest.raises(NotUnderstood):
        names("A" * 41)


@given(code=st.text("0123456789", min_size=6, max_size=6), gap=st.sampled_from(["", " ", "-", "　", " – "]))
def test_a_pass_number_is_read_with_or_without_a_gap(code: str, gap: str) -> None:
    assert digits(code[:3] + gap + code[3:], length=6) == code


def test_a_refusal_carries_the_limits_and_never_what_was_typed() -> None:
    with pytest.raises(NotUnderstood) as refused:
        digits("王工的电话", length=6)
    assert json.dumps(refused.value.fields) == '{"length": 6}'
    assert "王工" not in repr(refused.value)
