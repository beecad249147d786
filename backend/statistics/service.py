"""Following the ledger: facts and sums kept up to date, and made anew from sequence 0.

What a record contributes is worked out from how it stands now, not from the entry that was read, so reading an entry
twice, late, or all of them again gives the same rows. Nothing here is on the write path of records.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, select, text

from backend.kernel.clock import now_ms
from backend.kernel.db import db, unit_of_work
from backend.ledger.queries import LedgerRow, entries_since, get_size
from backend.statistics.models import Fact, Rollup, Watermark
from backend.statistics.rules import FactRow, SumKey, manned_facts, sums_of, violation_facts
from backend.statistics.sources import check_ins_touched, records_of_photos, states_of, stays_of

CONSUMER = "statistics"
ENTRIES_AT_ONCE = 2000
ROUNDS_MAX = 50

_FACT = cast(Table, Fact.__table__)
_ROLLUP = cast(Table, Rollup.__table__)
_WATERMARK = cast(Table, Watermark.__table__)
_FACT_COLUMNS = [_FACT.c[name] for name in FactRow.__slots__]


def catch_up(rounds: int = ROUNDS_MAX) -> int:
    """Take in what the ledger has gained, at most `rounds` portions, each in a unit of work of its own.

    Returns how many entries are still to come. Cheap when there is nothing new: one read.
    """
    for _ in range(rounds):
        if entries_behind(db.session.connection()) == 0:
            return 0
        with unit_of_work():
            _take_portion(db.session.connection())
    return entries_behind(db.session.connection())


def rebuild() -> None:
    """Forget all facts and sums and follow the ledger from sequence 0."""
    with unit_of_work():
        connection = db.session.connection()
        for emptied in (_FACT, _ROLLUP, _WATERMARK):
            connection.execute(delete(emptied))
    while catch_up():
        pass


def entries_behind(connection: Connection) -> int:
    """How many ledger entries have not been taken in."""
    seq = connection.execute(select(_WATERMARK.c.seq).where(_WATERMARK.c.consumer == CONSUMER)).scalar()
    return get_size(connection) - (seq or 0)


def _take_portion(connection: Connection) -> None:
    since = _locked_watermark(connection)
    entries = entries_since(connection, since, ENTRIES_AT_ONCE)
    if not entries:
        return
    _renew(connection, _touched(connection, entries))
    connection.execute(
        _WATERMARK.update()
        .where(_WATERMARK.c.consumer == CONSUMER)
        .values(seq=entries[-1].seq + 1, moved_at=text(str(now_ms())))
    )


def _locked_watermark(connection: Connection) -> int:
    """Where to go on; held until the commit, so that two requests never take in the same portion."""
    connection.execute(
        text(
            "INSERT INTO watermark (consumer, seq, moved_at) VALUES (:consumer, 0, 0)"
            " ON CONFLICT (consumer) DO NOTHING"
        ),
        {"consumer": CONSUMER},
    )
    query = select(_WATERMARK.c.seq).where(_WATERMARK.c.consumer == CONSUMER).with_for_update()
    return int(connection.execute(query).scalar_one())


def _touched(connection: Connection, entries: Sequence[LedgerRow]) -> set[str]:
    records = {entry.subject for entry in entries if entry.kind == "record" and entry.subject}
    photos = {entry.subject for entry in entries if entry.kind == "photo" and entry.subject}
    return records | records_of_photos(connection, photos)


def _renew(connection: Connection, touched: Collection[str]) -> None:
    """Put the facts of these records, and of the stays that they change, in the place of the old ones."""
    states = states_of(connection, touched)
    check_ins = check_ins_touched(connection, states.values())
    states |= states_of(connection, check_ins - states.keys())
    facts = [fact for state in states.values() for fact in violation_facts(state)]
    facts += [
        fact
        for stay in stays_of(connection, check_ins)
        for fact in manned_facts(states[stay.check_in_id], stay)
    ]
    before = _facts_of(connection, list(states))
    sums: dict[SumKey, list[int]] = {}
    sums_of(before, -1, sums)
    sums_of(facts, +1, sums)
    if before:
        connection.execute(delete(_FACT).where(_FACT.c.record_id.in_(list(states))))
    if facts:
        connection.execute(_FACT.insert(), [_values(fact) for fact in facts])
    _add_sums(connection, sums)


def _facts_of(connection: Connection, records: Collection[str]) -> list[FactRow]:
    query = select(*_FACT_COLUMNS).where(_FACT.c.record_id.in_(records))
    return [FactRow(*row) for row in connection.execute(query)]


def _values(fact: FactRow) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in FactRow.__slots__}


_ADD = text(
    "INSERT INTO rollup (measure, day, unit_id, force_kind, dim_group, total, incomplete, late)"
    " VALUES (:measure, :day, :unit_id, :force_kind, :dim_group, :total, :incomplete, :late)"
    " ON CONFLICT (measure, day, unit_id, force_kind, dim_group) DO UPDATE SET"
    " total = rollup.total + excluded.total, incomplete = rollup.incomplete + excluded.incomplete,"
    " late = rollup.late + excluded.late"
)
_KEY = ("measure", "day", "unit_id", "force_kind", "dim_group")


def _add_sums(connection: Connection, sums: dict[SumKey, list[int]]) -> None:
    changed = {key: values for key, values in sums.items() if any(values)}
    if not changed:
        return
    connection.execute(
        _ADD,
        [
            {**dict(zip(_KEY, key, strict=True)), "total": total, "incomplete": incomplete, "late": late}
            for key, (total, incomplete, late) in sorted(changed.items())
        ],
    )
    # A sum that came back to nothing leaves no row, as if it had never been.
    days = {key[1] for key in changed}
    connection.execute(
        delete(_ROLLUP).where(
            _ROLLUP.c.day.in_(days), _ROLLUP.c.total == 0, _ROLLUP.c.incomplete == 0, _ROLLUP.c.late == 0
        )
    )
