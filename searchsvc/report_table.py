"""The report of a reindex as people read it: a few lines, and a table of what the archive covers."""

from __future__ import annotations

from collections.abc import Mapping

from searchsvc.coverage import Coverage
from searchsvc.report import NO_INDEX_YET, Report
from searchsvc.terminal import counted, plain

DOUBTS = {
    "none": "undated",
    "ambiguous": "ambiguous (the day may be another)",
    "future": "in the future",
    "early": "before 1450",
}
"""What is counted of dates, in the order of the table."""

_SHOWN = 12
_DOUBTFUL_SHOWN = 10
_HEAD = 12


def report(done: Report, *, dry_run: bool) -> str:
    """What a reindex did, and what the archive covers now."""
    what = f"{counted(done.articles, 'article')} from {counted(done.files, 'file')}"
    reason = "" if done.why_full == NO_INDEX_YET else f": {done.why_full}"
    why = f" (new index{reason})" if done.full else ""
    lines = [
        f"Dry run, nothing written: {what}" if dry_run else f"Indexed {what}{why}",
        f"  {done.added:,} added, {done.replaced:,} replaced, {done.removed:,} removed, {done.unchanged:,} unchanged"
        f" in {done.seconds:.1f} s",
    ]
    lines.extend(f"  {line}" for line in table(done.coverage))
    if done.unreadable:
        lines.append(f"  {counted(len(done.unreadable), 'problem')}, listed above with the reasons")
    return "\n".join(lines)


def table(coverage: Coverage) -> list[str]:
    """What an archive covers, a line for each thing there is something to say about."""
    width = max(map(len, coverage.readers), default=0)
    lines = [
        f"{plain(name):{width}}  {read.articles:>9,} from {counted(read.files, 'file')}"
        for name, read in coverage.readers.items()
    ]
    dates = {said: coverage.dates[doubt] for doubt, said in DOUBTS.items() if doubt in coverage.dates}
    languages = {name or "not told": count for name, count in coverage.languages.items()}
    for head, counts in (("languages", languages), ("dates", dates), ("encodings", coverage.encodings)):
        lines.extend(_row(head, counts))
    lines.extend(f"{'':{_HEAD}}{plain(one.id)}: {one.date}, {one.doubt}" for one in coverage.doubtful[:_DOUBTFUL_SHOWN])
    if coverage.copies:
        repeat = "repeats" if coverage.copies == 1 else "repeat"
        lines.append(f"{'copies':{_HEAD}}{counted(coverage.copies, 'article')} that {repeat} an earlier one")
    lines.extend(_row("left aside", coverage.aside))
    lines.extend(_row("not read", coverage.unreadable))
    return lines


def _row(head: str, counts: Mapping[str, int]) -> list[str]:
    """A line of counts: the commonest ones, and how many more there are."""
    if not counts:
        return []
    shown = [f"{plain(value)} {count:,}" for value, count in list(counts.items())[:_SHOWN]]
    more = [f"and {len(counts) - _SHOWN:,} more"] if len(counts) > _SHOWN else []
    return [f"{head:{_HEAD}}{', '.join([*shown, *more])}"]
