"""Taking records in: many at a time, each on its own merits, one commit.

Everything that can be done before the write lock is done before it: form, hash, signature, and the rules of each kind
on data read in bulk. Under the lock only four things happen: what is already there is looked up, places in the ledger
are given out, rows are written in bulk, the transaction is committed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from backend.evidence import queries as evidence
from backend.identity import queries as identity
from backend.kernel.clock import now_ms
from backend.kernel.db import bulk_insert, db
from backend.kernel.errors import FieldProblem, InvalidInput, LuqinError
from backend.kernel.groupcommit import GroupCommit
from backend.ledger import queries as ledger_queries
from backend.ledger import service as ledger
from backend.ledger.receipts import Head, Signer
from backend.posts import queries as posts
from backend.records.book import Book, Placed, Settled, find_current, find_placed, previous_data
from backend.records.envelope import EnvelopeReader, check_signature, read_identity
from backend.records.errors import AuthorMismatch, DeviceMismatch, NotStorable
from backend.records.kinds import Envelope, Judged, Kind
from backend.records.models import Record, RecordPhoto, RecordRevision
from backend.records.rows import Prepared, photo_rows, record_row, replace_current, revision_row

_RECORD = cast(Table, Record.__table__)
_REVISION = cast(Table, RecordRevision.__table__)
_PHOTO = cast(Table, RecordPhoto.__table__)
FUTURE_TOLERANCE_MS = 5 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands records in: the person logged in, and the device with its public key (SPKI DER)."""

    person_id: str
    unit_id: str
    device_id: str
    public_key: bytes


@dataclass(slots=True)
class Outcome:
    """What became of one item. `result`: accepted, duplicate, conflict or refused."""

    id: str | None
    revision: int | None
    result: str
    receipt: dict[str, Any] | None = None
    photos_missing: list[str] = field(default_factory=list)
    problem: LuqinError | None = None
    current: dict[str, Any] | None = None


