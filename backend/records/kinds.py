"""What a package promises for each kind of record it owns, and the values that pass between it and the envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table

from backend.kernel.schemas import StrictSchema


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as the device reported it: WGS-84 degrees, metres, seconds."""

    lat: float
    lon: float
    accuracy_m: float
    age_s: float
    source: str


@dataclass(frozen=True, slots=True)
class PhotoClaim:
    """A photo that a record says belongs to it; the bytes may arrive later."""

    sha256: str
    size: int
    type: str
    taken_at: int
    """Milliseconds since 1970."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """One signed record after its form was checked. Instants in milliseconds since 1970."""

    body: str
    content_hash: str
    signature: bytes
    id: str
    kind: str
    revision: int
    base_revision: int | None
    reason: str | None
    author: str
    unit: str
    device: str
    device_seq: int
    prev_hash: str | None
    shift: str | None
    post: str | None
    operation: str | None
    occurred_at: int
    device_time: int
    clock_offset_ms: int
    fix: Fix | None
    photos: tuple[PhotoClaim, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of a kind made of a record that they let pass.

    `headline` is the line shown in lists (≤ 200 characters). `flags` are stable codes of warnings kept with the
    record. `facets` are values that lists filter by (`code`, `code_group`). `row` is the kind's own table row, in the
    order of its columns, whose first column is the record id.
    """

    headline: str
    row: tuple[Any, ...]
    flags: tuple[str, ...] = ()
    facets: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    `schema`: the form of `data`. `table`: the kind's own table, keyed by `record_id`.
    `load`: reads, in as few queries as it can, everything that `judge` needs for a batch of envelopes of this kind;
    called outside the write lock. `judge`: the law of the kind as a function of envelope and loaded context; raises
    `InvalidInput` with fields below `/data`. `related`: ids of records that this one points to.
    """

    name: str
    schema: type[StrictSchema]
    table: Table
    load: Callable[[Connection, Sequence[Envelope]], Any]
    judge: Callable[[Envelope, Any], Judged]
    photos_min: int = 0
    frozen: tuple[str, ...] = ()
    """Members of `data` that the author cannot change once the record is accepted: that takes an amendment."""
    related: Callable[[Mapping[str, Any]], Sequence[str]] = lambda data: ()
