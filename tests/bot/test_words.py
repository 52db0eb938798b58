"""Canonical values in words."""

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sentences import BrokenWords
from bot.words import MissingWords, Words
from models.ground.messages import Json, day, lines, listing, moment, window, word
from models.time.moments import CST

WORDS = Words.load()
START = datetime(2026, 12, 3, 14, 30, tzinfo=CST)
END = datetime(2026, 12, 3, 16, 30, tzinfo=CST)
THURSDAY = date(2026, 12, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "zh-CN").mkdir()
    (tmp_path / "en").mkdir()
    write(tmp_path, "zh-CN", "list-separator = 、\nquotation-marks = 「 」 『 』")
    return tmp_path


def write(folder: Path, locale: str, text: str, name: str = "words.ftl") -> None:
    (folder / locale / name).write_text(text, encoding="utf-8")


def said(folder: Path, text: str, fields: dict[str, Json]) -> str:
    """What a message with the key `message` says."""
    write(folder, "zh-CN", text, "message.ftl")
    return Words.load(folder).text("zh-CN", "message", fields)


# Values


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("王工", "王工", "王工"),
        (1234567, "1234567", "1234567"),
        (None, "", ""),
        (word("kind-routine"), "日常检查", "Routine check"),
        (day(THURSDAY), "12月3日（周四）", "Thu 3 Dec"),
        (moment(START), "12月3日（周四）14:30", "Thu 3 Dec, 14:30"),
        (window(START, END), "12月3日（周四）14:30–16:30", "Thu 3 Dec, 14:30–16:30"),
        (
            window(START, END + timedelta(days=1)),
            "12月3日（周四）14:30 – 12月4日（周五）16:30",
            "Thu 3 Dec, 14:30 – Fri 4 Dec, 16:30",
        ),
        (
            window(datetime(2026, 12, 31, 22, tzinfo=CST), datetime(2027, 1, 1, 1, tzinfo=CST)),
            "2026年12月31日（周四）22:00 – 2027年1月1日（周五）01:00",
            "Thu 31 Dec 2026, 22:00 – Fri 1 Jan 2027, 01:00",
        ),
        (listing(["王工", "", word("kind-survey")]), "王工、调研参观", "王工, Survey visit"),
        (listing([]), "", ""),
        (lines(["王工", day(THURSDAY), ""]), "王工\n12月3日（周四）", "王工\nThu 3 Dec"),
    ],
)
def test_a_value_is_said_in_the_readers_language(value: Json, chinese: str, english: str) -> None:
    assert WORDS.say("zh-CN", value) == chinese
    assert WORDS.say("en", value) == english


def test_a_moment_is_told_in_china_standard_time() -> None:
    assert WORDS.say("zh-CN", moment(datetime(2026, 12, 3, 18, 5, tzinfo=UTC))) == "12月4日（周五）02:05"


def test_a_full_date_has_its_year_inside_other_words_too() -> None:
    assert WORDS.say("zh-CN", day(THURSDAY), full=True) == "2026年12月3日（周四）"
    assert WORDS.say("en", window(START, END), full=True) == "Thu 3 Dec 2026, 14:30–16:30"
    reason = word("reason-not-a-visitor", day=day(THURSDAY))
    assert WORDS.say("zh-CN", reason, full=True) == "2026年12月3日（周四）的来访名单里没有此人"


@given(st.dates())
def test_every_day_can_be_said(when: date) -> None:
    for locale in WORDS.locales:
        said_day = WORDS.say(locale, day(when), full=True)
        assert str(when.year) in said_day
        assert str(when.day) in said_day


def test_a_tag_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(ValueError, match="moon"):
        WORDS.say("zh-CN", {"$moon": "full"})


# Sentences


def test_a_line_without_its_value_is_left_out_label_and_all(folder: Path) -> None:
    text = "message =\n    来访\n    材料：{ $materials }\n    依据：{ $basis }\n"
    assert said(folder, text, {"materials": "", "basis": "第二十四条"}) == "来访\n依据：「第二十四条」"
    assert said(folder, text, {"materials": None, "basis": listing([])}) == "来访"


def test_a_line_is_left_out_of_a_sentence_that_chooses_too(folder: Path) -> None:
    text = (
        'message =\n    { $officers ->\n        [0] { "" }\n       *[other] 至少{ $officers }人\n    }\n'
        "    材料：{ $materials }\n    依据：{ $basis }\n"
    )
    assert said(folder, text, {"officers": 0, "materials": "", "basis": "第\n二条"}) == "依据：「第\n│ 二条」"
    assert said(folder, text, {"officers": 2000, "materials": "", "basis": ""}) == "至少2000人"


def test_a_value_asked_for_may_be_missing(folder: Path) -> None:
    text = "message = { GIVEN($limit) ->\n    [yes] 最多{ $limit }\n   *[no] 太大\n}\n"
    assert said(folder, text, {"limit": 10}) == "最多10"
    assert said(folder, text, {"limit": ""}) == "太大"
    assert said(folder, text, {}) == "太大"


@pytest.mark.parametrize("key", ["answered-declined", "refusal-visit-overtaken"])
@given(typed=st.text(min_size=1, max_size=80).map(lambda text: text.translate(dict.fromkeys(map(ord, "\n「」"), " "))))
def test_what_people_type_is_said_as_it_is(key: str, typed: str) -> None:
    fields = dict.fromkeys(WORDS.needs("zh-CN", key), "x") | {"reason": typed, "who": typed}
    shown = {"answered-declined": f"理由：「{typed}」", "refusal-visit-overtaken": f"经手：{typed}"}[key]
    assert shown in WORDS.text("zh-CN", key, fields)


