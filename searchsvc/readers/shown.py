"""The text of a Markdown file as blocks that everybody's Markdown has, whatever a site generator or editor added."""

from __future__ import annotations

from searchsvc.readers.blocks import split
from searchsvc.readers.dialects import plain_markdown
from searchsvc.readers.held import Held
from searchsvc.readers.references import References, cut_references
from searchsvc.readers.shortcodes import without_code_tags, without_liquid, without_shortcodes
from searchsvc.readers.tables import rows_as_paragraphs
from searchsvc.readers.tags import blocks_apart
from searchsvc.readers.verbatim import without_verbatim


def shown_blocks(text: str) -> tuple[list[str], References]:
    """The blocks of a text with Unix line ends, for ``read_block`` with ``html``, and the references in them."""
    held = Held()
    text = without_shortcodes(without_code_tags(text.replace("\0", ""), held), held)
    text = without_liquid(without_verbatim(text, held))
    text, references = cut_references(plain_markdown(text), held)
    return split(held.released(rows_as_paragraphs(blocks_apart(text)))), references
