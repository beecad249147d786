"""Where the time of a push goes: `python -m tests.bench.stages`, microseconds a record, in one thread without HTTP."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.kernel.clock import now_ms
from backend.records import ingest
from tests.bench import world

BATCHES, WARM = 60, 5
STEPS = (
    ("read: JSON, schema, hash", lambda intake: (intake._reader, "read")),
    ("device signature (ECDSA P-256)", lambda _: (ingest, "check_signature")),
    ("what the rules need, in bulk", lambda intake: (intake, "_load")),
    ("the law of the kind, rows", lambda intake: (intake, "_judge")),
    ("photos that are missing", lambda _: (ingest.evidence, "missing")),
    ("under the lock: what stands already", lambda _: (ingest, "Book")),
    ("under the lock: ledger", lambda _: (ingest.ledger, "append")),
    ("under the lock: rows of records", lambda _: (ingest, "bulk_insert")),
    ("lock and commit, with all three above", lambda intake: (intake, "_submit")),
    ("receipt (Ed25519)", lambda intake: (intake, "_outcome")),
)


def timed(owner: Any, name: str, spent: dict[str, float], label: str) -> None:
    """Put a stopwatch around a function."""
    inner: Callable[..., Any] = getattr(owner, name)

    def watched(*args: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return inner(*args, **options)
        finally:
            spent[label] = spent.get(label, 0.0) + time.perf_counter() - began

    setattr(owner, name, watched)


def main() -> None:
    """Sixty batches of fifty violations."""
    var = world.ROOT / "var"
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var, prefix="bench-") as folder:
        place = world.make_world(Path(folder))
        rider, intake = place.riders[0], place.app.extensions["luqin.intake"]
        batches = [[place.violation(rider, now_ms())[1] for _ in range(50)] for _ in range(BATCHES)]
        spent: dict[str, float] = {}
        with place.app.app_context():
            for batch in batches[:WARM]:
                intake.take(rider.phone.sender, batch)
            for label, find in STEPS:
                timed(*find(intake), spent, label)
            began = time.perf_counter()
            for batch in batches[WARM:]:
                intake.take(rider.phone.sender, batch)
            total = time.perf_counter() - began
    records = (BATCHES - WARM) * 50
    for label, _ in STEPS:
        print(f"{label:<40} {spent.get(label, 0.0) / records * 1e6:>8.1f} µs")
    print(f"{'whole intake':<40} {total / records * 1e6:>8.1f} µs")


if __name__ == "__main__":
    main()
