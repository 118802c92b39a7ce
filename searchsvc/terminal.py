"""What the command line prints: answers, articles and reports for people, and progress while they wait."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from searchsvc.answer import FACETS, Answer, Fragment, Hit, MarkedArticle, Reprints, SearchRequest
from searchsvc.article import Article
from searchsvc.checking import Findings
from searchsvc.errors import ParameterError
from searchsvc.migrating import Migration
from searchsvc.query.dates import DateMistake, days
from searchsvc.report import Progress, Watch

OUTGROWN = (
    "Tantivy gives the same answers in half the time, and takes two thirds of the space: searchsvc migrate --to tantivy"
)
"""What to say over an index that has become large for Whoosh."""

INTERRUPTED_PARTS = "Interrupted. What is served is as it was; run the same command again."
"""What to say where a part of an index, or the putting together, was broken off."""

_WIDTH = 100
_SOURCES_NAMED = 3
_DIFFERENCES = 20
_EVERY_SECONDS = {True: 0.1, False: 10.0}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


_LEFT_OUT = re.compile(r"-(?!n\d+$)\w\w")
"""An argument such as ``-word``; ``-n5`` is an option."""


def make_printable() -> None:
    """Let every character be printed: one that the terminal or file has no sign for becomes an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def plain(text: str) -> str:
    """Text of an article for a terminal: it must not steer it, so control characters are made visible."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode()


def print_json(value: Any) -> None:
    """A value as indented JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=not _is_utf8(), indent=2))


def names(facets: str) -> tuple[str, ...]:
    """The facet names of ``source,date``; raises ParameterError for one there is not."""
    found = tuple(dict.fromkeys(name.strip() for name in facets.split(",") if name.strip()))
    for name in found:
        if name not in FACETS:
            raise ParameterError("--facets", f"there is no facet {name!r}: choose from {', '.join(FACETS)}")
    return found


def checked(request: SearchRequest) -> SearchRequest:
    """The request, its dates checked; raises ParameterError naming the option."""
    for option, text in (("--after", request.after), ("--before", request.before)):
        try:
            if text:
                days(text)
        except DateMistake as error:
            raise ParameterError(option, f"{error.message}: {error.hint}") from error
    if request.cursor and request.page > 1:
        raise ParameterError("--page", "cannot be combined with --cursor, which already says where to go on")
    return request


