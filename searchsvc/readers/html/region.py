"""Where on a page its article stands: between which elements, and inside of which one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from searchsvc.readers.html.captions import Caption
from searchsvc.readers.html.tree import Element, start_of, tags

HOLDERS = tags("p h2 h3 h4 h5 h6 li blockquote pre td dd dt div")
"""Tags of elements that paragraphs of an article stand in."""
START = 40
"""Letters and digits by which a paragraph is known again."""
SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Region:
    """The place of an article: the numbers of its headline, its first and its last paragraph.

    ``container`` is what most of its paragraphs lie in; ``paragraphs`` are they, by the first letters of their text.
    """

    numbers: dict[Element, int]
    headline: int
    first: int
    last: int
    container: Element | None
    paragraphs: dict[str, Element]

    @property
    def above(self) -> list[Element]:
        """The elements between headline and first paragraph."""
        return list(islice(self.numbers, self.headline + 1, self.first))

    def holds(self, caption: Caption) -> bool:
        """Whether a caption belongs to the article: it stands before its end, or among its paragraphs.

        One that is not marked as a caption stands below the headline, too.
        """
        place = self.numbers[caption.element]
        if place > self.last:
            return caption.marked and self.container in caption.around
        return caption.marked or place >= self.headline


def number(tree: Element) -> dict[Element, int]:
    """The elements of a page, numbered in their order."""
    return {element: place for place, element in enumerate(tree.iter())}


def region_of(numbers: dict[Element, int], headline: str, paragraphs: Iterable[str]) -> Region:
    """The region of the article with this headline and these paragraphs, both as folded texts."""
    starts = {paragraph[:START] for paragraph in paragraphs if len(paragraph) >= SHORTEST}
    found: dict[str, Element] = {}
    holders: Counter[Element] = Counter()
    heads = [0]
    for element, place in numbers.items():
        if element.tag in ("h1", "h2") and not found and start_of(element, START) == headline[:START]:
            heads.append(place)
        elif element.tag in HOLDERS and (start := start_of(element, START)) in starts:
            found[start] = element
            holders[element.getparent()] += 1
    container = next((element for element, _ in holders.most_common(1)), None)
    places = [numbers[element] for element in found.values()]
    return Region(numbers, heads[-1], min(places, default=0), max(places, default=len(numbers)), container, found)
