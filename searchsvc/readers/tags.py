"""HTML in Markdown: which names are tags, what is left of one in a text, and which begin paragraphs."""

from __future__ import annotations

import re

from searchsvc.readers.held import caption

NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
IN_WORDS = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|"
    r"nobr|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr",
    re.IGNORECASE,
)
BLOCKS = (
    r"address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h1|h2|h3|h4|h5|h6|header|hr|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
BETWEEN_WORDS = re.compile(
    BLOCKS
    + r"|area|audio|base|body|br|button|canvas|col|colgroup|dialog|embed|frame|frameset|head|hgroup|html|iframe|img|"
    r"input|label|link|map|menu|meta|meter|noscript|object|optgroup|option|output|param|picture|progress|script|select|slot|"
    r"source|style|svg|td|template|textarea|th|title|track|video",
    re.IGNORECASE,
)
BLOCK_LINE = re.compile(rf"^[ \t]*</?(?:{BLOCKS})\b[^\n]*", re.MULTILINE | re.IGNORECASE)
BLOCK_TAG = re.compile(rf"""[ \t]*</?(?:{BLOCKS})\b(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>[ \t]*""", re.IGNORECASE)
CAPTION = re.compile(r"<figcaption\b[^<>]*+>((?:(?!</?figcaption\b).)*+)</figcaption\s*>", re.IGNORECASE | re.DOTALL)


def tag_text(tag: str) -> str:
    """What a tag leaves: nothing inside a word, a blank between words, itself where HTML has no such tag."""
    found = NAME.match(tag)
    name = found[1] if found else ""
    if IN_WORDS.fullmatch(name):
        return ""
    return " " if BETWEEN_WORDS.fullmatch(name) else tag


def blocks_apart(text: str) -> str:
    """The text with blank lines for the tags of paragraphs, rows and items that lines begin with.

    Captions of figures become those of images.
    """
    if "<" not in text:
        return text
    text = CAPTION.sub(lambda found: caption(found[1]), text)
    return BLOCK_LINE.sub(lambda line: BLOCK_TAG.sub("\n\n", line[0]), text)
