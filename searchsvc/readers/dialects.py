"""What Obsidian, MDX, Docusaurus, kramdown and Pandoc add to Markdown, as Markdown that everybody reads.

Wiki links become their text, callouts and admonitions their title and text; embeds, comments, imports, block ids,
attributes and tags at the end go.
"""

from __future__ import annotations

import re

from searchsvc.readers.held import caption

COMMENT = re.compile(r"%%(?:(?!%%).)*+%%", re.DOTALL)
EMBED = re.compile(r"!\[\[[^\[\]\n]*+\]\]")
WIKI_LINK = re.compile(r"\[\[(?!\s)(?P<page>[^\[\]\n|]*+)(?:\|(?P<shown>[^\[\]\n]*+))?\]\](?!\()")
MARK = re.compile(r"==(?=[^\s=])((?:[^=\n]|=(?!=))*+)==")
CALLOUT = re.compile(r"^((?:[ \t]*>)++[ \t]*)\[![\w-]++(?:\|[^\]\n]*+)?\][+-]?[ \t]*(.*)$", re.MULTILINE)
BLOCK_ID = re.compile(r"(?:^|(?<![ \t])[ \t]++)\^[A-Za-z0-9-]++[ \t]*+$", re.MULTILINE)
HASHTAG = re.compile(r"(?<!\S)#[^\W\d][\w/-]*+(?!\S)")
ENDS_IN_TAG = re.compile(r"#[^\W\d][\w/-]*+\s*\Z")
LONGEST_END = 200
"""Characters: the last tag and the blanks behind it."""
INLINE_NOTE = re.compile(r"\^\[([^\[\]\n]*+)\]")

IMPORT = re.compile(
    r"""^import[ \t]++
    (?:(?:(?:[\w$*,]++\x20*+)*+\{[^{}'"]*+\}\x20*+)?+[\w$*,]++(?:\x20++[\w$*,]++)*+(?<=\bfrom)[ \t]++)?+
    (?:'[^'\n]++'|"[^"\n]++");?[ \t]*+$""",
    re.MULTILINE | re.VERBOSE,
)
EXPORT = re.compile(
    r"^export[ \t]+(?:(?:const|let|var)[ \t]+[\w$]+[ \t]*=|(?:default[ \t]+)?(?:async[ \t]+)?(?:function|class)\b"
    r"|default[ \t]*[({]|default[ \t]+[\w$]+;?[ \t]*$)(?:(?!\n[ \t]*\n).)*+",
    re.MULTILINE | re.DOTALL,
)
JSX_COMMENT = re.compile(r"\{/\*")
COMPONENT = re.compile(
    r"""</?(?P<name>[A-Z][\w.]*+|[a-z]\w*+(?:-\w++)++)
    (?:\s++(?:[^<>{}"']|"[^"]*+"|'[^']*+'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})*+)?>""",
    re.VERBOSE,
)
CLOSED = re.compile(r"</([A-Za-z][\w.-]*+)\s*>")

ADMONITION = re.compile(
    r"""^[ \t]*(?::{3,}+[ \t]*(?:\{[^}\n]*+\}|[\w-]++)?(?:\[(?P<bracketed>[^\]\n]*+)\])?[ \t]*(?P<behind>[^\n]*)
    |(?:!{3}|\?{3}\+?)[ \t]+[a-z][\w-]*+(?:[ \t]+"(?P<quoted>[^"\n]*+)")?[ \t]*)$""",
    re.MULTILINE | re.VERBOSE,
)
ATTRIBUTES = re.compile(r"\{:[^{}\n]*+\}")
HEADING_ID = re.compile(r"^([ \t]*#{1,6}[ \t][^{\n]*+)\{[#.][^{}\n]*+\}", re.MULTILINE)
CONTENTS = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[_?toc_?\]\]|(?:[*+-]|1\.)[ \t][^\n]*+\n\{:[ \t]*toc[ \t]*\})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
DEFINITION = re.compile(r"^ {0,3}:[ \t]+(?=\S)", re.MULTILINE)
WP_CAPTION = re.compile(r"\[caption\b[^\]\n]*+\]((?:(?!\[/?caption\b).)*+)\[/caption\]", re.DOTALL)
LINKED_IMAGE = re.compile(
    r"""(?<!\s)\s*+(?:<a\b[^<>]*>\s*+)?
    (?:<img\b[^<>]*>|!\[(?:(?!!\[)[^\]])*+\]\((?:(?!!\[)[^)])*+\))(?:\s*+</a>)?""",
    re.VERBOSE,
)


