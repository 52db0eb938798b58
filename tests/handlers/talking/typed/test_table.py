"""What people type, and what each text means: one table, read on fixed days."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from functools import partial

import pytest

from handlers.talking.typed import (
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
NEAR_YEAR_END = date(2026, 12, 30)  # a Wednesday
LEAP_DAY = date(2028, 2, 29)  # a Tuesday

DAYS_ON_MONDAY = [
    ("今天", date(2026, 11, 23)),
    ("明天", date(2026, 11, 24)),
    ("后天！", date(2026, 11, 25)),
    ("大后天", date(2026, 11, 26)),
    ("昨天", date(2026, 11, 22)),
    ("周一", date(2026, 11, 23)),  # a bare weekday may be today
    ("周三", date(2026, 11, 25)),
    ("周5", date(2026, 11, 27)),
    ("礼拜二", date(2026, 11, 24)),
    ("星期天", date(2026, 11, 29)),
    ("本周五", date(2026, 11, 27)),
    ("这周日", date(2026, 11, 29)),
    ("下周一", date(2026, 11, 30)),
    ("下个星期五", date(2026, 12, 4)),
    ("下下周三", date(2026, 12, 9)),
    ("11月27日", date(2026, 11, 27)),
    ("１１月２７号", date(2026, 11, 27)),
    ("11 月 27 日", date(2026, 11, 27)),
    ("11月27", date(2026, 11, 27)),
    ("十一月二十七日", date(2026, 11, 27)),
    ("11月27日（周五）", date(2026, 11, 27)),
    ("11月27日，星期五", date(2026, 11, 27)),
    ("周五11月27日", date(2026, 11, 27)),
    ("11-27", date(2026, 11, 27)),
    ("11/27", date(2026, 11, 27)),
    ("11.27", date(2026, 11, 27)),
    ("1-5", date(2027, 1, 5)),
    ("11月23日", date(2026, 11, 23)),  # without a year: today counts
    ("11月22日", date(2027, 11, 22)),
    ("2026/11/27", date(2026, 11, 27)),
    ("2026-11-27", date(2026, 11, 27)),
    ("2026年11月27日", date(2026, 11, 27)),
    ("26年11月27日", date(2026, 11, 27)),
    ("二〇二六年十一月二十七日", date(2026, 11, 27)),
    ("明年1月3日", date(2027, 1, 3)),
    ("20261127", date(2026, 11, 27)),
    ("2020-01-01", date(2020, 1, 1)),  # a full date stands as written
    ("27日", date(2026, 11, 27)),
    ("二十七号", date(2026, 11, 27)),
    ("22号", date(2026, 12, 22)),
    ("31日", date(2026, 12, 31)),  # November has none
    ("下月3号", date(2026, 12, 3)),
    ("本月3号", date(2026, 11, 3)),  # named, so it stands, past as it is
    ("3天后", date(2026, 11, 26)),
    ("三天之后", date(2026, 11, 26)),
    ("两个星期后", date(2026, 12, 7)),
    ("tomorrow", date(2026, 11, 24)),
    ("the day after tomorrow", date(2026, 11, 25)),
    ("on Wednesday", date(2026, 11, 25)),
    ("this Fri.", date(2026, 11, 27)),
    ("Next Monday", date(2026, 11, 30)),
    ("Nov 27", date(2026, 11, 27)),
    ("Nov. 27th, 2026", date(2026, 11, 27)),
    ("Friday, 27 November", date(2026, 11, 27)),
    ("27 November 2026", date(2026, 11, 27)),
    ("the 27th of November", date(2026, 11, 27)),
    ("the 27th", date(2026, 11, 27)),
    ("in 3 days", date(2026, 11, 26)),
    ("two weeks from now", date(2026, 12, 7)),
    ("2月30日", None),
    ("2月29日", None),  # neither 2026 nor 2027 has one
    ("11月27日（周四）", None),  # it is a Friday
    ("Thursday Nov 27", None),
    ("2026-13-01", None),
    ("2026-11/27", None),
    ("27/11", None),
    ("1127", None),
    ("十一月二十七", None),
    ("一一月27日", None),
    ("三五日", None),
    ("三五天后", None),
    ("in some days", None),
    ("Smarch 13", None),
    ("someday", None),
    ("周末", None),
    ("改天", None),
]

DAYS_NEAR_YEAR_END = [
    ("周三", date(2026, 12, 30)),
    ("周二", date(2027, 1, 5)),
    ("本周一", date(2026, 12, 28)),  # past, but plainly said
    ("本周五", date(2027, 1, 1)),
    ("下周三", date(2027, 1, 6)),
    ("next Friday", date(2027, 1, 8)),
    ("明天", date(2026, 12, 31)),
    ("后天", date(2027, 1, 1)),
    ("1月1日", date(2027, 1, 1)),
    ("12月30日", date(2026, 12, 30)),
    ("12月29日", date(2027, 12, 29)),
    ("3号", date(2027, 1, 3)),
    ("下月3号", date(2027, 1, 3)),
    ("今年1月3日", date(2026, 1, 3)),
]

DAYS_ON_LEAP_DAY = [
    ("2月29日", date(2028, 2, 29)),
    ("周二", date(2028, 2, 29)),
    ("29号", date(2028, 2, 29)),
    ("28号", date(2028, 3, 28)),
    ("明天", date(2028, 3, 1)),
    ("明年2月29日", None),
    ("本月30日", None),
]

SPANS = [
    ("14:00-16:00", (time(14), time(16))),
    ("14：00～16：00", (time(14), time(16))),
    ("14:00 — 16:00", (time(14), time(16))),
    ("8点——10点", (time(8), time(10))),
    ("14点到16点", (time(14), time(16))),
    ("下午2点到4点", (time(14), time(16))),
    ("下午 2 点 到 4 点。", (time(14), time(16))),
    ("下午两点半至四点", (time(14, 30), time(16))),
    ("下午2点到16点", (time(14), time(16))),
    ("上午9点-11点半", (time(9), time(11, 30))),
    ("上午10点到12点", (time(10), time(12))),
    ("上午9点到14点", (time(9), time(14))),
    ("9点到下午2点", (time(9), time(14))),
    ("中午12点到2点", (time(12), time(14))),
    ("晚上8点到10点一刻", (time(20), time(22, 15))),
    ("凌晨12点到2点", (time(0), time(2))),
    ("9-11点", (time(9), time(11))),
    ("9:30到11", (time(9, 30), time(11))),
    ("9.30-11.00", (time(9, 30), time(11))),
    ("14时30分到16时", (time(14, 30), time(16))),
    ("九点零五分到十点十五", (time(9, 5), time(10, 15))),
    ("从9点钟到11点整", (time(9), time(11))),
    ("2pm-4pm", (time(14), time(16))),
    ("2-4pm", (time(14), time(16))),
    ("11-1pm", (time(11), time(13))),
    ("9 a.m. to 11:30 a.m.", (time(9), time(11, 30))),
    ("12am-12pm", (time(0), time(12))),
    ("from 9 to 11:30", (time(9), time(11, 30))),
    ("between 9 and 11", (time(9), time(11))),
    ("1400-1600", (time(14), time(16))),
    ("02:00-04:00", (time(2), time(4))),
    ("2点到4点", None),  # of the night or of the afternoon?
    ("2:00-4:00", None),
    ("9点3到10点", None),
    ("上午11点到1点", None),
    ("凌晨14点到15点", None),
    ("16:00-14:00", None),
    ("14:00-14:00", None),
    ("14:00-24:00", None),
    ("14:60-15:00", None),
    ("二二点到十点", None),
    ("十点二二分到十一点", None),
    ("14:00", None),
    ("8-9-10点", None),
    ("整天", None),
]

DAYS_AND_SPANS = [
    ("11月27日 下午2点", Typed(date(2026, 11, 27), time(14))),
    ("明天14:00-16:00", Typed(date(2026, 11, 24), time(14), time(16))),
    ("下周一上午9点到11点", Typed(date(2026, 11, 30), time(9), time(11))),
    ("周二十点到十二点", Typed(date(2026, 11, 24), time(10), time(12))),
    ("明早9点", Typed(date(2026, 11, 24), time(9))),
    ("11月27日（周五），14:00～16:00", Typed(date(2026, 11, 27), time(14), time(16))),
    ("27日14-16点", Typed(date(2026, 11, 27), time(14), time(16))),
    ("2026/11/27 9-11", Typed(date(2026, 11, 27), time(9), time(11))),
    ("周五 9-11", Typed(date(2026, 11, 27), time(9), time(11))),
    ("20261127 1400-1600", Typed(date(2026, 11, 27), time(14), time(16))),
    ("14:00-16:00 11.27", Typed(date(2026, 11, 27), time(14), time(16))),
    ("Fri, Nov 27, from 9 to 11", Typed(date(2026, 11, 27), time(9), time(11))),
    ("2-4pm on Friday", Typed(date(2026, 11, 27), time(14), time(16))),
    ("tomorrow at 2pm", Typed(date(2026, 11, 24), time(14))),
    ("14:00-16:00", Typed(None, time(14), time(16))),
    ("下午2点", Typed(None, time(14))),
    ("明天", Typed(date(2026, 11, 24))),
    ("11-27", Typed(date(2026, 11, 27))),
    ("9-11", None),  # 11 September, or nine to eleven?
    ("9-11 10-12", None),
    ("明天2点", None),
    ("11月27日 14", None),
    ("明天 下午 有空", None),
    ("明天 2月30日", None),
    ("明天25:00", None),
    ("", None),
]

YES = "是 好 好的！ 可以 行吧 对的 嗯嗯 同意 确认 Yes ｙ OK 1 好的～ 👍🏽 好👍 ✔️"
NO = "不 否 不是 不行 不可以。 不同意 NO n 2 ２ ❌ 不👎"
NEITHER = "好？ 行吗 不好意思 好👎 👍👎 🤔 11 随便 -"
ANSWERS: list[tuple[str, bool | None]] = [
    *((text, True) for text in YES.split()),
    *((text, False) for text in NO.split()),
    *((text, None) for text in NEITHER.split()),
]

NAMES = [
    ("王工、孙工", ("王工", "孙工")),
    ("王工 孙工", ("王工", "孙工")),
    ("王工,孙工和李局", ("王工", "孙工", "李局")),
    ("王工；孙工／李局", ("王工", "孙工", "李局")),
    ("王工\n孙工\n", ("王工", "孙工")),
    ("王工以及孙工", ("王工", "孙工")),
    ("孙工 和 李局。", ("孙工", "李局")),
    ("王工、孙工、王工", ("王工", "孙工")),
    ("李和平和孙工", ("李和平", "孙工")),
    ("欧阳和平", ("欧阳和平",)),
    ("张 三、李四", ("张三", "李四")),
    ("Li Wei, Sun Hao", ("Li Wei", "Sun Hao")),
    ("Li Wei and LI WEI and Sun Hao", ("Li Wei", "Sun Hao")),
    ("王工 Li Wei 孙工👍", ("王工", "Li Wei", "孙工")),
    ("3人", None),
    ("、，和", None),
    ("👍", None),
    ("?", None),
    ("", None),
]

CODES = [
    ("１２３ ４５６", "123456"),
    ("123-456。", "123456"),
    ("012345", "012345"),
    ("12345", None),
    ("1234567", None),
    ("12345a", None),
    ("一二三四五六", None),
]

LABELS = ["市生态环境局", "市应急管理局", "✅ 同意", "不同意", "27日", "27日下午"]
CHOICES = [
    ("1", 0),
    ("２", 1),
    ("第二个", 1),
    ("选2", 1),
    ("2.", 1),
    ("(2)", 1),
    ("②", 1),
    ("我选第二项", 1),
    ("the second one", 1),
    ("option 2", 1),
    ("市应急管理局。", 1),
    ("生态", 0),
    ("环", 0),
    ("同意", 2),
    ("✅同意", 2),
    ("不", 3),
    ("27日", 4),
    ("下午", 5),
    ("市", None),
    ("27", None),
    ("局", None),
    ("9", None),
    ("a", None),
    ("👍", None),
    ("公安", None),
    ("", None),
]


Reading = Callable[[], object]


def rows() -> Iterator[tuple[str, Reading, object]]:
    def by(
        reader: Callable[..., object], table: Iterable[tuple[str, object]], **given: object
    ) -> Iterator[tuple[str, Reading, object]]:
        for text, meaning in table:
            yield f"{reader.__name__}: {text}", partial(reader, text, **given), meaning

    yield from by(day, DAYS_ON_MONDAY, today=MONDAY)
    yield from by(day, DAYS_NEAR_YEAR_END, today=NEAR_YEAR_END)
    yield from by(day, DAYS_ON_LEAP_DAY, today=LEAP_DAY)
    yield from by(time_span, SPANS)
    yield from by(day_and_span, DAYS_AND_SPANS, today=MONDAY)
    yield from by(choice, CHOICES, labels=LABELS)
    yield from by(yes_no, ANSWERS)
    yield from by(names, NAMES)
    yield from by(digits, CODES, length=6)


@pytest.mark.parametrize(("read", "meaning"), [pytest.param(read, meaning, id=name) for name, read, meaning in rows()])
def test_what_is_typed_means_what_the_table_says_or_is_not_understood(read: Reading, meaning: object) -> None:
    if meaning is None:
        with pytest.raises(NotUnderstood):
            read()
    else:
        assert read() == meaning


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("　好的。。 ", "好的"),
        ("ＡＢＣ　１２３！", "ABC 123"),
        ("a\u00a0\u200b \t\n b", "a b"),
        ("说明, 见附件；谢谢;", "说明, 见附件;谢谢"),
        ("\u202e明\u200d天\ufeff", "明天"),
        ("1\x002\ud800", "1 2"),
        ("好的？", "好的?"),
        ("王工👍", "王工👍"),
        ("。！", ""),
    ],
)
def test_tidying_keeps_the_inner_text_and_nothing_invisible(text: str, tidied: str) -> None:
    assert tidy(text) == tidied
