"""Identifiers sort by time; cursors come back as they were made or are refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import InvalidInput
from backend.kernel.ids import is_id, new_id
from backend.kernel.paging import make_cursor, read_cursor

# Not made anew: test processes must agree on the names of the tests.
ID = "01a2087a-7c64-70ff-b4d4-bbc96f8c705b"


def test_ids_are_canonical_and_in_order() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert all(map(is_id, ids))


@pytest.mark.parametrize("text", ["", "1", ID.upper(), ID + "\n", "{" + ID + "}", ID[:-1] + "g"])
def test_what_is_not_canonical_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_a_random_uuid_is_no_id_of_ours() -> None:
    assert not is_id("9b2f6c1e-3f44-4a6e-9c0b-1f2e3d4c5b6a")


@given(
    number=st.integers(-(2**53), 2**53), text=st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
)
def test_a_cursor_comes_back_as_it_was_made(number: int, text: str) -> None:
    assert read_cursor(make_cursor(number, text), int, str) == (number, text)


@given(junk=st.text(max_size=40))
def test_any_other_text_is_refused_as_a_cursor(junk: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_cursor(junk, int, str, int)
    assert refused.value.fields[0].code == "cursor_invalid"


@pytest.mark.parametrize(
    "inside", [b"[true]", b"[1.0]", b"[1,2]", b"[null]", b"{}", b"[[1]]", b'["1"]', b"1"]
)
def test_a_forged_cursor_of_other_types_is_refused(inside: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_cursor(base64.urlsafe_b64encode(inside).rstrip(b"=").decode(), int)
