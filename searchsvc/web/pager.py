"""The pages of the results: numbers with gaps, and the way to the neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchsvc.answer import SearchRequest
from searchsvc.web.links import Links

SIZES = (10, 25, 50, 100)
NEAR = 1  # neighbours of the current page that have a number of their own


@dataclass(frozen=True, slots=True)
class Pager:
    """``numbers`` are (page, address), with None for a gap; an empty address is a page that is not there."""

    page: int
    last: int
    numbers: tuple[tuple[int, str] | None, ...]
    previous: str
    next: str
    sizes: tuple[tuple[int, str], ...]


def pager(request: SearchRequest, total: int, links: Links) -> Pager:
    """The pager of a search that found ``total`` articles; past the end, the previous page is the last."""
    last = max(1, -(-total // request.per_page))
    page = request.page
    shown = sorted({1, last, *range(max(1, page - NEAR), min(last, page + NEAR) + 1)})
    numbers: list[tuple[int, str] | None] = []
    for number in shown:
        before = numbers[-1][0] if numbers and numbers[-1] else 0
        if number - before == 2:
            numbers.append((number - 1, links.results(replace(request, page=number - 1))))
        elif number - before > 2:
            numbers.append(None)
        numbers.append((number, links.results(replace(request, page=number))))
    return Pager(
        page=page,
        last=last,
        numbers=tuple(numbers),
        previous=links.results(replace(request, page=min(page - 1, last))) if page > 1 else "",
        next=links.results(replace(request, page=page + 1)) if page < last else "",
        sizes=tuple((size, links.results(replace(request, per_page=size, page=1))) for size in SIZES),
    )
