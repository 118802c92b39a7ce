"""Values come back from their bytes, whatever is in them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.encoding import decode, encode

texts = st.text(st.characters(), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_values_come_back(value: object) -> None:
    encoded = encode(value)
    assert decode(encoded) == value == json.loads(encoded)


def test_a_lone_surrogate_is_an_escape() -> None:
    assert encode({"id": "a\udcff"}) == b'{"id":"a\\udcff"}'
    assert decode(b'{"id":"a\\udcff"}') == {"id": "a\udcff"}


def test_what_is_no_json_is_told() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        decode(b"{")
