"""Checking the whole ledger against what is stored: every leaf, every root, every signed head.

The text of a record stands with its revision, which this package does not know: it is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from backend.ledger.merkle import Frontier, leaf_hash
from backend.ledger.queries import find_head, list_keys
from backend.ledger.receipts import Head, from_b64url, verify_head

ENTRIES_AT_ONCE = 2000
_ENTRIES = text(
    "SELECT seq, kind, subject, revision, salt, leaf_hash, payload FROM ledger_entry"
    " WHERE seq > :after ORDER BY seq LIMIT :limit"
)
_HEADS = text("SELECT size, root, at, key_id, signature FROM ledger_head ORDER BY size")

RecordKey = tuple[str, int]
"""Record id and revision."""
RecordTexts = Callable[[Collection[RecordKey]], dict[RecordKey, tuple[str, bytes]]]
"""Body and signature of those revisions that are stored."""
KnownPhotos = Callable[[Collection[str]], Collection[str]]
"""Which of these hashes have a row."""


@dataclass
class Verdict:
    """What was counted, and in Chinese what does not fit."""

    entries: int = 0
    records: int = 0
    photos: int = 0
    heads: int = 0
    root: str = ""
    """Root over the leaves as they were made anew, in hex."""
    damage: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Leaf:
    seq: int
    kind: str
    subject: str | None
    revision: int | None
    salt: bytes
    leaf_hash: bytes
    payload: str | None

    @property
    def name(self) -> str:
        revision = "" if self.revision is None else f" 第 {self.revision} 版"
        return f"第 {self.seq} 条（{self.kind} {self.subject or ''}{revision}）"


def verify(connection: Connection, *, record_texts: RecordTexts, known_photos: KnownPhotos) -> Verdict:
    """Make every leaf and every root anew and compare; reads only, in one pass."""
    verdict, frontier = Verdict(), Frontier()
    heads = {
        row.size: Head(row.size, bytes(row.root), row.at, row.key_id, bytes(row.signature))
        for row in connection.execute(_HEADS)
    }
    for leaves in _portions(connection):
        _check_photos(leaves, known_photos, verdict)
        texts = record_texts(
            [(leaf.subject or "", leaf.revision or 0) for leaf in leaves if _is_record(leaf)]
        )
        for leaf in leaves:
            if leaf.seq != frontier.size:
                verdict.damage.append(f"序号不连续：应为第 {frontier.size} 条，实为第 {leaf.seq} 条")
                return verdict
            frontier.append(_made_anew(leaf, texts, verdict))
            head = heads.get(frontier.size)
            if head is not None and head.root != frontier.root():
                verdict.damage.append(f"树头 {head.size} 的根与重新计算的根不一致")
    verdict.root = frontier.root().hex()
    _check_heads(connection, heads, frontier, verdict)
    return verdict


def _portions(connection: Connection) -> Iterator[list[_Leaf]]:
    after = -1
    while True:
        rows = connection.execute(_ENTRIES, {"after": after, "limit": ENTRIES_AT_ONCE}).all()
        if not rows:
            return
        yield [
            _Leaf(
                row.seq,
                row.kind,
                row.subject,
                row.revision,
                bytes(row.salt),
                bytes(row.leaf_hash),
                row.payload,
            )
            for row in rows
        ]
        after = rows[-1].seq


def _is_record(leaf: _Leaf) -> bool:
    return leaf.kind == "record"


def _made_anew(leaf: _Leaf, texts: dict[RecordKey, tuple[str, bytes]], verdict: Verdict) -> bytes:
    """The hash from what is stored; what has no text counts with its stored hash, so that one loss is named once."""
    verdict.entries += 1
    if _is_record(leaf):
        verdict.records += 1
        found = texts.get((leaf.subject or "", leaf.revision or 0))
    else:
        found = None if leaf.payload is None else (leaf.payload, b"")
    if found is None:
        verdict.damage.append(f"{leaf.name}：内容缺失")
        return leaf.leaf_hash
    made = leaf_hash(leaf.salt, found[0].encode("utf-8"), found[1])
    if made != leaf.leaf_hash:
        verdict.damage.append(f"{leaf.name}：内容与账本不符")
    return made


def _check_photos(leaves: list[_Leaf], known_photos: KnownPhotos, verdict: Verdict) -> None:
    wanted = {leaf.subject: leaf for leaf in leaves if leaf.kind == "photo" and leaf.subject}
    verdict.photos += len(wanted)
    known = frozenset(known_photos(list(wanted)))
    verdict.damage += [f"{leaf.name}：照片登记缺失" for sha, leaf in wanted.items() if sha not in known]


def _check_heads(
    connection: Connection, heads: dict[int, Head], frontier: Frontier, verdict: Verdict
) -> None:
    keys = {key["key_id"]: from_b64url(key["public_key"]) for key in list_keys(connection)}
    verdict.heads = len(heads)
    for head in heads.values():
        key = keys.get(head.key_id)
        if key is None or not verify_head(head.as_json(), key):
            verdict.damage.append(f"树头 {head.size} 的签名无效")
        if head.size > frontier.size:
            verdict.damage.append(f"树头 {head.size} 之内的条目不全：只有 {frontier.size} 条")
    newest = find_head(connection)
    if (0 if newest is None else newest.size) < frontier.size:
        verdict.damage.append(f"最后的条目没有树头：共 {frontier.size} 条")
    state = connection.execute(text("SELECT frontier FROM ledger_state WHERE id = 1")).scalar()
    if frontier.size and (state is None or bytes(state) != frontier.to_bytes()):
        verdict.damage.append("账本右缘与重新计算的不一致")
