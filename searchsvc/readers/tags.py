"""HTML tags in Markdown: which names are tags, and what is left of one in a text."""

from __future__ import annotations

import re

NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
IN_WORDS = re.compile(
    r"a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|"
    r"q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr",
    re.IGNORECASE,
)
BETWEEN_WORDS = re.compile(
    r"address|article|aside|audio|blockquote|br|button|caption|center|col|colgroup|dd|details|div|dl|dt|embed|figcaption|figure|footer|"
    r"form|h1|h2|h3|h4|h5|h6|header|hr|iframe|img|input|label|legend|li|link|main|meta|nav|noscript|object|ol|option|p|"
    r"param|picture|pre|script|section|select|source|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|tr|track|ul|video",
    re.IGNORECASE,
)


def tag_text(tag: str) -> str:
    """What a tag leaves: nothing inside a word, a blank between words, itself where HTML has no such tag."""
    found = NAME.match(tag)
    name = found[1] if found else ""
    if IN_WORDS.fullmatch(name):
        return ""
    return " " if BETWEEN_WORDS.fullmatch(name) else tag
