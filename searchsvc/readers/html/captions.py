"""The captions of a page's images: elements that are marked as such, and texts that share a box with an image."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from searchsvc.readers.html.tree import Element, folded, is_hidden, names_of, tags, text_of

MARKED = re.compile(r"caption|bildunterschrift|cutline|image[-_]?text")
"""What a caption is called, in the class, id or itemprop of its element."""
CREDIT = re.compile(r"credit|copyright|photographer|byline|author|agency|source|attribution")
CREDIT_ALONE = re.compile(
    r"^\W*(?:©|\(c\)|(?:image|photo|picture|foto|bild|video|fotograf|illustration|grafik)?s?\s*"
    r"(?:credits?|crédits?|courtesy|copyright|source|quelle|bron|fonte|fuente|källa|by|von|par)\b|"
    r"(?:image|photo|picture|foto|bild|fotograf|illustration|grafik|imagen|cr[ée]dit)\w*\s*[:/]|"
    r"(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados))",
    re.IGNORECASE,
)
"""How a text begins that says who made an image, and not what it shows."""
PICTURE = re.compile(r"image|img|photo|foto|picture|bild|figure|media|gallery|carousel|slide")
"""What the box of an image and its caption is called."""
NO_BOX = tags("body article main section html p td li a h1 h2 h3 h4 h5 h6")
NO_ECHO = tags("a title script style option button h1 h2 h3 h4 h5 h6")
NO_CAPTION = tags("table caption track script style")
SHORTEST = 8
"""Letters and digits of a caption that is only known by the text in place of the image."""
FAR = 6
"""Elements around an image, the first of which with a text may be its box."""
NEAR = 4
"""Elements around a caption among which one holds the image, too."""
IMAGES = ("img", "picture", "amp-img")
ADVERT = re.compile(r"(?:^|[-_ ])(?:ads?|advert\w*|dfp|promo)(?:[-_ ]|$)")
ELSEWHERE = tags("nav footer select form")
LONGEST = 1500
"""Characters: a longer text is part of the article, whatever its element is called."""
CREDITED = 60
"""Letters and digits of a credit, at most."""
BOX = 600
"""Characters of the text in a box with an image: a longer one is more than a caption."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The text of a caption, the element that holds it, and those around that; whether it is ``marked`` as one."""

    text: str
    element: Element
    marked: bool
    around: tuple[Element, ...]


def captions_in(tree: Element, others: frozenset[str]) -> tuple[Caption, ...]:
    """The captions of the page in order, those of other articles' images among them.

    ``others`` are names that stand beside images without being captions: of authors, of the site.
    """
    found: list[Caption] = []
    taken: set[Element] = set()
    alternatives = {folded(image.get("alt") or "") for image in tree.iter("img")} - others
    for element in tree.iter():
        if element.tag in IMAGES:
            caption = _beside(element)
        else:
            caption = _marked(element) if _is_named(element) else _echo(element, alternatives)
        if caption is None or not any(map(str.isalpha, caption.text)) or folded(caption.text) in others:
            continue
        if taken.isdisjoint(_with_parents(element)):
            taken.add(caption.element)
            found.append(caption)
    return tuple(found)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts without those that another one says as well, maybe with a credit after it."""
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(folded(text), text)
    # In this order the texts that begin with another one come right after it.
    for shorter, longer in pairwise(sorted(kept)):
        if longer.startswith(shorter) and len(longer) - len(shorter) <= CREDITED:
            del kept[shorter]
    return tuple(kept.values())


def _with_parents(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _marked(element: Element) -> Caption | None:
    """The caption that an element marked as one is; None where it holds an image, too: then it is the box of one."""
    if element.tag in NO_CAPTION or (
        element.tag != "figcaption" and (_holds_image(element) or not _is_near_image(element))
    ):
        return None
    text = "" if ADVERT.search(names_of(element)) else text_of(element)
    if not text or len(text) > LONGEST or _is_credit(element, text) or _leads_away(element):
        return None
    return _caption(text, element, marked=True)


def _beside(image: Element) -> Caption | None:
    """The text in the box of an image: the first element around it that has any, where it is called after images."""
    for box in islice(image.iterancestors(), FAR):
        if box.tag in NO_BOX:
            return None
        if text := text_of(box):
            fits = len(text) <= BOX and (box.tag == "figure" or PICTURE.search(names_of(box)))
            linked = next(box.iter("a", "figcaption"), None) is not None or any(
                _is_named(e) for e in box.iterdescendants()
            )
            return None if not fits or linked or _is_credit(box, text) or _leads_away(box) else _caption(text, box)
    return None


def _echo(element: Element, alternatives: set[str]) -> Caption | None:
    """The text of an element without others in it, where it says what stands in place of an image."""
    if len(element) or not element.text or element.tag in NO_ECHO:
        return None
    key = folded(element.text)
    if len(key) < SHORTEST or not _says(key, alternatives) or _leads_away(element):
        return None
    return _caption(text_of(element), element)


def _says(key: str, alternatives: set[str]) -> bool:
    """Whether the text is one of the alternatives, or the beginning of one that is not much longer."""
    return key in alternatives or any(other.startswith(key) and len(key) > len(other) / 2 for other in alternatives)


def _caption(text: str, element: Element, *, marked: bool = False) -> Caption:
    return Caption(text, element, marked, tuple(element.iterancestors()))


def _is_named(element: Element) -> bool:
    return isinstance(element.tag, str) and (element.tag == "figcaption" or bool(MARKED.search(names_of(element))))


def _is_near_image(element: Element) -> bool:
    return any(map(_holds_image, islice(element.iterancestors(), NEAR)))


def _holds_image(element: Element) -> bool:
    return next(element.iter(*IMAGES), None) is not None


def _is_credit(element: Element, text: str) -> bool:
    """Whether the text names who made the image, and nothing else."""
    if CREDIT_ALONE.search(text) and len(text.split()) <= 8:
        return True
    holders = [part for part in element.iter() if part.tag == "cite" or CREDIT.search(names_of(part))]
    return any(folded(text_of(part)) == folded(text) for part in holders)


def _leads_away(element: Element) -> bool:
    """Whether the element is part of a link to another page, of what stands around every article, or hidden."""
    for parent in _with_parents(element):
        if parent.tag in ELSEWHERE or is_hidden(parent):
            return True
        if parent.tag == "a" and not re.search(
            r"\.(?:jpe?g|png|webp|gif|avif)\b|^#|^javascript|^$", parent.get("href", "").lower()
        ):
            return True
    return False
