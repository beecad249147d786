"""The Merkle tree of RFC 9162 §2.1 (SHA-256): leaves, the right edge, proofs, and their verification.

Pure: no storage. Who stores nodes hands in `subtree_root(start, end)`, which answers with the root of the
perfect, aligned subtree over the leaves [start, end), so storage may keep leaves, nodes or tiles.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

HASH_SIZE = 32
SALT_SIZE = 16
EMPTY_ROOT = sha256(b"").digest()

SubtreeRoot = Callable[[int, int], bytes]
"""(start, end) -> 32 bytes; end - start is a power of two and divides start."""


def hash_leaf(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data): RFC 9162 §2.1.1."""
    return sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right): RFC 9162 §2.1.1."""
    return sha256(b"\x01" + left + right).digest()


def leaf_hash(salt: bytes, record: bytes, signature: bytes) -> bytes:
    """The leaf of one ledger entry: SHA-256(0x00 ‖ salt ‖ record ‖ signature), 32 bytes.

    The 16-byte salt keeps a leaf from confirming a guess after the record was lawfully erased.
    Raises ValueError for a salt of another length, because the fields are joined without a separator.
    """
    if len(salt) != SALT_SIZE:
        raise ValueError(f"salt must be {SALT_SIZE} bytes, got {len(salt)}")
    return hash_leaf(salt + record + signature)


class Frontier:
    """The right edge of an append-only tree: all that is needed to append and to know the root.

    `peaks` are the roots of the perfect subtrees that the size splits into, largest (leftmost) first;
    there is one for each 1 bit of `size`. Appending n leaves costs about 2n hashes at any size.
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        kept = list(peaks)
        if size < 0 or len(kept) != size.bit_count() or any(len(peak) != HASH_SIZE for peak in kept):
            raise ValueError(f"{len(kept)} peaks do not make a tree of size {size}")
        self._size = size
        self._peaks = kept

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """Roots of the perfect subtrees, largest first."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (32 bytes) at the end."""
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order. Raises ValueError at one that is not 32 bytes; those before it stay."""
        peaks = self._peaks
        for leaf in leaves:
            if len(leaf) != HASH_SIZE:
                raise ValueError(f"a leaf hash has {HASH_SIZE} bytes, got {len(leaf)}")
            node, rest = leaf, self._size
            while rest & 1:  # each trailing 1 bit is a perfect subtree of the same height on the left
                node = sha256(b"\x01" + peaks.pop() + node).digest()
                rest >>= 1
            peaks.append(node)
            self._size += 1

    def root(self) -> bytes:
        """The tree head over all leaves; SHA-256("") for the empty tree."""
        return _fold_peaks(self._peaks)

    def copy(self) -> "Frontier":
        """An independent copy, to try a batch before it is committed."""
        return Frontier(self._size, self._peaks)

    def to_bytes(self) -> bytes:
        """Size as 8 bytes big-endian, then the peaks, largest first."""
        return self._size.to_bytes(8, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """The reverse of `to_bytes`. Raises ValueError when the length does not fit the size."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH_SIZE * size.bit_count():
            raise ValueError(f"{len(data)} bytes are no frontier of size {size}")
        return cls(size, (data[i : i + HASH_SIZE] for i in range(8, len(data), HASH_SIZE)))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, in order; serves as `subtree_root` over a slice in memory."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(index: int, size: int, subtree_root: SubtreeRoot) -> list[bytes]:
    """Audit path of leaf `index` in the tree of `size` leaves, from the leaf upwards (RFC 9162 §2.1.3.1).

    Raises ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of size {size}")
    start, end = 0, size
    siblings: list[tuple[int, int]] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return [range_root(low, high, subtree_root) for low, high in reversed(siblings)]


def consistency_proof(old_size: int, new_size: int, subtree_root: SubtreeRoot) -> list[bytes]:
    """Proof that the tree of `old_size` is the beginning of that of `new_size` (RFC 9162 §2.1.4.1).

    Empty when the sizes are equal. Raises ValueError unless 0 < old_size <= new_size: nothing can be
    proved about the empty tree.
    """
    if not 0 < old_size <= new_size:
        raise ValueError(f"no consistency proof from size {old_size} to {new_size}")
    start, end = 0, new_size
    siblings: list[tuple[int, int]] = []
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    if start > 0:  # otherwise this subtree is the old tree itself, whose root the verifier has
        siblings.append((start, end))
    return [range_root(low, high, subtree_root) for low, high in reversed(siblings)]


def range_root(start: int, end: int, subtree_root: SubtreeRoot) -> bytes:
    """Root over [start, end) where start is aligned to the power of two not below end - start."""
    return _fold_peaks([subtree_root(low, high) for low, high in perfect_parts(start, end)])


def perfect_parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The perfect, aligned subtrees that make up [start, end), largest first."""
    while start < end:
        width = 1 << ((end - start).bit_length() - 1)
        yield start, start + width
        start += width


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Is `leaf` (32 bytes) the leaf `index` of the tree of `size` leaves with this root? RFC 9162 §2.1.3.2.

    Never raises: a proof of the wrong length, or with an element that is not 32 bytes, is False.
    """
    if not 0 <= index < size or not _all_hashes([leaf, *proof]):
        return False
    inner, border = _proof_shape(index, size)
    if len(proof) != inner + border:
        return False
    node = _chain(leaf, proof[:inner], index)
    return _chain_left(node, proof[inner:]) == root


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Does the tree (new_size, new_root) begin with the tree (old_size, old_root)? RFC 9162 §2.1.4.2.

    Never raises. From size 0 the answer is always False: a head of the empty tree binds nobody, so a
    caller that has no head yet must not ask.
    """
    if not 0 < old_size <= new_size or not _all_hashes(proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if not proof:
        return False
    level = (old_size & -old_size).bit_length() - 1  # height of the last perfect subtree of the old tree
    inner, border = _proof_shape(old_size - 1, new_size)
    inner -= level
    old_is_perfect = old_size == 1 << level
    seed, path = (old_root, proof) if old_is_perfect else (proof[0], proof[1:])
    if len(path) != inner + border:
        return False
    position = (old_size - 1) >> level
    lefts = [node for i, node in enumerate(path[:inner]) if position >> i & 1]
    if _chain_left(_chain_left(seed, lefts), path[inner:]) != old_root:
        return False
    return _chain_left(_chain(seed, path[:inner], position), path[inner:]) == new_root


def _split(width: int) -> int:
    """The largest power of two smaller than width (width > 1)."""
    return 1 << ((width - 1).bit_length() - 1)


def _fold_peaks(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    node = peaks[-1]
    for peak in peaks[-2::-1]:
        node = hash_children(peak, node)
    return node


def _proof_shape(index: int, size: int) -> tuple[int, int]:
    """Lengths of the two parts of an audit path: below and above where it leaves the tree's right edge."""
    inner = (index ^ (size - 1)).bit_length()
    return inner, (index >> inner).bit_count()


def _chain(node: bytes, path: Sequence[bytes], position: int) -> bytes:
    for i, sibling in enumerate(path):
        left = position >> i & 1
        node = hash_children(sibling, node) if left else hash_children(node, sibling)
    return node


def _chain_left(node: bytes, path: Sequence[bytes]) -> bytes:
    for sibling in path:
        node = hash_children(sibling, node)
    return node


def _all_hashes(nodes: Sequence[bytes]) -> bool:
    return all(len(node) == HASH_SIZE for node in nodes)
