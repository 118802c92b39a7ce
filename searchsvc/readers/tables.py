"""Tables in Markdown: each row becomes a paragraph, its cells with blanks between."""

from __future__ import annotations

import re

RULER = re.compile(r"^[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*$", re.MULTILINE)
CELL_END = re.compile(r"(?<!\\)\|")


def rows_as_paragraphs(text: str) -> str:
    """The text with each row of its tables as a paragraph. A table has a line of dashes below its first row."""
    if "|" not in text or not RULER.search(text):
        return text
    out: list[str] = []
    within = False
    for line in text.split("\n"):
        ruled = bool(out) and "|" in out[-1] and RULER.fullmatch(line) is not None
        if ruled:
            out[-1] = _row(out[-1])
        elif within and "|" in line:
            out.append(_row(line))
        else:
            out.append(line)
        within = ruled or (within and "|" in line)
    return "\n".join(out)


def _row(line: str) -> str:
    cells = (cell.strip() for cell in CELL_END.split(line))
    return "\n" + " ".join(filter(None, cells)).replace(r"\|", "|") + "\n"
