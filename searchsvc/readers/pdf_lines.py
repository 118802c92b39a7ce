"""Lines of text, as they stand on the pages of a PDF, put together to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from searchsvc.readers.plain import one_line

AT_EDGES = 2
"""Lines at the top and at the bottom of a page among which running titles are looked for."""
REPEATED = 0.4
"""On how many of the pages a line has to stand to be a running title."""
WIDER = 1.3
"""A gap between lines is one between paragraphs where it is so many times the usual one."""
LARGER = 1.1
"""Text is a heading where it is so many times larger."""

_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"(?<=\w)(?:-|\u2010|\u00ad)$")
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text, where it begins (points, from the left and from below), and how high its letters are."""

    text: str
    left: float
    height: float
    size: float


Page = Sequence[Line]


def without_running_titles(pages: Sequence[Page]) -> list[Page]:
    """The pages without lines that stand at the edge of most of them, and without their numbers."""
    if len(pages) < 3:
        return list(pages)
    edges = [{line: _likeness(line) for line in _edges(page)} for page in pages]
    counts = Counter(chain.from_iterable(set(edge.values()) for edge in edges))
    least = max(3, REPEATED * len(pages))
    running = {likeness for likeness, count in counts.items() if count >= least}
    return [[line for line in page if edge.get(line) not in running] for page, edge in zip(pages, edges, strict=True)]


def paragraphs(pages: Iterable[Page]) -> str:
    """The text of the lines, a blank line between paragraphs; a word that was broken at a line's end is whole again."""
    placed = [(number, line) for number, page in enumerate(pages) for line in page]
    lines = [line for _, line in placed]
    gap, size = usual_gap(lines), usual_size(lines)
    pieces = [lines[0].text] if lines else []
    for (page_before, before), (page, line) in pairwise(placed):
        if _is_new(before, line, gap, size, turned=page != page_before):
            pieces.append("\n\n" + line.text)
        elif _HYPHEN.search(before.text) and line.text[:1].islower():
            pieces[-1] = _HYPHEN.sub("", pieces[-1])
            pieces.append(line.text)
        else:
            pieces.append("\n" + line.text)
    return "".join(pieces)


def headline(page: Page, size: float) -> str:
    """The largest text at the head of a page, where it is larger than usual, else its first line."""
    largest = max((line.size for line in page), default=0.0)
    if largest < LARGER * size:
        return page[0].text if page else ""
    first = next(number for number, line in enumerate(page) if line.size == largest)
    found: list[str] = []
    for line in page[first : first + 5]:
        if line.size < largest * 0.95:
            break
        found.append(line.text)
    return one_line(" ".join(found))


def usual_size(lines: Iterable[Line]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def usual_gap(lines: Sequence[Line]) -> float:
    """The gap between most lines that follow each other."""
    gaps = Counter(round(before.height - line.height, 1) for before, line in pairwise(lines))
    return next((gap for gap, _ in gaps.most_common() if gap > 0), 0.0)


def _is_new(before: Line, line: Line, gap: float, size: float, *, turned: bool) -> bool:
    """Whether a line begins a paragraph; ``turned``: it stands on another page."""
    if max(before.size, line.size) > LARGER * min(before.size, line.size):
        return True
    down = before.height - line.height
    if turned or down <= -size:  # the next column, or page
        return _ENDS.search(before.text) is not None
    return down > WIDER * gap or (line.left - before.left > 0.8 * size and _ENDS.search(before.text) is not None)


def _edges(page: Page) -> Page:
    ordered = sorted(page, key=lambda line: -line.height)
    return [*ordered[:AT_EDGES], *ordered[-AT_EDGES:]]


def _likeness(line: Line) -> str:
    """What a running title is on every page, whatever its number."""
    return _NUMBER.sub("#", one_line(line.text).lower())