def plain_markdown(text: str) -> str:
    """The text with the additions of others written as Markdown. Code must be held before."""
    if "{" in text:
        text = _without_attributes(CONTENTS.sub("", text))
    if "[" in text:
        text = _without_brackets(CONTENTS.sub("", text))
    if "<" in text:
        text = _without_components(text)
    if ":" in text or "!!" in text or "??" in text:
        text = DEFINITION.sub("\n", ADMONITION.sub(_admonition, text))
    if "import" in text or "export" in text:
        text = EXPORT.sub("", IMPORT.sub("", text))
    if "==" in text:
        text = MARK.sub(r"\1", text)
    if "^" in text:
        text = BLOCK_ID.sub("", text)
    text = COMMENT.sub("", text) if "%%" in text else text
    return _without_last_tags(text) if "#" in text else text


def _without_attributes(text: str) -> str:
    return HEADING_ID.sub(r"\1", ATTRIBUTES.sub("", _without_comments(text)))


def _without_comments(text: str) -> str:
    """The text without the comments of JSX. Each end is looked for once, however many begin before it."""
    pieces: list[str] = []
    done = end = 0
    for found in JSX_COMMENT.finditer(text):
        if end < found.end() and (end := text.find("*/", found.end())) < 0:
            break
        if found.start() >= done and text.startswith("}", end + 2):
            pieces.append(text[done : found.start()])
            done = end + 3
    return "".join([*pieces, text[done:]])


def _without_brackets(text: str) -> str:
    text = INLINE_NOTE.sub(r" (\1)", WIKI_LINK.sub(_shown, EMBED.sub("", text)))
    if "[caption" in text:
        text = WP_CAPTION.sub(lambda found: caption(LINKED_IMAGE.sub("", found[1])), text)
    return CALLOUT.sub(_callout, text) if "[!" in text else text


def _shown(link: re.Match[str]) -> str:
    """What a wiki link shows: its own text, else the page with the heading in it."""
    shown = link["shown"] or ""
    page = " > ".join(filter(None, re.split(r"#\^?", link["page"])))
    return shown.strip() or page


def _callout(found: re.Match[str]) -> str:
    """The title of a callout stands by itself."""
    return f"{found[1]}{found[2]}\n{found[1].rstrip()}" if found[2] else found[1].rstrip()


def _admonition(found: re.Match[str]) -> str:
    """The title of an admonition, in its brackets or behind them: a paragraph of its own."""
    title = (found["bracketed"] or found["behind"] or found["quoted"] or "").strip()
    return f"\n{title}\n" if title else "\n"


def _without_components(text: str) -> str:
    """The text without tags of components: those with a closing tag somewhere, or that close themselves."""
    if not COMPONENT.search(text):
        return text
    closed = set(CLOSED.findall(text))
    return COMPONENT.sub(
        lambda tag: " " if tag["name"] in closed or tag[0].endswith("/>") or "-" in tag["name"] else tag[0], text
    )


def _without_last_tags(text: str) -> str:
    """The text without the hashtags that it ends with."""
    if not ENDS_IN_TAG.search(text[-LONGEST_END:]):
        return text
    end = _end_of_words(text, len(text))
    for tag in reversed(list(HASHTAG.finditer(text))):
        if tag.end() != end:
            break
        end = _end_of_words(text, tag.start())
    return text[:end]


def _end_of_words(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end