@given(typed=st.text(st.characters() | st.sampled_from("\n「」│：裁定"), min_size=1, max_size=2000))
def test_somebody_else_s_words_never_make_a_line_of_ours(typed: str) -> None:
    fields = {**dict.fromkeys(WORDS.needs("zh-CN", "visit-declined"), "x"), "reason": typed, "by": typed}
    said = WORDS.text("zh-CN", "visit-declined", fields).split("\n")
    ours = [line for line in said if not line.startswith("│ ")]
    assert [line[:3] for line in ours if line.strip()] == ["企业没", "企业：", "部门：", "时间：", "答复人", "理由："]
    (quoted,) = "\n".join(said).partition("理由：")[2:]
    assert (quoted[0], quoted[-1]) == ("「", "」")
    assert not {"「", "」"} & set(quoted[1:-1]), "nothing ends the quotation before its end"
    assert all(len(line) <= 410 for line in quoted.split("\n")), "a channel cuts long messages at the ends of lines"


@pytest.mark.parametrize("typed", ["{ $secret }", "{ kind-routine }", "%s %(name)s %", "\x01who\x01", "\x00", "[*]"])
def test_nothing_that_people_type_is_interpreted(typed: str) -> None:
    fields = {"visit": 1, "state": "agreed", "who": typed}
    assert WORDS.text("zh-CN", "refusal-visit-overtaken", fields).endswith(f"经手：{typed}")
    assert WORDS.text("zh-CN", "admitted-done", {"who": typed, "by": "小陈"}) == f"小陈已放行{typed}"


def test_a_very_long_text_is_said_whole() -> None:
    fields = {"visit": 1, "state": "agreed", "who": "长" * 100_000}
    assert WORDS.text("zh-CN", "refusal-visit-overtaken", fields).count("长") == 100_000
    assert WORDS.text("zh-CN", "refused", {"why": "长" * 100_000}) == "长" * 100_000


def test_a_number_that_is_typed_where_a_word_chooses_takes_the_default(folder: Path) -> None:
    text = "message = { $state ->\n    [agreed] 已约定\n   *[other] 别的\n}\n"
    assert said(folder, text, {"state": "agreed"}) == "已约定"
    assert said(folder, text, {"state": 7}) == "别的"
    assert said(folder, text, {"state": "{ $state }"}) == "别的"


def test_english_counts_in_its_own_way() -> None:
    fields = {"enterprise": "星海", "earliest": day(THURSDAY)}
    assert "1 working day," in WORDS.text("en", "ask-visit-request-day", {**fields, "lead": 1})
    assert "3 working days," in WORDS.text("en", "ask-visit-request-day", {**fields, "lead": 3})


def test_an_unknown_language_gets_chinese_and_a_regional_one_its_own() -> None:
    assert WORDS.text("fr", "choice-cancel", {}) == "取消"
    assert WORDS.text("", "choice-cancel", {}) == "取消"
    assert WORDS.text("en-GB", "choice-cancel", {}) == "Cancel"


def test_a_missing_message_or_value_is_told_by_name() -> None:
    with pytest.raises(MissingWords, match="no-such-key"):
        WORDS.text("zh-CN", "no-such-key", {})
    with pytest.raises(MissingWords, match="admitted-done: no value for who"):
        WORDS.text("zh-CN", "admitted-done", {"by": "小陈"})
    with pytest.raises(MissingWords, match="refusal-visit-overtaken: no value for state"):
        WORDS.text("zh-CN", "refusal-visit-overtaken", {"visit": 1, "who": ""})


# Files


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# 好\ngood = 好\n\nbad = { $who\n", 4),
        ("good = 好\nbad\n", 2),
        ("bad = { $x ->\n    [one] 一\n}\n", 3),
        ("good = 好\nbad = { nobody }\n", 2),
        ("good = 好\nbad =\n    .label = 标签\n", 2),
        ("good = 好\n\ngood = 又好\n", 3),
    ],
)
def test_a_broken_file_is_told_with_its_line(folder: Path, text: str, line: int) -> None:
    write(folder, "en", text, "broken.ftl")
    with pytest.raises(BrokenWords, match=rf"en/broken\.ftl:{line}: "):
        Words.load(folder)


def test_a_file_that_is_not_utf_8_is_told_with_its_line(folder: Path) -> None:
    (folder / "en" / "broken.ftl").write_bytes("good = ok\nbad = 好\n".encode("gb18030"))
    with pytest.raises(BrokenWords, match=r"en/broken\.ftl:2: not UTF-8"):
        Words.load(folder)


def test_a_message_that_stands_in_two_files_is_told(folder: Path) -> None:
    write(folder, "en", "good = 1", "a.ftl")
    write(folder, "en", "good = 2", "b.ftl")
    with pytest.raises(BrokenWords, match=r"en/b\.ftl:1: good stands in a\.ftl already"):
        Words.load(folder)


def test_only_folders_with_words_are_languages(folder: Path) -> None:
    (folder / "__pycache__").mkdir()
    (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    write(folder, "en", "good = ok")
    assert Words.load(folder).locales == ("en", "zh-CN")


# Threads


@pytest.fixture
def restless() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("restless")
def test_several_threads_say_each_their_own_words() -> None:
    wrong: list[str] = []

    def talk(name: str) -> None:
        for number in range(200):
            fields = {"visit": number, "state": "agreed", "who": name}
            text = WORDS.text("zh-CN", "refusal-visit-overtaken", fields)
            if not text.endswith(f"编号：{number}\n经手：{name}"):
                wrong.append(text)

    threads = [threading.Thread(target=talk, args=(name,)) for name in ("王工", "李局", "赵总", "小陈")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
