"""The histogram over the results: a bar for each month, or for each year of a long archive, each a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchsvc.answer import FacetCount, SearchRequest
from searchsvc.engines.base import UNDATED
from searchsvc.web import periods
from searchsvc.web.links import Links
from searchsvc.web.periods import Period
from searchsvc.web.wording import MONTHS, counted

MOST_BARS = 120
FEWEST_BARS = 3
FEW = 2  # wrong dates that even a small archive may have
FULL = 2  # the fewest articles that reach the top: one alone is no peak
MOST_LABELS = 8
HEIGHT = 56
LEAST = 2.0  # a bar of one article among thousands still is seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``x`` and ``width`` in percent of the whole, ``y`` and ``height`` in pixels."""

    x: str
    y: str
    height: str
    says: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars from left to right over ``width`` percent each; ``labels`` are (x in percent, text).

    ``outside`` counts articles dated too far from all others to have a bar.
    """

    bars: tuple[Bar, ...]
    labels: tuple[tuple[str, str], ...]
    width: str
    unit: str
    outside: int = 0
    height: int = HEIGHT


def histogram(months: Sequence[FacetCount], request: SearchRequest, links: Links) -> Histogram | None:
    """The histogram of these months, or None where there is nothing to compare.

    ``months`` are the counts without the request's own dates, so that the bars around a chosen one stay.
    """
    given = {periods.month_number(row.value): row.count for row in months if row.value != UNDATED}
    middle = central(given, 12 * MOST_BARS)
    counts = middle if len(middle) >= FEWEST_BARS else given
    outside = sum(given.values()) - sum(counts.values())
    window = _window(counts, Period(request.after, request.before))
    if window is None:
        return None
    first, last = window
    if last - first < MOST_BARS:
        shown = {number: counts.get(number, 0) for number in range(first, last + 1)}
        return _drawn(shown, request, links, "month", outside)
    years: dict[int, int] = dict.fromkeys(range(first // 12, last // 12 + 1), 0)
    for number, count in counts.items():
        if first <= number <= last:
            years[number // 12] += count
    return _drawn(years, request, links, "year", outside) if len(years) <= 12 * MOST_BARS else None


def central(counts: dict[int, int], span: int) -> dict[int, int]:
    """The counts without the few at the ends that alone make them reach over more than ``span`` numbers.

    A few are two articles, or 1 % of all; where leaving them out is not enough, the counts are given back whole.
    """
    numbers = sorted(number for number, count in counts.items() if count)
    if not numbers:
        return counts
    few = max(FEW, sum(counts.values()) // 100)
    middle = numbers[len(numbers) // 2]
    while numbers[-1] - numbers[0] >= span:
        place = 0 if middle - numbers[0] > numbers[-1] - middle else -1
        few -= counts[numbers.pop(place)]
        if few < 0:
            return counts
    return {number: counts[number] for number in numbers}


def _window(counts: dict[int, int], chosen: Period) -> tuple[int, int] | None:
    """The first and last month shown: all there are, or the whole years around a choice among too many."""
    if len(counts) < FEWEST_BARS:
        return None
    first, last = min(counts), max(counts)
    if last - first >= MOST_BARS and (chosen.after or chosen.before):
        low, high = chosen.months
        low, high = max(first, low - low % 12), min(last, high + 11 - high % 12)
        if low <= high:
            first, last = low, high
    return first, last


def _drawn(counts: dict[int, int], request: SearchRequest, links: Links, unit: str, outside: int) -> Histogram:
    low, high = _chosen(request, unit)
    of, name = (periods.month, periods.month_spoken) if unit == "month" else (periods.year, str)
    base = links.results(replace(request, after="", before="", page=1))
    joint = "&" if "?" in base else "?"
    step, most, bars = 100 / len(counts), max(FULL, *counts.values()), []
    for place, (number, count) in enumerate(counts.items()):
        if not count:
            continue
        period = of(number)
        tall = max(LEAST, HEIGHT * count / most)
        bars.append(
            Bar(
                x=f"{place * step:.3f}%",
                y=f"{HEIGHT - tall:.1f}",
                height=f"{tall:.1f}",
                says=f"{name(number)}: {counted(count, 'article')}",
                url=base if low == high == number else f"{base}{joint}after={period.after}&before={period.before}",
                chosen=low <= number <= high,
            )
        )
    return Histogram(tuple(bars), _labels(list(counts), unit, step), f"{step:.3f}%", unit, outside)


def _chosen(request: SearchRequest, unit: str) -> tuple[int, int]:
    """The first and last number of a bar that is chosen; an empty range where none is."""
    if not request.after and not request.before:
        return 1, 0
    low, high = Period(request.after, request.before).months
    return (low, high) if unit == "month" else (-(-low // 12), (high + 1) // 12 - 1)


def _labels(numbers: list[int], unit: str, step: float) -> tuple[tuple[str, str], ...]:
    """Years below the bars, or months where the bars are few, thinned until they have room."""
    if unit == "year":
        places = [(place, str(number)) for place, number in enumerate(numbers)]
    elif len(numbers) <= 24:
        places = _months(numbers, 3 if len(numbers) <= 18 else 6)
    else:
        places = [(place, str(number // 12)) for place, number in enumerate(numbers) if number % 12 == 0]
    every = -(-len(places) // MOST_LABELS)
    # A label too near the right end would be cut off.
    return (
        tuple((f"{place * step:.3f}%", text) for place, text in places[::every] if place * step < 94) if every else ()
    )


def _months(numbers: list[int], every: int) -> list[tuple[int, str]]:
    """The place and name of every third or sixth month, with its year the first and each January."""
    shown = [(place, number) for place, number in enumerate(numbers) if number % every == 0]
    return [
        (place, MONTHS[number % 12][:3] + (f" {number // 12}" if number % 12 == 0 or at == 0 else ""))
        for at, (place, number) in enumerate(shown)
    ]
