"""JSON in every shape that people have: lines, arrays, lists in objects, one article; and where it is broken."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.readers import json_text
from searchsvc.readers.json_text import JsonText
from searchsvc.readers.jsonl import read_json, read_jsonl
from searchsvc.readers.rows import Stopped
from tests.readers.found import articles_in, found_by, notes_in, troubles_in

A, B = '{"title": "A", "body": "a"}', '{"title": "B", "body": "b"}'

SHAPES = {
    "an array": f"[{A}, {B}]",
    "an array over lines": json.dumps([json.loads(A), json.loads(B)], indent=2),
    "one article": A,
    "articles one after the other": f"{A}\n{B}",
    "lines in a file called .json": f"{A}\n{B}\n",
    "objects over lines": "\n".join(json.dumps(json.loads(one), indent=2) for one in (A, B)),
    "a list": f'{{"articles": [{A}, {B}]}}',
    "a list behind other things": f'{{"ok": true, "page": {{"title": ""}}, "tags": [], "posts": [{A}, {B}], "n": 2}}',
    "a list with a name of its own": f'{{"gazette_2020": [{A}, {B}]}}',
    "two lists": f'{{"news": [{A}], "stories": [{B}]}}',
    "hits of a search engine": f'{{"hits": {{"n": 2, "hits": [{{"_id": 1, "_source": {A}}}, {{"_source": {B}}}]}}}}',
    "an answer of an API": f'{{"response": {{"docs": [{A}, {B}]}}}}',
    "attributes": f'{{"data": [{{"type": "post", "attributes": {A}}}, {{"attributes": {B}}}]}}',
    "one article with other lists": '{"title": "A", "body": "a", "items": [{"title": "B", "body": "b"}]}',
    "one article behind its tags": '{"tags": [{"name": "t"}], "title": "A", "body": "a"}',
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_shapes(text: str, encoding: str) -> None:
    found = found_by(read_json, text.encode(encoding))
    articles = [(article.title, article.body) for article in articles_in(found)]
    assert articles == ([("A", "a"), ("B", "b")] if '"B"' in text and '"items"' not in text else [("A", "a")])
    assert not troubles_in(found)


def test_an_array_in_a_file_called_jsonl() -> None:
    assert len(articles_in(found_by(read_jsonl, f"[\n{A},\n{B}\n]"))) == 2


BROKEN = {
    "cut short": (f"[{A},\n{B[:9]}", 1, "x:2: the file breaks off in the middle of JSON"),
    "cut between articles": (f"[{A},\n", 1, "x:2: the file breaks off in the middle of JSON"),
    "no comma": (f'[{A},\n{{"title": "B" "body": "b"}}, {A}]', 1, "x:2: not JSON: Expecting ',' delimiter"),
    "not an object": (f"[{A},\n5, {B}]", 2, "x:2: not an article: article 2 is not a JSON object"),
    "no text": (f'[{A},\n{{"id": 1}}]', 1, "x:2: no text"),
    "a text": ('"A"', 0, "x:1: not JSON with articles"),
    "nothing in it": ("[]", 0, "x:1: no articles"),
    "deep": ("[" * 100_000, 0, "x:1: nested too deeply"),
    "deep objects": ('{"data":' * 100_000, 0, "x:1: nested too deeply"),
    "a huge number": ('[{"id": ' + "9" * 9000 + "}]", 0, "x:1: not JSON that can be read"),
    "binary": (b"\x89PNG\0\0\1\2\3", 0, "x: binary, not text"),
}


@pytest.mark.parametrize(("raw", "articles", "trouble"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_with_its_line(raw: bytes | str, articles: int, trouble: str) -> None:
    found = found_by(read_json, raw)
    assert len(articles_in(found)) == articles
    assert troubles_in(found)[0].startswith(trouble)


def test_ids_are_keys_or_numbers() -> None:
    found = found_by(read_json, '[{"_id": {"$oid": "5e"}, "title": "a"}, {"title": "b"}, {"guid": 7, "title": "c"}]')
    assert [article.id for article in articles_in(found)] == ["x#5e", "x#2", "x#7"]


def test_an_article_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "LONGEST", 1000)
    text = JsonText(iter(['["', *["x" * 100] * 50, '"]']))
    with pytest.raises(Stopped, match="over 0 MiB"):
        text.value()


def test_memory_does_not_grow_with_the_array() -> None:
    def pieces() -> Iterator[str]:
        yield "["
        for _ in range(3000):
            yield f"{A}," * 10
        yield f"{A}]"

    text = JsonText(pieces())
    text.expect("[")
    longest = 0
    while text.peek() != "]":
        assert text.value() == json.loads(A)
        longest = max(longest, len(text._text))
        if text.peek() == ",":
            text.expect(",")
    assert longest < 20 * len(A)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(values=st.lists(json_values, max_size=5), indent=st.sampled_from([None, 1]), seed=st.integers(0, 1000))
def test_values_are_read_however_the_text_is_cut(values: list[object], indent: int | None, seed: int) -> None:
    whole = "\n".join(json.dumps(value, indent=indent, ensure_ascii=False) for value in values) + "\n"
    cuts = sorted(random.Random(seed).sample(range(len(whole) + 1), min(len(whole), 8)))
    text = JsonText(iter([whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]))
    read = []
    while text.peek():
        read.append(text.value())
    assert read == values


FERRY = "Паром снова ходит в гавань, сообщил начальник порта"
LINES = {
    "Latin-1 in a line": (b'{"title": "caf\xe9"}\n{"title": "\xc3\xbc\xc3\xa4"}', ["café", "üä"], "utf-8, repaired"),
    "Cyrillic": (f'{{"title": "{FERRY}"}}\n'.encode("cp1251") * 3, [FERRY] * 3, "windows-1251, detected"),
    "mojibake": ('{"title": "Itâ€™s"}\n{"title": "fine"}'.encode(), ["It’s", "fine"], "utf-8, repaired"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "titles", "note"), LINES.values(), ids=LINES)
def test_lines_in_any_encoding(raw: bytes, titles: list[str], note: str) -> None:
    found = found_by(read_jsonl, raw)
    assert [article.title for article in articles_in(found)] == titles
    assert notes_in(found) == [note]


def test_a_source_of_any_length_leaves_its_article_there() -> None:
    for length in (1_000, 1_001, 40_000):
        record = {"title": "A", "source": "ü" * length, "url": "https://gazette.example/1"}
        found = found_by(read_jsonl, json.dumps(record))
        (article,) = articles_in(found)
        if length == 1_000:
            assert article.source == "ü" * length
            assert not troubles_in(found)
        else:
            assert article.source == "gazette.example"
            (trouble,) = troubles_in(found)
            assert "is longer than 1,000 characters, so it was ignored" in str(trouble)
