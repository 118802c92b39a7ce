"""Dates printed by somebody else's tables, and any text at all."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc.readers.dates import Dated, Hints, date_in_name, date_in_url, dateline, order_of, read_date

LAST = dt.date(2100, 1, 1)
LANGUAGES = (
    *("en", "en_GB", "de", "fr", "es", "pt", "ru", "ar", "ar_LB", "ar_DZ", "ar_MA", "fa", "zh", "zh_Hant", "ja", "ko"),
    *("it", "nl", "pl", "tr", "uk", "cs", "sv", "da", "nb", "nn", "fi", "is", "lt", "lv", "et", "id", "ms", "vi", "hu"),
    *("ro", "el", "bg", "sr", "sr_Latn", "hr", "bs", "mk", "sl", "sk", "be", "ca", "gl", "eu", "ga", "mt", "sq", "hy"),
    *("ka", "az", "kk", "ky", "uz", "he", "ur", "hi", "bn", "ta", "te", "ml", "mr", "gu", "pa", "kn", "ne", "th", "sw"),
    *(
        "af",
        "fil",
        "ast",
        "cy",
        "eo",
        "lb",
        "fo",
        "fy",
        "km",
        "lo",
        "si",
        "am",
        "or",
        "ps",
        "so",
        "ha",
        "zu",
        "xh",
        "yi",
        "tk",
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_another_library_prints_is_read(language: str) -> None:
    hints = Hints(language)
    for number in range(dt.date(1450, 1, 1).toordinal(), LAST.toordinal(), 997):  # a prime: every month, every weekday
        day = dt.date.fromordinal(number)
        for style in ("full", "long", "medium"):
            text = format_date(day, style, locale=language)
            in_figures = re.fullmatch(r"\d+\u200f?/\u200f?\d+\u200f?/\d{4}", text)
            doubt = "ambiguous" if in_figures and day.day <= 12 and day.day != day.month else ""
            assert read_date(text, hints, today=LAST) == Dated(day, doubt), text


@given(st.dates())
@example(dt.date.min)
@example(dt.date.max)
def test_any_day_comes_back(day: dt.date) -> None:
    year, month = f"{day.year:04}", f"{day.month:02}"
    for text in (f"{day.day}. {month}. {year}", f"{year}年{month}月{day.day}日", day.isoformat().replace("-", "")):
        assert read_date(text, Hints("de")).date == day


PIECES = (
    *("6", "2", "31", "2020", "20", "1398", "1441", "99999", "0", "٦", "２", "六", "元", "1e9", "1580990400"),
    *("Feb", "mars", "شباط", "بهمن", "رجب", "كانون", "الثاني", "tháng", "พ.ศ.", "mar", "updated", "الموافق"),
    *("令和", "年", "月", "日", "년", "월", "일", "下午", "木", "Thu", "Thứ", "am", "pm", "at", "de", "st", "هـ"),
    *(".", "/", "-", ":", ",", " ", "  ", "\u200f", "\u00a0", "(", ")", "\x00", "😀", "ﷺ"),
    *("12:30", "24:00", "T", "Z", "GMT", "+03:00", "-99:99", "+2"),
)
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
TAGS = st.sampled_from(["", "en", "en-US", "fa", "th", "zh-Hant-TW", "x-y_z", "-", "ar", "hu"])
HINTS = st.builds(
    Hints, TAGS, st.sampled_from(["", "day", "month"]), st.sampled_from(["", "x.us", "//[", "https://x.de"])
)


@given(TEXTS, HINTS)
@example("6 feb 2020 12:30 +99:99", Hints())
@example("1 محرم 1200", Hints())
@example("1/1/01", Hints())
@example("0001-01-01T00:00:00+23:59", Hints())
@example("9" * 13, Hints())
def test_any_text_is_a_date_or_a_value_error(text: str, hints: Hints) -> None:
    read_or_refused(text, hints)
    order_of([text])
    date_in_url(text)
    date_in_name(text)


def read_or_refused(text: str, hints: Hints) -> None:
    """Read the text; whatever else than ValueError is raised is passed on."""
    try:
        found = read_date(text, hints, today=dt.date(2026, 11, 22))
    except ValueError:
        assert dateline(text, hints) is None
    else:
        assert found.doubt in ("", "ambiguous", "future", "early")
        assert isinstance(found.date, dt.datetime) == (getattr(found.date, "tzinfo", None) is not None)
        assert found.date.isoformat()


@pytest.mark.parametrize("sign", ["1", " ", ".", "1 ", "1.", "t", "(", "kanun ", "كانون ", "一", "6 feb ", "1:1", "-+"])
def test_a_pattern_that_explodes_would_never_end(sign: str) -> None:
    for text in [(sign * 100)[:length] for length in range(40, 101)] + [sign * 100_000]:
        read_or_refused(text, Hints())


@pytest.mark.corpora
@pytest.mark.parametrize("language", ["ar", "fa", "zh", "pt"])
def test_the_days_of_real_articles(language: str, corpora: Path) -> None:
    with (corpora / "languages" / f"{language}.jsonl").open(encoding="utf-8") as lines:
        written = [date for line in lines if (date := json.loads(line).get("date"))]
    for date in written:
        day = dt.date.fromisoformat(date)
        assert read_date(date) == Dated(day)
        assert read_date(format_date(day, "full", locale=language), Hints(language)) == Dated(day)


@pytest.mark.corpora
def test_the_days_of_real_pages(corpora: Path) -> None:
    expected = " ".join(path.read_text("utf-8") for path in (corpora / "fundus").rglob("*.json"))
    dates = re.findall(r'"publishing_date": "([^"]+)"', expected)
    assert len(dates) > 60
    for date in dates:
        assert read_date(date).date.isoformat()[:10] == date[:10]
