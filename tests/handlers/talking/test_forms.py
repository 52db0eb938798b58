"""Forms: answers as people type them, and whatever a client or an older version may hand in."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import Words
from handlers.talking.answers import MOST_SHOWN
from handlers.talking.asking import Choice, Circumstances, Complaint, Form, Given, Several
from handlers.talking.attachments import Attachment, MaybeAttachment
from handlers.talking.forms import (
    MOST_PEOPLE,
    NOTHING,
    Confirm,
    Day,
    Digits,
    People,
    Pick,
    PickSeveral,
    Search,
    Span,
    Text,
    When,
    window_on,
)
from handlers.talking.typed import NotUnderstood
from models.ground.messages import Json, listing, word
from models.post.inbox import StoredFile
from models.time.moments import CST

WORDS = Words.load()
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
MATTERS = [Choice("4", "大气污染防治设施运行"), Choice("5", "危险废物贮存"), Choice("6", "环保手续办理情况")]
REASONS = [Choice(key, word(key)) for key in ("rated-polite", "rated-by-the-code", "rated-helpful", "rated-quick")]
TEAM = [Choice("1", "王工"), Choice("3", "周科"), Choice("8", "Li Wei"), Choice("1+3", listing(["王工", "周科"]))]
DAYS = [Choice("2026-12-03", "3"), Choice("2026-12-04", "4")]
SPANS = [Choice("09:00-11:00", "09:00–11:00"), Choice("14:30-16:30", "14:30–16:30")]
PHRASES = [Choice("decline-busy", word("decline-busy")), Choice("decline-not-relevant", word("decline-not-relevant"))]
BUSY = WORDS.text("zh-CN", "decline-busy", {})
SLIP = StoredFile(digest="d", mime="application/pdf", size=3, name="审批单.pdf")


def at(
    *among: Choice, offered: tuple[str, ...] | None = None, found: list[Choice] | None = None, language: str = "zh-CN"
) -> Circumstances:
    return Circumstances(
        among=among,
        find=(lambda _: found) if found is not None else None,
        offered=tuple(choice.code for choice in among) if offered is None else offered,
        now=NOW,
        words=lambda value: WORDS.say(language, value),
    )


FORMS: list[tuple[Form[Any], Circumstances]] = [
    (Pick(), at(*MATTERS)),
    (PickSeveral(), at(*MATTERS)),
    (Search("no-such-enterprise"), at(offered=("7", "9"), found=[Choice("7", "A"), Choice("9", "B")])),
    (Search("no-such-enterprise"), at()),
    (Text(20), at(*PHRASES)),
    (Text(20, optional=True), at(offered=("-",))),
    (Day(), at(*DAYS)),
    (Day(alone=True), at(*DAYS)),
    (Span(), at(*SPANS)),
    (People(), at(*TEAM)),
    (Attachment(10), at()),
    (Confirm(), at(offered=("yes",))),
    (Digits(6), at()),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["day", "start", "chosen", "x"]), inner)
    ),
    max_leaves=4,
)
TYPED = st.text(max_size=30) | st.text("0123456789.:-、, \x00\ud800²①王工周科下午点", max_size=12)
OPTIONS = st.text(max_size=12) | st.text("0123456789:-+TZW", max_size=16)


@pytest.mark.parametrize(("form", "circumstances"), FORMS)
@given(given_=st.builds(Given, text=TYPED) | st.builds(Given, option=OPTIONS))
def test_whatever_is_handed_in_gives_an_answer_that_holds_or_a_refusal(
    form: Form[Any], circumstances: Circumstances, given_: Given
) -> None:
    with suppress(NotUnderstood, Complaint, Several, LookupError, ValueError):
        answer = form.read(given_, circumstances)
        value = form.value(answer, circumstances)
        assert form.value(answer, circumstances) == value


@pytest.mark.parametrize(("form", "circumstances"), FORMS)
@given(stored=JSON)
def test_whatever_an_older_version_stored_gives_a_value_or_does_not_hold(
    form: Form[Any], circumstances: Circumstances, stored: Json
) -> None:
    with suppress(LookupError, ValueError):
        form.value(stored, circumstances)


@pytest.mark.parametrize(("form", "circumstances"), FORMS)
def test_ten_thousand_characters_are_refused_with_a_sentence(form: Form[Any], circumstances: Circumstances) -> None:
    for text in ("王" * 10_000, "1" * 10_000, "1、" * 5_000, "\x00" * 10_000, " " * 10_000):
        with pytest.raises((NotUnderstood, Complaint, Several)):
            form.read(Given(text=text), circumstances)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("1、3", ["4", "6"]),
        ("１，３", ["4", "6"]),
        ("3 1", ["4", "6"]),
        (" 1 ,3、", ["4", "6"]),
        ("1/2/3", ["4", "5", "6"]),
        ("1.3", ["4", "6"]),
        ("2", ["5"]),
        ("第二个", ["5"]),
        ("危险废物贮存、环保手续办理情况", ["5", "6"]),
        ("危险废物 手续", ["5", "6"]),
    ],
)
def test_several_matters_are_chosen_by_number_or_name(typed: str, codes: list[str]) -> None:
    assert PickSeveral().read(Given(text=typed), at(*MATTERS)) == codes


@pytest.mark.parametrize("typed", ["", "4", "1、4", "0", "1-3", "一切", "1、1、1、1"])
def test_what_names_no_matter_is_not_understood(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        PickSeveral().read(Given(text=typed), at(*MATTERS))


@pytest.mark.parametrize("choice", REASONS)
def test_a_choice_with_a_comma_in_its_name_is_chosen_by_its_name(choice: Choice) -> None:
    here = at(*REASONS, language="en")
    assert PickSeveral().read(Given(text=here.words(choice.label)), here) == [choice.code]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("王工、周科", ["1", "3"]),
        ("王工和周科", ["1", "3"]),
        (" 王工  周科 ", ["1", "3"]),
        ("王工", ["1"]),
        ("li wei, 王工", ["8", "1"]),
        ("1、2", ["1", "3"]),
        ("4", ["1", "3"]),
    ],
)
def test_people_are_named_or_chosen_by_number(typed: str, codes: list[str]) -> None:
    assert People().read(Given(text=typed), at(*TEAM)) == codes


def test_somebody_from_elsewhere_is_told_by_name() -> None:
    with pytest.raises(Complaint) as refused:
        People().read(Given(text="王工、孙工"), at(*TEAM))
    assert refused.value.word == word("expects-colleagues", names="孙工")


def test_people_are_offered_in_teams_where_one_would_not_do_and_never_those_already_named() -> None:
    assert [choice.code for choice in People().choices(at(*TEAM))] == ["1", "3", "8", "1+3"]
    assert [choice.code for choice in People(least=2).choices(at(*TEAM))] == ["1+3"]
    assert [choice.code for choice in People(now=frozenset({1})).choices(at(*TEAM))] == ["3", "8", "1+3"]
    crowd = [Choice(str(number), f"王{number}") for number in range(1, 200)]
    assert len(People().choices(at(*crowd))) == MOST_PEOPLE


def test_a_team_is_chosen_with_one_button_and_nobody_is_in_it_twice() -> None:
    here = at(*TEAM)
    assert People().value(People().read(Given(option="1+3"), here), here) == (1, 3)
    assert People().value(["1", "3", "1"], here) == (1, 3)
    with pytest.raises(LookupError):
        People().value(["2"], here)


def test_a_long_list_is_cut_on_the_screen_but_all_of_it_can_be_typed() -> None:
    matters = [Choice(str(number), f"事项之{number:03}") for number in range(1, 100)]
    assert len(PickSeveral().choices(at(*matters))) == MOST_SHOWN
    assert PickSeveral().read(Given(text="事项之077"), at(*matters)) == ["77"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("下周四", {"day": "2026-12-03"}),
        ("１２月３日", {"day": "2026-12-03"}),
        ("12月3日 下午2点半到4点半", {"day": "2026-12-03", "start": "14:30", "end": "16:30"}),
        ("12月3日14:30", {"day": "2026-12-03", "start": "14:30"}),
        ("2", {"day": "2026-12-04"}),
        ("２", {"day": "2026-12-04"}),
    ],
)
def test_a_day_can_bring_its_times_along(typed: str, answer: Json) -> None:
    assert Day().read(Given(text=typed), at(*DAYS)) == answer


def test_a_time_without_a_day_is_no_day() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        Day().read(Given(text="14:30-16:30"), at(*DAYS))
    assert refusal.value.expected == "day"


def test_where_only_a_day_is_wanted_a_time_is_not_dropped_in_silence() -> None:
    assert Day(alone=True).read(Given(text="12月10日"), at(*DAYS)) == {"day": "2026-12-10"}
    with pytest.raises(NotUnderstood):
        Day(alone=True).read(Given(text="12月10日 15:00-16:00"), at(*DAYS))


def test_a_day_with_both_its_times_has_a_span() -> None:
    whole = Day().value({"day": "2026-12-03", "start": "14:30", "end": "16:30"}, at())
    assert whole == When(date(2026, 12, 3), time(14, 30), time(16, 30))
    assert whole.span == (time(14, 30), time(16, 30))
    assert Day().value({"day": "2026-12-03", "start": "14:30"}, at()).span is None
    assert window_on(whole, (time(9), time(11)))[0] == datetime(2026, 12, 3, 9, tzinfo=CST)


@pytest.mark.parametrize("typed", ["2", "14:30-16:30", "１４：３０－１６：３０", "下午两点半到四点半"])
def test_times_are_typed_or_chosen_by_number(typed: str) -> None:
    here = at(*SPANS)
    assert Span().value(Span().read(Given(text=typed), here), here) == (time(14, 30), time(16, 30))


@pytest.mark.parametrize("stored", [["16:00", "14:00"], ["14:00"], ["14:00+08:00", "15:00+08:00"], [], ["x", "y"], "x"])
def test_stored_times_that_are_no_span_do_not_hold(stored: Json) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Span().value(stored, at(*SPANS))


def test_times_that_nobody_offered_cannot_be_pressed() -> None:
    with pytest.raises(LookupError):
        Span().read(Given(option="03:00-04:00"), at(*SPANS))
    assert Span().read(Given(option="09:00-11:00"), at(*SPANS)) == ["09:00", "11:00"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("  看\x00台账\ud800\n再看  ", "看台账 再看"),
        ("跳过", ""),
        ("跳过。", ""),
        ("1", ""),
        ("2", "2"),
        ("👍", "👍"),
    ],
)
def test_optional_words_are_kept_as_typed_or_left_out(typed: str, answer: str) -> None:
    assert Text(20, optional=True).read(Given(text=typed), at(offered=("-",))) == answer


@pytest.mark.parametrize("given_", [Given(option="decline-busy"), Given(text="1"), Given(text=f"{BUSY}。")])
def test_a_phrase_is_chosen_by_button_number_or_its_own_words(given_: Given) -> None:
    answer = Text(20).read(given_, at(*PHRASES))
    assert answer == {"chosen": "decline-busy"}
    assert Text(20).value(answer, at(*PHRASES)) == BUSY
    assert Text(20).value(answer, at(*PHRASES, language="en")) == WORDS.text("en", "decline-busy", {})


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\x00", "\ud800", "…。"[1:]])
def test_words_that_say_nothing_are_asked_for_again(typed: str) -> None:
    with pytest.raises(Complaint) as refused:
        Text(20).read(Given(text=typed), at())
    assert refused.value.word == word("expects-words")


def test_too_many_words_are_told_with_how_many_there_are() -> None:
    with pytest.raises(Complaint) as refused:
        Text(20).read(Given(text="字" * 21), at())
    assert refused.value.word == word("expects-fewer-words", most=20, now=21)
    with pytest.raises(ValueError, match="字"):
        Text(20).value("字" * 21, at())


def test_leaving_out_is_offered_only_where_it_is_possible() -> None:
    assert NOTHING in Text(20, optional=True).choices(at())
    assert NOTHING not in Text(20).choices(at(*PHRASES))
    assert Text(20, optional=True).value("", at()) == ""
    with pytest.raises(ValueError, match=r"^$"):
        Text(20).value("", at())


def test_a_search_finds_one_several_or_none() -> None:
    search = Search("no-such-enterprise")
    assert search.read(Given(text="雁"), at(found=[Choice("7", "A")])) == "7"
    assert search.read(Given(text="２"), at(offered=("7", "9"), found=[])) == "9"
    assert search.value(search.read(Given(option="7"), at()), at()) == 7
    with pytest.raises(Several):
        search.read(Given(text="雁"), at(found=[Choice("7", "A"), Choice("9", "B")]))
    with pytest.raises(Complaint):
        search.read(Given(text="雁"), at(found=[]))


@pytest.mark.parametrize("stored", ["0", "-3", "2147483648", "9" * 40, "x", None])
def test_no_row_has_such_a_number(stored: Json) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Search("no-such-enterprise").value(stored, at())


@pytest.mark.parametrize("typed", ["是", "好的", "确认", "确认提交", "确认提交。", "1", "ok", "👍", "yes"])
def test_a_yes_confirms(typed: str) -> None:
    assert Confirm().read(Given(text=typed), at()) is True


@pytest.mark.parametrize(
    "given_", [Given(text="不"), Given(text="等一下"), Given(text=""), Given(option="no"), Given(option="-")]
)
def test_anything_but_a_yes_leaves_it_open(given_: Given) -> None:
    with pytest.raises(Complaint) as refused:
        Confirm().read(given_, at())
    assert refused.value.word == word("expects-confirmation")


@pytest.mark.parametrize("problem", ["file-wrong-kind", "file-too-big", "file-lost", "file-empty"])
def test_a_wrong_file_is_refused_with_its_own_sentence(problem: str) -> None:
    wrong = StoredFile(digest="", mime="", size=0, name="", problem=problem)
    with pytest.raises(Complaint) as refused:
        Attachment(10).read(Given(file=wrong), at())
    assert refused.value.word == word(problem, limit=10)


def test_words_are_no_slip() -> None:
    with pytest.raises(Complaint) as refused:
        Attachment(10).read(Given(text="给你"), at())
    assert refused.value.word == word("expects-slip")


def test_a_file_s_name_is_kept_short_and_on_one_line() -> None:
    named = StoredFile(digest="d", mime="image/jpeg", size=3, name="审批单\n\x00" + "x" * 500 + ".pdf.bat")
    answer = Attachment(10).read(Given(file=named), at())
    digest, name = Attachment(10).value(answer, at())
    assert (digest, len(name), name[:5], name[-5:]) == ("d", 60, "审批单 x", "x.jpg")
    assert Attachment(10).value(Attachment(10).read(Given(file=SLIP), at()), at()) == ("d", "审批单.pdf")


@pytest.mark.parametrize("typed", ["381024", "381 024", "３８１０２４", " 381-024 "])
def test_the_six_digits_of_a_pass_are_read_however_they_are_parted(typed: str) -> None:
    assert Digits(6).value(Digits(6).read(Given(text=typed), at()), at()) == "381024"


@pytest.mark.parametrize("stored", ["12345", "12345x", 123456])
def test_stored_digits_that_are_no_number_of_a_pass_do_not_hold(stored: Json) -> None:
    with pytest.raises(ValueError, match="12345"):
        Digits(6).value(stored, at())


def test_words_have_lines_only_where_they_may_be_long() -> None:
    typed = Given(text=" 忙\r\n\n\n 裁定：\u200b已支持\u2028好 ")
    assert Text(20).read(typed, at()) == "忙 裁定：已支持 好"
    assert Text(20, lines=True).read(typed, at()) == "忙\n\n裁定：已支持\n好"
    assert Text(20).value("忙\n裁定：已支持", at()) == "忙 裁定：已支持", "what an older version kept too"


def test_a_form_says_itself_whether_it_takes_a_file() -> None:
    assert (Attachment(9).takes_file, MaybeAttachment(9).takes_file) == (True, True)
    assert (Text(20).takes_file, Confirm().takes_file, Pick().takes_file) == (False, False, False)
