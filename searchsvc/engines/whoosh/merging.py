"""Small segments made into one, and deleted articles left behind for good."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from searchsvc.arrays import Array, write_arrays
from searchsvc.engines.whoosh.buffer import article_arrays
from searchsvc.engines.whoosh.inversion import ARTICLE_GAP, POSITIONS_LIMIT, Stream, invert, vocabulary_arrays
from searchsvc.engines.whoosh.segment import Segment
from searchsvc.engines.whoosh.store import Store
from searchsvc.fields import KEYWORD_FIELDS, TEXT_FIELDS

LARGEST = 16_000_000
"""Segments are merged up to this weight in tokens: it bounds the memory of a merge (about 60 bytes a token)."""

SMALL = 10_000
"""Segments of so few tokens are merged whatever their sizes: one without any must not keep the others from it."""


def mergeable(segments: Sequence[Segment]) -> list[Segment]:
    """The segments worth merging now: a run of small ones, or one that is more than a quarter deleted.

    From the smallest on, a segment joins while it is no more than twice as large as what has joined before it: so each
    article is written again only about log(n) times, and few segments stay.
    """
    chosen: list[Segment] = []
    total = end = 0
    for segment in sorted(segments, key=lambda one: (one.weight, one.name)):
        if total + segment.weight > LARGEST or end + segment.end > POSITIONS_LIMIT:
            break
        if chosen and segment.weight > 2 * max(total, SMALL):
            break
        chosen.append(segment)
        total, end = total + segment.weight, end + segment.end
    if len(chosen) > 1:
        return [segment for segment in segments if segment in chosen]
    return next(([one] for one in segments if one.articles < 0.75 * one.size), [])


def merge(store: Store, group: Sequence[Segment]) -> None:
    """Commit the searchable articles of ``group`` (in the order of the index) as one segment in their place."""
    names = {segment.name for segment in group}
    writer = store.writer()
    empty = not any(segment.articles for segment in group)

    def into(writer: SegmentWriter, segments: list[WhooshSegment]) -> list[WhooshSegment]:
        for segment in segments:
            if segment.segment_id() in names and not empty:
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
        return [segment for segment in segments if segment.segment_id() not in names]

    if not empty:
        write_arrays(store.arrays_path(writer.newsegment.segment_id()), merged(group))
    writer.commit(mergetype=into)


def merged(group: Sequence[Segment]) -> dict[str, Array]:
    """The arrays of the searchable articles of several segments as one segment."""
    ids = [segment.id_of(int(number)) for segment in group for number in np.flatnonzero(segment.live)]
    keywords = {
        name: [
            segment.keyword_values[name][number]
            for segment in group
            for number in segment.arrays[f"{name}.values"][segment.live].tolist()
        ]
        for name in KEYWORD_FIELDS
    }
    vocabularies = [[segment.terms[number] for number in range(len(segment.terms))] for segment in group]
    terms = sorted(set().union(*vocabularies))
    place = {term: number for number, term in enumerate(terms)}
    renumbered = [np.array([place[term] for term in known], np.uint32) for known in vocabularies]
    out = vocabulary_arrays(terms)
    for name in TEXT_FIELDS:
        out |= invert(name, _stream(name, group, renumbered), np.arange(len(terms), dtype=np.uint32))
    return out | article_arrays(ids, np.concatenate([one.when[one.live] for one in group]), keywords)


def _stream(name: str, group: Sequence[Segment], renumbered: Sequence[Array]) -> Stream:
    terms, articles, positions, bases, lengths = [], [], [], [], []
    base, first = ARTICLE_GAP, 0
    for segment, numbers in zip(group, renumbered, strict=True):
        strides = np.where(segment.live, _strides(segment, name), 0)
        new_bases = base + np.cumsum(strides) - strides
        new_numbers = first + np.cumsum(segment.live) - 1
        token_articles = np.repeat(segment.arrays[f"{name}.articles"], segment.arrays[f"{name}.counts"])
        kept = segment.live[token_articles]
        token_articles = token_articles[kept]
        inside = segment.arrays[f"{name}.positions"][kept] - segment.arrays[f"{name}.bases"][token_articles]
        terms.append(np.repeat(numbers, _sizes(segment.arrays[f"{name}.places"]))[kept])
        articles.append(new_numbers[token_articles].astype(np.uint32))
        positions.append((inside + new_bases[token_articles]).astype(np.uint32))
        bases.append(new_bases[segment.live])
        lengths.append(segment.arrays[f"{name}.lengths"][segment.live].astype(np.int64))
        base += int(strides.sum())
        first += segment.articles
    return Stream(*(np.concatenate(column) for column in (terms, articles, positions, bases, lengths)))


def _sizes(bounds: Array) -> Array:
    sizes: Array = np.diff(bounds.astype(np.int64))
    return sizes


def _strides(segment: Segment, name: str) -> Array:
    """How many positions of the stream each article takes, the gap behind it included; none without the field."""
    bases = segment.arrays[f"{name}.bases"]
    positions = segment.arrays[f"{name}.positions"]
    end = int(positions.max()) + 1 + ARTICLE_GAP if len(positions) else ARTICLE_GAP
    distinct = np.append(np.unique(bases), end)
    following = distinct[np.searchsorted(distinct, bases, side="right").clip(max=len(distinct) - 1)]
    strides: Array = np.where(segment.arrays[f"{name}.lengths"] > 0, following - bases, 0)
    return strides
