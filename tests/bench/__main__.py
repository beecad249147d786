"""Runs every benchmark and writes `var/bench.json`: name, value, unit, floor, ratio."""

from __future__ import annotations

import base64
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from backend.demo.pictures import Camera
from backend.kernel.clock import now_ms
from tests.bench import floors, wire, world

PUSHES, CREATES, PHOTOS, LISTS = 200, 2_000, 800, 400
PHOTO_BYTES = 300_000
BATCH = 50
FILL = 100_000
JSON = (("Content-Type", "application/json"),)


class Report:
    """Figures as they come in."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self, name: str, value: float, unit: str, floor: float | None = None, *, more_is_better: bool = True
    ) -> None:
        """One figure beside its floor; the ratio is value ÷ floor."""
        ratio = None if not floor else value / floor
        self.rows.append(
            {
                "name": name,
                "value": round(value, 4),
                "unit": unit,
                "floor": None if floor is None else round(floor, 4),
                "ratio": None if ratio is None else round(ratio, 3),
                "more_is_better": more_is_better,
            }
        )
        beside = "" if ratio is None else f"   floor {floor:,.1f}   ratio {ratio:.2f}"
        print(f"{name:<44} {value:>10,.1f} {unit}{beside}", flush=True)

    def write(self, path: Path) -> None:
        """Keep the figures."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(self.rows, indent=1) + "\n")


def main() -> None:
    """Everything in a folder that is removed afterwards."""
    report = Report()
    var = world.ROOT / "var"
    var.mkdir(exist_ok=True)
    # Beside the real data: the same disk, so that the floors say something.
    with tempfile.TemporaryDirectory(dir=var, prefix="bench-") as name:
        place = world.make_world(Path(name))
        measure_writes(place, report)
        measure_reads(place, report)
    report.write(var / "bench.json")


def measure_writes(place: world.World, report: Report) -> None:
    """Pushes, single creates and photos against a fresh server."""
    floor_items = [("x" * 36, *place.violation(place.riders[0], now_ms())[1]) for _ in range(500)]
    with world.serving(place) as (port, pid, started):
        report.add("cold start to ready", started, "s", more_is_better=False)
        floor = floors.sqlite_records_per_second(place.folder, floor_items, batch=BATCH)
        pushes = [push_request(place, rider, BATCH) for rider in turns(place, PUSHES)]
        run = checked(wire.drive(port, pushes))
        report.add(
            "push of 50 records, each with 2 photo claims", PUSHES * BATCH / run.seconds, "records/s", floor
        )
        report.add(
            "push of 50, 95th percentile", percentile(run.latencies, 95) * 1000, "ms", more_is_better=False
        )
        floor = floors.sqlite_records_per_second(place.folder, floor_items, batch=1)
        creates = [create_request(place, rider) for rider in turns(place, CREATES)]
        run = checked(wire.drive(port, creates))
        report.add("single creates", CREATES / run.seconds, "records/s", floor)
        report.add(
            "single create, 95th percentile", percentile(run.latencies, 95) * 1000, "ms", more_is_better=False
        )
        measure_photos(place, report, port)
        report.add("memory after load, all processes", world.memory_mib(pid), "MiB", more_is_better=False)


def measure_photos(place: world.World, report: Report, port: int) -> None:
    """Photos of 300 kB, creation and bytes in one request."""
    jpeg = Camera(place.seed).take_pair(place.seed)[0].data
    base = jpeg[:-2] + b"\x00" * (PHOTO_BYTES - len(jpeg) - 16) + jpeg[-2:]
    floor = floors.files_per_second(place.folder, base)
    uploads = [
        photo_request(rider, base + f"{n:016}".encode()) for n, rider in enumerate(turns(place, PHOTOS))
    ]
    run = checked(wire.drive(port, uploads))
    report.add("photos of 300 kB", PHOTOS / run.seconds, "photos/s", floor)


def measure_reads(place: world.World, report: Report) -> None:
    """A list of 50 rows among 100,000 records."""
    world.fill(place, FILL - PUSHES * BATCH - CREATES)
    floor = [value * 1000 for value in floors.list_seconds(place.folder / "luqin.db")]
    with world.serving(place) as (port, _pid, _):
        message = wire.request("GET", "/api/v1/records?limit=50", token=place.riders[0].token)
        checked(wire.drive(port, [message] * 40, connections=1, processes=1))
        run = checked(wire.drive(port, [message] * LISTS, connections=1, processes=1))
    times = [value * 1000 for value in run.latencies]
    for share in (50, 95):
        report.add(
            f"list of 50 among {FILL:,} records, p{share}",
            percentile(times, share),
            "ms",
            percentile(floor, share),
            more_is_better=False,
        )


def turns(place: world.World, count: int) -> Iterator[world.Rider]:
    """Riders in turn."""
    return (place.riders[n % len(place.riders)] for n in range(count))


def push_request(place: world.World, rider: world.Rider, count: int) -> bytes:
    """A batch of new records."""
    items = [place.violation(rider, now_ms())[1] for _ in range(count)]
    body = {"last_head": None, "items": [{"body": body, "signature": signature} for body, signature in items]}
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return wire.request("POST", "/api/v1/sync/records", token=rider.token, body=raw, headers=JSON)


def create_request(place: world.World, rider: world.Rider) -> bytes:
    """One new record."""
    body, signature = place.violation(rider, now_ms())[1]
    raw = json.dumps({"body": body, "signature": signature}, ensure_ascii=False).encode()
    return wire.request("POST", "/api/v1/records", token=rider.token, body=raw, headers=JSON)


def photo_request(rider: world.Rider, data: bytes) -> bytes:
    """A tus creation with the whole upload."""
    metadata = ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in (("sha256", sha256(data).hexdigest()), ("filetype", "image/jpeg"))
    )
    headers = (
        ("Tus-Resumable", "1.0.0"),
        ("Upload-Length", str(len(data))),
        ("Upload-Metadata", metadata),
        ("Content-Type", "application/offset+octet-stream"),
    )
    return wire.request("POST", "/api/v1/photos/uploads", token=rider.token, body=data, headers=headers)


def percentile(values: list[float], share: int) -> float:
    """The value below which `share` per cent lie."""
    return statistics.quantiles(values, n=100)[share - 1]


def checked(run: wire.Run) -> wire.Run:
    """Refuse to report a run in which something failed."""
    if run.failures:
        sys.exit(f"{run.failures} of {len(run.latencies)} requests failed: no figure.")
    return run


if __name__ == "__main__":
    main()