class Intake:
    """The door for records of the given kinds. One per application."""

    def __init__(self, kinds: Sequence[Kind], signer: Signer, late_after_min: int) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._reader = EnvelopeReader(self._kinds)
        self._signer = signer
        self._late_after_ms = late_after_min * 60_000
        self._commit: GroupCommit[list[Prepared], list[Settled]] = GroupCommit(self._store)

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds that may be handed in, by name."""
        return self._kinds

    def take(self, sender: Sender, items: Sequence[tuple[str, str]]) -> list[Outcome]:
        """Take records as (text, signature) pairs; one outcome for each, in order. A refused one blocks nobody."""
        outcomes: list[Outcome | None] = [None] * len(items)
        envelopes: dict[int, Envelope] = {}
        for place, (body, signature) in enumerate(items):
            try:
                envelopes[place] = self._authentic(sender, body, signature)
            except LuqinError as problem:
                outcomes[place] = Outcome(*read_identity(body), "refused", problem=problem)
        missing: set[str] = set()
        if envelopes:
            with db.engine.connect() as connection:
                prepared = self._prepare(connection, sender, envelopes, outcomes)
                # Asked before the commit: a photo that arrives meanwhile is offered once more, and known.
                hashes = {photo.sha256 for envelope in envelopes.values() for photo in envelope.photos}
                missing = evidence.missing(connection, hashes) if hashes else set()
            self._place(prepared, missing, outcomes)
        return [cast(Outcome, outcome) for outcome in outcomes]

    def _authentic(self, sender: Sender, body: str, signature: str) -> Envelope:
        envelope = self._reader.read(body, signature)
        if envelope.device != sender.device_id:
            raise DeviceMismatch(fields=[_problem("/device", DeviceMismatch)])
        if envelope.author != sender.person_id:
            raise AuthorMismatch(fields=[_problem("/author", AuthorMismatch)])
        check_signature(envelope, sender.public_key)
        return envelope

    def _prepare(
        self,
        connection: Connection,
        sender: Sender,
        envelopes: Mapping[int, Envelope],
        outcomes: list[Outcome | None],
    ) -> dict[int, Prepared]:
        contexts = self._load(connection, envelopes.values())
        places = posts.load_posts(connection, (e.post for e in envelopes.values() if e.post is not None))
        units = _units_of(connection, sender, {e.unit for e in envelopes.values()})
        before = previous_data(connection, envelopes.values())
        prepared: dict[int, Prepared] = {}
        refused: dict[int, LuqinError] = {}
        for place, envelope in envelopes.items():
            try:
                self._check_frozen(envelope, before)
                prepared[place] = self._judge(envelope, contexts, places, units)
            except LuqinError as problem:
                refused[place] = problem
        self._settle_refused(connection, envelopes, refused, prepared, outcomes)
        return prepared

    @staticmethod
    def _settle_refused(
        connection: Connection,
        envelopes: Mapping[int, Envelope],
        refused: Mapping[int, LuqinError],
        prepared: dict[int, Prepared],
        outcomes: list[Outcome | None],
    ) -> None:
        """What stands already is answered as it was, whatever the rules say today; the rest is refused."""
        known = find_placed(connection, {envelopes[place].id for place in refused}) if refused else {}
        for place, problem in refused.items():
            envelope = envelopes[place]
            if (envelope.id, envelope.revision) in known:
                prepared[place] = Prepared(envelope, Judged("", ()), ())
            else:
                outcomes[place] = Outcome(envelope.id, envelope.revision, "refused", problem=problem)

    def _check_frozen(self, envelope: Envelope, before: Mapping[tuple[str, int], Mapping[str, Any]]) -> None:
        """A correction by the author leaves alone what only an amendment may change. Raises `InvalidInput`."""
        old = before.get((envelope.id, envelope.revision - 1))
        if old is None:
            return
        changed = [name for name in self._kinds[envelope.kind].frozen if old.get(name) != envelope.data[name]]
        if changed:
            raise InvalidInput(fields=[_amendment_needed(name) for name in changed])

    def _load(self, connection: Connection, envelopes: Iterable[Envelope]) -> dict[str, Any]:
        by_kind: dict[str, list[Envelope]] = {}
        for envelope in envelopes:
            by_kind.setdefault(envelope.kind, []).append(envelope)
        return {kind: self._kinds[kind].load(connection, group) for kind, group in by_kind.items()}

    def _judge(
        self,
        envelope: Envelope,
        contexts: Mapping[str, Any],
        places: Mapping[str, posts.PostFacts],
        units: set[str],
    ) -> Prepared:
        post = None if envelope.post is None else places.get(envelope.post)
        if envelope.post is not None and post is None:
            raise InvalidInput(fields=[FieldProblem("/post", "unknown_post", "没有这个岗位", "No such post")])
        if envelope.unit not in units:
            raise InvalidInput(
                fields=[
                    FieldProblem("/unit", "unit_mismatch", "这不是您所在的单位", "It is not a unit of yours")
                ]
            )
        judged = self._kinds[envelope.kind].judge(envelope, contexts[envelope.kind])
        received = now_ms()
        flags = list(judged.flags)
        if envelope.occurred_at > received + FUTURE_TOLERANCE_MS:
            # A wrong clock is a fact about the evidence, not a reason to lose it.
            flags.append("clock_ahead")
        joined = " ".join(flags)
        row = record_row(
            envelope, judged, post, received=received, late_after_ms=self._late_after_ms, flags=joined
        )
        return Prepared(envelope, judged, row)

    def _place(
        self, prepared: Mapping[int, Prepared], missing: set[str], outcomes: list[Outcome | None]
    ) -> None:
        if not prepared:
            return
        stored = self._submit(list(prepared.values()))
        for (place, item), result in zip(prepared.items(), stored, strict=True):
            outcomes[place] = self._outcome(item.envelope, result, missing)

    def _submit(self, items: list[Prepared]) -> list[Settled]:
        """Store a batch; if the database itself refuses one of them, only that one is refused."""
        try:
            return self._commit.submit(items)
        except IntegrityError:
            if len(items) == 1:
                return [Settled("refused", problem=NotStorable())]
            return [self._submit([item])[0] for item in items]

    def _outcome(self, envelope: Envelope, stored: Settled, missing: set[str]) -> Outcome:
        standing = stored.place
        if standing is None:
            current = None
            if stored.result == "conflict":
                with db.engine.connect() as connection:
                    current = find_current(connection, envelope.id)
            return Outcome(
                envelope.id, envelope.revision, stored.result, problem=stored.problem, current=current
            )
        receipt = self._signer.receipt(
            record_id=envelope.id,
            revision=envelope.revision,
            content_hash=standing.content_hash,
            leaf_index=standing.seq,
            head=self._head_of(standing),
        )
        wanted = [photo.sha256 for photo in envelope.photos if photo.sha256 in missing]
        return Outcome(envelope.id, envelope.revision, stored.result, receipt=receipt, photos_missing=wanted)

    def _head_of(self, standing: Placed) -> Head:
        if standing.head is not None:
            return standing.head
        with db.engine.connect() as connection:
            return ledger_queries.load_heads(connection, [standing.head_size])[standing.head_size]

    def _store(self, connection: Connection, jobs: list[list[Prepared]]) -> list[list[Settled]]:
        """Under the write lock: settle every item of every job, write what is new, give out places."""
        book = Book(connection, jobs)
        results = [[book.settle(item) for item in job] for job in jobs]
        if book.accepted:
            self._write(connection, book)
        return results

    def _write(self, connection: Connection, book: Book) -> None:
        accepted = book.accepted
        appended = ledger.append(
            connection,
            self._signer,
            [
                ledger.Entry("record", e.id, e.revision, e.body.encode("utf-8"), e.signature, keep_text=False)
                for e in (item.envelope for item, _ in accepted)
            ],
        )
        new = [(item, appended.first_seq + n) for n, (item, _) in enumerate(accepted)]
        for (item, seq), (_, result) in zip(new, accepted, strict=True):
            result.placed = Placed(item.envelope.content_hash, seq, appended.head.size, appended.head)
        for item, seq in new:
            if item.envelope.revision > 1:
                replace_current(connection, item, seq, self._kinds[item.envelope.kind].table)
        firsts = [(*item.record_row, seq) for item, seq in new if item.envelope.revision == 1]
        bulk_insert(connection, _RECORD, firsts)
        received = appended.head.at
        bulk_insert(
            connection,
            _REVISION,
            [revision_row(item.envelope, seq, appended.head.size, received) for item, seq in new],
        )
        bulk_insert(connection, _PHOTO, [row for item, _ in new for row in photo_rows(item.envelope)])
        tables: dict[str, list[tuple[Any, ...]]] = {}
        for item, _ in new:
            tables.setdefault(item.envelope.kind, []).append(item.judged.row)
        for kind, rows in tables.items():
            bulk_insert(connection, self._kinds[kind].table, rows)


def _units_of(connection: Connection, sender: Sender, named: set[str]) -> set[str]:
    """The units of these that are the sender's, today's or one of before: a phone may have been away for days."""
    if named <= {sender.unit_id}:
        return named
    return named & ({sender.unit_id} | identity.units_of(connection, sender.person_id))


def _amendment_needed(name: str) -> FieldProblem:
    return FieldProblem(
        f"/data/{name}",
        "needs_amendment",
        "记录接收后，此项不能自行更正，须提出申请并经法制审核",
        "Once accepted, this is changed by an approved amendment only",
    )


def _problem(pointer: str, error: type[LuqinError]) -> FieldProblem:
    return FieldProblem(pointer, error.code, error.zh, error.en)
