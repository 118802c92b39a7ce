"""The lead of an article: the sentence or two between headline and text, which stand apart from the text."""

from __future__ import annotations

import re

from searchsvc.readers.html.captions import CREDIT_ALONE
from searchsvc.readers.html.linked import text_at
from searchsvc.readers.html.meta import said
from searchsvc.readers.html.page import Page
from searchsvc.readers.html.region import Region
from searchsvc.readers.html.tree import Element, folded, is_hidden, names_of, tags, text_of

CALLED = re.compile(
    r"(?:^|[-_ ])(?:lead|lede|standfirst|intro|introduction|dek|deck|sub-?head(?:line)?|sub-?title|summary|abstract|"
    r"chapo|chapeau|perex|ingress|vorspann|sommario|occhiello|sottotitolo|bajada|entradilla|zajawka)(?:[-_ ]|$)"
)
"""What a lead is called, in the class, id or itemprop of its element."""
HOLDERS = tags("p div h2 h3 h4 span strong section header li")
AWAY = tags("a nav footer form")
SHORTEST, LONGEST = 20, 600
"""Characters of a lead."""
ALIKE = 40
"""Letters and digits in which a lead and the page's description of itself must begin alike, as either may be cut."""


def lead_of(page: Page, region: Region, body: str) -> str:
    """The lead, where the body does not have it: a text above the first paragraph that is called so, or that the page
    describes itself with. Empty for none."""
    described = {
        folded(text_at(page.article, "description"))[:ALIKE],
        folded(said(page.meta, "og:description", "description", "twitter:description"))[:ALIKE],
    }
    texts = [
        (element, text_of(element)) for element in region.above if element.tag in HOLDERS and not _is_away(element)
    ]
    known = folded(body)
    fitting = [
        (element, text) for element, text in texts if SHORTEST <= len(text) <= LONGEST and not _is_in(text, known)
    ]
    printed = [text for _, text in fitting if len(start := folded(text)[:ALIKE]) == ALIKE and start in described]
    called = [text for element, text in fitting if CALLED.search(names_of(element)) and not CREDIT_ALONE.search(text)]
    # The description may stand in several boxes, one in the other.
    return min(printed, key=len, default="") or next(iter(called), "")


def _is_in(text: str, known: str) -> bool:
    return folded(text)[: 2 * ALIKE] in known


def _is_away(element: Element) -> bool:
    """Whether it leads to another page, or is not shown."""
    return any(parent.tag in AWAY or is_hidden(parent) for parent in (element, *element.iterancestors()))
