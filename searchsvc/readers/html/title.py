"""The title of a page's article, without the name of the site, the section, or what stands above the headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice

from searchsvc.readers.html.linked import text_at
from searchsvc.readers.html.meta import said
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.tree import Element, folded, text_of
from searchsvc.readers.plain import one_line

PARTING = "|｜ㅣ–—•·»«›_*-"
"""Marks that stand between a headline and the name of a site."""
LAST_PART = re.compile(rf"^(.*\S)(\s*)(?:[{PARTING}]|::|(?<=\s)/)(\s*)(\S.*?)$")
FIRST_PART = re.compile(rf"^(\S[^{PARTING}]*?)(\s+)(?:[{PARTING}]|::)(\s+)(.*\S)$")
CUT = re.compile(r"\s*(?:…|\.\.\.)$")
SHORTEST = 10
"""Letters and digits: a text with fewer is not taken for the headline that a longer one contains."""
HEADINGS = 500
PARTS = 30
"""Headings of a page, and elements in each, that are looked at."""
HEADLINE_LIMIT = 105
"""Characters: JSON-LD headlines longer than this may have been cut, as 110 is what search engines take."""


def title_of(page: Page) -> str:
    """The headline: one that the social tags repeat, else that of JSON-LD, of those tags, the page, its window."""
    social = said(page.meta, "og:title", "twitter:title")
    declared = said(page.meta, "headline", "dc.title", "dcterms.title", "citation_title")
    window = next((text_of(tag) for tag in page.tree.iter("title")), "")
    headings = [heading for heading in page.headings if not is_site(heading, page.site_names)]
    named = [heading for heading in headings if folded(heading) in folded(f"{social} {window}")] or headings
    known = [text_at(page.article, "headline"), social, *named[:1], declared, window, text_at(page.article, "name")]
    texts = [text for text in map(one_line, known) if text]
    if printed := _printed(without_site(one_line(social), [*texts, *headings], page), page):
        return printed
    best = _uncut(next(iter(texts), ""), texts)
    return _without_kicker(without_site(best, [*texts, *headings], page), social, page)


def without_site(text: str, others: Collection[str], page: Page) -> str:
    """The text without the name of the site and of the section, at its end or beginning.

    They go, too, where one of the ``others`` is the text without its last parts.
    """
    for other in sorted(others, key=len, reverse=True):
        rest = text[len(other) :].lstrip()
        if text.startswith(other) and rest[:1] and rest[0] in PARTING and len(folded(other)) >= SHORTEST:
            text = other
    section = said(page.meta, "article:section", "section")
    names = page.site_names
    while found := LAST_PART.match(text):
        head, before, after, tail = found.groups()
        if not (is_site(tail, names) if before or after else folded(tail) in map(folded, names)):
            break
        text, names = head, (*page.site_names, section)
    found = FIRST_PART.match(text)
    return found[4] if found and is_site(found[1], page.site_names) else text


def is_site(text: str, names: Collection[str]) -> bool:
    """Whether the text is the name of the site, or one of them is most of the other."""
    short = folded(text)
    for name in filter(None, map(folded, names)):
        shorter, longer = sorted((short, name), key=len)
        if shorter == longer or (len(shorter) >= 4 and shorter in longer and len(longer) <= 2 * len(shorter)):
            return True
    return False


def _uncut(text: str, others: Collection[str]) -> str:
    """The text, or the one that it is the beginning of, where it was cut."""
    start = CUT.sub("", text)
    if start == text and len(text) < HEADLINE_LIMIT:
        return text
    longer = [other for other in others if folded(other).startswith(folded(start)) and not CUT.search(other)]
    return longer[0] if longer else text


def _printed(social: str, page: Page) -> str:
    """The heading, or the part of one, that says what the tags for social sites do; empty where there is none."""
    wanted = folded(social)
    for part in _heading_parts(page, "h1", "h2"):
        if len(wanted) >= SHORTEST and folded(text := text_of(part)) == wanted:
            return text
    return ""


def _without_kicker(title: str, social: str, page: Page) -> str:
    """The headline alone, where a heading has it in an element of its own, and the social tags end with it."""
    for part in _heading_parts(page, "h1"):
        text = text_of(part)
        within = all(folded(whole).endswith(folded(text)) for whole in (title, social))
        if part.tag != "h1" and len(folded(text)) >= SHORTEST and within and folded(text) != folded(title):
            return text
    return title


def _heading_parts(page: Page, *tags: str) -> Iterator[Element]:
    """The headings of the page, each with the elements in it; what is in several of them comes once."""
    outermost = (heading for heading in page.tree.iter(*tags) if next(heading.iterancestors(*tags), None) is None)
    for heading in islice(outermost, HEADINGS):
        yield from islice(heading.iter(), PARTS)
