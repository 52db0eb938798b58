"""Calendar days."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from handlers.talking.typed.numbers import CHINESE_DIGITS, CHINESE_NUMERAL, numeral
from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.text import heard

_NEAR = {
    "前天": -2,
    "昨天": -1,
    "yesterday": -1,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "today": 0,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "tomorrow": 1,
    "后天": 2,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "大后天": 3,
}
_WEEKDAYS = {sign: day for day, sign in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {str(day + 1): day for day in range(7)}
_WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_ENGLISH_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS |= {name: day for day, name in enumerate(_ENGLISH_WEEKDAYS.split())}
_WEEKS = {"本": 0, "这": 0, "这个": 0, "this": 0, "下": 1, "下个": 1, "next": 1, "下下": 2, "下下个": 2}
_ENGLISH_MONTHS = "january february march april may june july august september october november december"
_MONTHS = {name: month for month, name in enumerate(_ENGLISH_MONTHS.split(), start=1)} | {"sept": 9}
_MONTHS |= {name[:3]: month for name, month in _MONTHS.items()}
_YEARS_AWAY = {"今年": 0, "明年": 1}
_MONTHS_AWAY = {"本月": 0, "这个月": 0, "下月": 1, "下个月": 1}
_COMMAS = str.maketrans("，,、；;", "     ")

_NUMERAL = rf"(?:[0-9]{{1,2}}|{CHINESE_NUMERAL}{{1,3}})"
_YEAR = rf"(?P<year>{'|'.join(_YEARS_AWAY)}|(?:[0-9]{{4}}|[0-9]{{2}}|[〇{CHINESE_DIGITS}]{{4}})(?=年))年?"
_ORDINAL = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_DAY_NUMBER = f"{_ORDINAL}?"
_WEEKDAY = "(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-7])"

Reader = Callable[[re.Match[str], date], date | None]


def _next_date(month: int, day: int, today: date) -> date | None:
    """The date in this year or the next, today or later."""
    found = (_date(year, month, day) for year in (today.year, today.year + 1))
    return next((found_day for found_day in found if found_day and found_day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(days: int, today: date) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _of_numbers(found: re.Match[str], _today: date) -> date | None:
    return _date(int(found["year"]), int(found["month"]), int(found["day"]))


def _of_month_and_day(found: re.Match[str], today: date) -> date | None:
    return _next_date(int(found["month"]), int(found["day"]), today)


def _year(text: str, today: date) -> int:
    if text in _YEARS_AWAY:
        return today.year + _YEARS_AWAY[text]
    year = int("".join(str(CHINESE_DIGITS.find(sign)) if sign in CHINESE_DIGITS else sign for sign in text))
    return year if year > 99 else 2000 + year


def _of_chinese(found: re.Match[str], today: date) -> date | None:
    month, day = numeral(found["month"]), numeral(found["day"])
    if month is None or day is None or not (found["mark"] or found["day"].isascii()):
        return None
    if found["year"]:
        return _date(_year(found["year"].replace("〇", "零"), today), month, day)
    return _next_date(month, day, today)


def _of_day(found: re.Match[str], today: date) -> date | None:
    """The day of the named month, else of this month or the next, today or later."""
    day = numeral(found["day"])
    if day is None:
        return None
    named = found.groupdict().get("away")
    away = (_MONTHS_AWAY[named],) if named else (0, 1)
    months = [divmod(today.month - 1 + months, 12) for months in away]
    days = (_date(today.year + years, month + 1, day) for years, month in months)
    return next((found_day for found_day in days if found_day and (named or found_day >= today)), None)


def _of_english(found: re.Match[str], today: date) -> date | None:
    month, day = _MONTHS.get(found["month"], 0), int(found["day"])
    return _date(int(found["year"]), month, day) if found["year"] else _next_date(month, day, today)


def _of_week(found: re.Match[str], today: date) -> date | None:
    weekday = _WEEKDAYS.get(found["weekday"])
    if weekday is None:
        return None
    ahead = weekday - today.weekday()
    return _later(ahead + 7 * _WEEKS[found["week"]] if found["week"] else ahead % 7, today)


def _of_distance(found: re.Match[str], today: date) -> date | None:
    number = numeral(found["number"])
    if number is None:
        return None
    return _later(number * (7 if found["unit"] in {"周", "星期", "礼拜", "week"} else 1), today)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>[0-9]{4})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})", _of_numbers),
        ("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _of_numbers),
        ("(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})", _of_month_and_day),
        (
            rf"(?:{_YEAR})?(?P<month>{_NUMERAL})月(?P<day>{_NUMERAL})(?P<mark>[日号號])?",
            _of_chinese,
        ),
        (rf"(?P<away>{'|'.join(_MONTHS_AWAY)})?(?P<day>{_NUMERAL})[日号號]", _of_day),
        (f"(?:the )?{_ORDINAL}", _of_day),
        (f"(?P<month>[a-z]{{3,9}})[. ]?{_DAY_NUMBER}(?: (?P<year>[0-9]{{4}}))?", _of_english),
        (f"(?:the )?{_DAY_NUMBER} ?(?:of )?(?P<month>[a-z]{{3,9}})\\.?(?: ?(?P<year>[0-9]{{4}}))?", _of_english),
        (f"(?P<week>{'|'.join(week for week in _WEEKS if not week.isascii())})?{_WEEKDAY}", _of_week),
        ("(?:(?P<week>this|next) )?(?:coming )?(?P<weekday>[a-z]{3,9})", _of_week),
        (f"(?P<number>[0-9]{{1,3}}|{CHINESE_NUMERAL}{{1,5}})个?(?P<unit>天|周|星期|礼拜)[之以]?后", _of_distance),
        ("in (?P<number>[a-z]{3,9}|[0-9]{1,3}) (?P<unit>day|week)s?", _of_distance),
        ("(?P<number>[a-z]{3,9}|[0-9]{1,3}) (?P<unit>day|week)s? (?:later|from now)", _of_distance),
    )
)
_WITH_WEEKDAY = (
    re.compile(rf"(?P<rest>.+?)\(?{_WEEKDAY}\)?"),
    re.compile(f"{_WEEKDAY}(?P<rest>.+)"),
    re.compile("(?P<weekday>[a-z]{3,9}) (?P<rest>.+)"),
)


def _by_itself(text: str, today: date) -> date | None:
    if text in _NEAR:
        return _later(_NEAR[text], today)
    for pattern, reader in _READERS:
        if found := pattern.fullmatch(text):
            return reader(found, today)
    return None


def _with_weekday(text: str, today: date) -> date | None:
    """A day with its weekday, 11月27日(周五) or Friday Nov 27: both must say the same day."""
    for pattern in _WITH_WEEKDAY:
        if found := pattern.fullmatch(text):
            named = _by_itself(found["rest"], today)
            if named and named.weekday() == _WEEKDAYS.get(found["weekday"]):
                return named
    return None


def find_day(text: str, today: date) -> date | None:
    """The day that a whole plain text names, or None."""
    words = text.removeprefix("on ")
    return _by_itself(words, today) or _with_weekday(words, today)


def heard_with_commas(text: str, expected: Expected) -> str:
    """As `heard`, for texts where a comma is but a pause."""
    return heard(text.translate(_COMMAS), expected)


def day(text: str, *, today: date) -> date:
    """The day meant on `today`: 明天, 下周一, 周三, 11月27日, 27号, 11/27, 2026-11-27, 20261127, Nov 27, in 3 days.

    Without a year: the next such date within this year and the next, today included; without a month: this month's
    or the next's. A bare weekday is the next one, today included; 本周 and this are the calendar week of today (from
    Monday, so the day may be past), 下周 and next the one after. A full date stands as written, past ones too.
    Raises NotUnderstood for anything else, and for days that don't exist.
    """
    found = find_day(heard_with_commas(text, Expected.DAY), today)
    if found is None:
        raise NotUnderstood(Expected.DAY)
    return found