def answer(found: Answer) -> str:
    """An answer: what was understood, a count, the hits, the facets."""
    lines = [click.style(f"  {plain(notice.message)}", fg="yellow") for notice in found.notices]
    if found.did_you_mean:
        lines.append(f"Did you mean: {click.style(plain(found.did_you_mean), bold=True)}")
    if found.loosened:
        lines.append(click.style("No article has all of these words; these are the closest matches.", fg="yellow"))
    copies = f", {found.total_articles:,} with all copies" if found.total_articles > found.total else ""
    matching = f"{counted(found.total, 'article')}{copies} for {plain(found.understood) or '*'}"
    lines.append(f"{matching} ({found.took_ms:.0f} ms)")
    lines.extend(_hit(hit) for hit in found.hits)
    for name, rows in found.facets.items():
        lines.append(f"\n{click.style(name, bold=True)}")
        lines.extend(f"  {row.count:>8,}  {plain(row.value)}" for row in rows)
    if found.next:
        lines.append(f"\nMore: --page {found.page + 1}")
    elif found.total and not found.hits:
        last = -(-found.total // found.per_page)
        lines.append(f"There is no page {found.page:,}; the last is {last:,}.")
    return "\n".join(lines)


def article(shown: MarkedArticle) -> str:
    """A whole article with its marks."""
    parts = [click.style(_marked(shown.title) or "(no title)", bold=True), _about(shown.article)]
    parts.extend(_filled(_marked(paragraph), "") for paragraph in shown.body)
    parts.extend(_filled(f"[caption] {_marked(caption)}", "  ") for caption in shown.captions)
    if shown.article.url:
        parts.append(plain(shown.article.url))
    return "\n\n".join(parts)


def without_articles(corpus: Path) -> str:
    """What to say where there was nothing to index."""
    return f"no articles found in {plain(str(corpus))}; docs/formats.md says which files are read"


def serving(url: str, *, indexed: bool) -> str:
    """What to say once the server takes connections."""
    return f"Serving on {url}" + ("" if indexed else "\nNothing is indexed yet: run `searchsvc reindex CORPUS`")


def interrupted(*, indexed: bool) -> str:
    """What to say where a reindex was broken off."""
    if indexed:
        return "Interrupted. The index is as it was; the next reindex does the rest."
    return "Interrupted. Nothing is indexed yet; run it again."


def broken_off(serving: str) -> str:
    """What to say where a migration was broken off."""
    return f"Interrupted. The index is served with {serving}, as before; run it again."


def migration(done: Migration) -> str:
    """What was built, and how its answers compare, as a table."""
    parity = done.parity
    sizes = f"{done.new_bytes / 1e6:,.1f} MB ({done.source}: {done.old_bytes / 1e6:,.1f} MB)"
    if done.built:
        lines = [f"Built the {done.target} index: {counted(done.articles, 'article')} in {done.seconds:.1f} s, {sizes}"]
    else:
        lines = [f"The {done.target} index has these {counted(done.articles, 'article')} already: {sizes}"]
    lines.append(f"\n  {'searches put to both':24}{'':6}  same total  same facets  same first ten  worst")
    for kind in (*parity.kinds, parity.all):
        same = f"{kind.totals:>12,}{kind.facets:>13,}{kind.overlap:>16.1%}{kind.worst:>7.0%}"
        lines.append(f"  {kind.name:24}{kind.searches:>6,}{same}")
    if parity.all.worst < 1:
        lines.append(f"  the worst: {plain(parity.worst_query)}")
    lines.append(
        f"\nMedian time of a search with its facets: {done.source} {parity.old_ms} ms, {done.target} {parity.new_ms} ms"
    )
    lines.extend(
        f"  {plain(one.query)}: {plain(one.what)}: {one.old:,} on {done.source}, {one.new:,} on {done.target}"
        for one in parity.differences[:_DIFFERENCES]
    )
    if (more := len(parity.differences) - _DIFFERENCES) > 0:
        lines.append(f"  and {more:,} more; --json lists all")
    return "\n".join(lines)


def next_step(done: Migration, serving: str, command: str) -> str:
    """What came of it: which engine serves now, and what can be done next; ``command`` would switch."""
    if not done.parity.agrees:
        return (
            f"The engines do not agree: the new index was removed, and the present one is served with {serving}.\n"
            "If `searchsvc check` finds it sound, this is a defect of searchsvc: report it with the lines above."
        )
    if done.switched and serving != done.target:
        return f"They agree; but SEARCHSVC_ENGINE or searchsvc.toml names {serving}: remove it there to switch."
    if done.switched:
        return (
            f"They agree. The index is served with {done.target} from now on; a running server notices it, unless an "
            f"engine was named at its start.\nThe {done.source} index stays, and is not kept up to date any more."
        )
    switching = "" if serving == done.target else f"; to switch: {command}"
    return f"They agree. The index is served with {serving}{switching}"


def with_minus(arguments: Sequence[str]) -> str | None:
    """The command for a query that was taken for options because of its minus; None where none was."""
    taken = [one for one in arguments if _LEFT_OUT.match(one)]
    if not taken:
        return None
    words = taken if any(one.startswith("--") for one in arguments) else arguments
    return f"searchsvc search -- {shlex.quote(' '.join(words))}"


def findings(found: Findings) -> str:
    """The result of a check."""
    if found.wrong:
        state = "cannot be read" if found.outdated else "is damaged"
        return "\n".join([f"The index {found.engine}/{found.generation} {state}:",
                          *(f"  {plain(sentence)}" for sentence in found.wrong), found.remedy])  # fmt: skip
    size = found.bytes / 1e6
    counts = f"{counted(found.articles, 'article')}, {counted(found.files, 'file')}, {size:,.1f} MB"
    return f"The index {found.engine}/{found.generation} is sound: {counts}"


@contextmanager
def progress() -> Iterator[Watch]:
    """A watcher that keeps one line of a terminal up to date, or writes a line now and then elsewhere."""
    live = sys.stderr.isatty()
    shown = 0.0
    begun = time.monotonic()

    def watch(now: Progress) -> None:
        nonlocal shown
        moment = time.monotonic()
        if moment - max(shown, begun) >= _EVERY_SECONDS[live]:
            shown = moment
            click.echo(f"\r\x1b[K{_progress(now)}" if live else _progress(now), err=True, nl=not live)

    try:
        yield watch
    finally:
        if live and shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def _progress(now: Progress) -> str:
    rate = now.articles / now.seconds if now.seconds else 0.0
    share = now.read / now.total if now.total else 1.0
    left = now.seconds * (1 - share) / share if share else 0.0
    remaining = f", about {left:,.0f} s left" if share else ""
    return f"{share:4.0%}  {now.articles:,} articles, {rate:,.0f} a second{remaining}"


def _hit(hit: Hit) -> str:
    title = _marked(hit.title[0]) if hit.title else "(no title)"
    lines = [f"\n{click.style(title, bold=True)}", f"  {_about(hit.article)}"]
    if hit.copies:
        lines.append(f"  {_copies(hit.copies)}: --copies-of {shlex.quote(plain(hit.article.id))}")
    lines.extend(_filled(f"{'… ' if fragment.start else ''}{_marked(fragment)}", "    ") for fragment in hit.body)
    lines.extend(_filled(f"[caption] {_marked(caption)}", "    ") for caption in hit.captions)
    return "\n".join(lines)


def _copies(copies: Reprints) -> str:
    """Where else a story appeared."""
    if not copies.in_sources:
        return f"{copies.total:,} more {'copy' if copies.total == 1 else 'copies'}"
    more = copies.in_sources - _SOURCES_NAMED
    named = ", ".join(map(plain, copies.sources[:_SOURCES_NAMED]))
    return f"also in {named}" + (f" and {more:,} more" if more > 0 else "")


def _about(shown: Article) -> str:
    day = _day(shown.day) if shown.day else "undated"
    return "  ".join(part for part in (day, plain(shown.source), click.style(plain(shown.id), fg="cyan")) if part)


def counted(count: int, noun: str) -> str:
    """A number of things: ``1 article``, ``1,200 articles``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _day(day: date) -> str:
    return day.isoformat()


def _marked(fragment: Fragment) -> str:
    # Where there is no terminal click strips the style: stars then show the marks.
    live = sys.stdout.isatty()
    pieces = []
    for text, marked in fragment.pieces():
        text = plain(text)
        if marked:
            text = click.style(text, fg="black", bg="yellow") if live else f"*{text}*"
        pieces.append(text)
    return "".join(pieces)


def _filled(text: str, indent: str) -> str:
    text = " ".join(text.split())
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _is_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
