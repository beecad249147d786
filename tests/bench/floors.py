"""Floors: the least that could be done with the same bytes on the same disk in the same run."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import orjson
import pysqlite3.dbapi2 as sqlite

SECONDS = 3.0


def _database(folder: Path, batch: int) -> sqlite.Connection:
    connection = sqlite.connect(str(folder / f"floor-{batch}.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA wal_autocheckpoint=10000")
    connection.execute("CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, body TEXT, signature TEXT)")
    return connection


def sqlite_records_per_second(folder: Path, items: Sequence[tuple[str, str, str]], *, batch: int) -> float:
    """Plain SQLite: the same texts and signatures, `batch` rows a transaction, FULL durability, one thread."""
    connection = _database(folder, batch)
    began, done, place = time.perf_counter(), 0, 0
    while (took := time.perf_counter() - began) < SECONDS:
        rows = [
            (f"{done + n}-{items[(place + n) % len(items)][0]}", *items[(place + n) % len(items)][1:])
            for n in range(batch)
        ]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
        done, place = done + batch, place + batch
    connection.close()
    return done / took


def files_per_second(folder: Path, data: bytes) -> float:
    """Plain files: write, fsync, rename, fsync of the folder, one after the other."""
    target = folder / "files"
    target.mkdir(exist_ok=True)
    began, done = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < SECONDS:
        part = target / "part"
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target / str(done))
        descriptor = os.open(target, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        done += 1
    for path in target.iterdir():
        path.unlink()
    return done / took


def list_seconds(database: Path) -> list[float]:
    """Plain SQLite: the 50 newest rows with their names by one join, as JSON bytes."""
    connection = sqlite.connect(str(database))
    query = (
        "SELECT record.id, record.kind, record.headline, record.occurred_at, record.state, person.name, unit.name"
        " FROM record JOIN person ON person.id = record.author_id JOIN unit ON unit.id = record.unit_id"
        " ORDER BY record.occurred_at DESC, record.id DESC LIMIT 50"
    )
    times = []
    for _ in range(300):
        began = time.perf_counter()
        orjson.dumps(connection.execute(query).fetchall())
        times.append(time.perf_counter() - began)
    connection.close()
    return times
