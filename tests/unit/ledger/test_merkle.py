"""The tree agrees with RFC 9162: with its recursive definition, and with the public test vectors."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger import merkle
from backend.ledger.merkle import Frontier

VECTORS = Path(__file__).parents[2] / "vectors"
LEAVES = [merkle.hash_leaf(bytes([n % 256, n // 256])) for n in range(300)]


def vectors(name: str) -> list[Any]:
    rows = json.loads((VECTORS / name).read_text("utf-8"))["vectors"]
    return [pytest.param(row, id=f"{row['dir']}-{row['desc']}") for row in rows]


def decoded(proof: list[str]) -> list[bytes]:
    return [b64decode(node) for node in proof]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, word for word, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = naive_split(len(leaves))
    return merkle.hash_children(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162 §2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = naive_split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], known: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 §2.1.4.1."""
    if m == len(leaves):
        return [] if known else [naive_root(leaves)]
    k = naive_split(len(leaves))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], known), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def perfect(start: int, end: int) -> bytes:
    width = end - start
    assert width & (width - 1) == 0, "only perfect subtrees may be asked for"
    assert start % width == 0, "only aligned subtrees may be asked for"
    return naive_root(LEAVES[start:end])


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("row", vectors("merkle_inclusion.json"))
def test_public_inclusion_vector(row: dict[str, Any]) -> None:
    leaf, root = b64decode(row["leafHash"]), b64decode(row["root"])
    ok = merkle.verify_inclusion(leaf, row["leafIdx"], row["treeSize"], decoded(row["proof"]), root)
    assert ok is not row["wantErr"]


@pytest.mark.parametrize("row", vectors("merkle_consistency.json"))
def test_public_consistency_vector(row: dict[str, Any]) -> None:
    ok = merkle.verify_consistency(
        row["size1"], row["size2"], b64decode(row["root1"]), b64decode(row["root2"]), decoded(row["proof"])
    )
    assert ok is not row["wantErr"]


def test_root_of_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == sha256(b"").digest() == merkle.EMPTY_ROOT


def test_leaf_of_an_entry_is_the_salted_hash_of_record_and_signature() -> None:
    salt = bytes(range(16))
    assert merkle.leaf_hash(salt, b"{}", b"sig") == sha256(b"\x00" + salt + b"{}" + b"sig").digest()


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        merkle.leaf_hash(b"short", b"{}", b"sig")


@pytest.mark.parametrize("size", range(70))
def test_root_agrees_with_the_recursive_definition(size: int) -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:size])
    assert frontier.size == size
    assert frontier.root() == naive_root(LEAVES[:size]) == merkle.root_of(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, 34))
def test_inclusion_proofs_agree_with_the_recursive_definition_and_verify(size: int) -> None:
    root = naive_root(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, perfect)
        assert proof == naive_path(index, LEAVES[:size])
        assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)


@pytest.mark.parametrize("new", range(1, 34))
def test_consistency_proofs_agree_with_the_recursive_definition_and_verify(new: int) -> None:
    new_root = naive_root(LEAVES[:new])
    for old in range(1, new + 1):
        proof = merkle.consistency_proof(old, new, perfect)
        assert proof == naive_subproof(old, LEAVES[:new], True)
        assert merkle.verify_consistency(old, new, naive_root(LEAVES[:old]), new_root, proof)


@given(st.integers(1, 300), st.data())
def test_a_proof_verifies_and_no_single_flipped_bit_does(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    bit = data.draw(st.integers(0, 255))
    frontier = Frontier()
    frontier.extend(LEAVES[:size])
    root, proof = frontier.root(), merkle.inclusion_proof(index, size, perfect)
    assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
    assert not merkle.verify_inclusion(flipped(LEAVES[index], bit), index, size, proof, root)
    assert not merkle.verify_inclusion(LEAVES[index], index, size, proof, flipped(root, bit))
    for i in range(len(proof)):
        broken = [*proof[:i], flipped(proof[i], bit), *proof[i + 1 :]]
        assert not merkle.verify_inclusion(LEAVES[index], index, size, broken, root)


@given(st.integers(1, 300), st.data())
def test_a_later_head_is_consistent_and_no_single_flipped_bit_is(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    bit = data.draw(st.integers(0, 255))
    frontier = Frontier()
    frontier.extend(LEAVES[:old])
    old_root = frontier.root()
    frontier.extend(LEAVES[old:new])
    new_root, proof = frontier.root(), merkle.consistency_proof(old, new, perfect)
    assert merkle.verify_consistency(old, new, old_root, new_root, proof)
    assert not merkle.verify_consistency(old, new, flipped(old_root, bit), new_root, proof)
    assert not merkle.verify_consistency(old, new, old_root, flipped(new_root, bit), proof)
    for i in range(len(proof)):
        broken = [*proof[:i], flipped(proof[i], bit), *proof[i + 1 :]]
        assert not merkle.verify_consistency(old, new, old_root, new_root, broken)


@given(st.integers(2, 300), st.data())
def test_a_rewritten_leaf_shows_in_the_consistency_proof(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    victim = data.draw(st.integers(0, old - 1))
    forged = [*LEAVES[:victim], merkle.hash_leaf(b"forged"), *LEAVES[victim + 1 : new]]
    proof = merkle.consistency_proof(old, new, lambda start, end: naive_root(forged[start:end]))
    assert not merkle.verify_consistency(old, new, naive_root(LEAVES[:old]), naive_root(forged), proof)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_stored_frontier_goes_on_where_it_stopped(first: int, second: int) -> None:
    low, high = sorted((first, second))
    frontier = Frontier()
    frontier.extend(LEAVES[:low])
    restored = Frontier.from_bytes(frontier.to_bytes())
    restored.extend(LEAVES[low:high])
    assert (restored.size, restored.root()) == (high, naive_root(LEAVES[:high]))


def test_a_copied_frontier_leaves_the_first_alone() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:5])
    root = frontier.root()
    frontier.copy().append(LEAVES[5])
    assert (frontier.size, frontier.root()) == (5, root)


@pytest.mark.parametrize("data", [b"", b"\x00" * 7, (3).to_bytes(8, "big") + b"x" * 32, b"\x00" * 40])
def test_bytes_that_are_no_frontier_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(data)


def test_a_leaf_that_is_no_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(b"short")


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4)])
def test_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(index, size, perfect)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 4), (5, 4), (-1, 4)])
def test_no_consistency_proof_from_nothing_or_backwards(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        merkle.consistency_proof(old, new, perfect)


@pytest.mark.parametrize("size", [2**40 + 12345, 2**62 - 1])
def test_proofs_of_huge_trees_ask_for_few_subtrees(size: int) -> None:
    asked: list[tuple[int, int]] = []

    def fake(start: int, end: int) -> bytes:
        asked.append((start, end))
        return merkle.hash_leaf(f"{start}-{end}".encode())

    proof = merkle.inclusion_proof(size // 3, size, fake)
    assert len(proof) <= size.bit_length()
    assert len(asked) <= 2 * size.bit_length()
    assert all((end - start).bit_count() == 1 and start % (end - start) == 0 for start, end in asked)
