"""The plan of the house: which package stands on which floor, and which of its modules others may enter by."""

from __future__ import annotations

TIERS: dict[str, int] = {
    "kernel": 1,
    "ledger": 2,
    "workdays": 2,
    "identity": 3,
    "posts": 4,
    "evidence": 4,
    "records": 5,
    "shifts": 6,
    "operations": 7,
    "violations": 8,
    "assists": 8,
    "visibility": 8,
    "inspections": 8,
    "hotspots": 8,
    "analysis": 8,
    "partners": 8,
    "readiness": 8,
    "filings": 9,
    "statistics": 10,
    "sync": 11,
    # Wiring and what drives the whole application from outside.
    "app": 12,
    "wsgi": 12,
    "cli": 12,
    "registry": 12,
    "tables": 12,
    "pages": 12,
    "docs_page": 12,
    "demo": 12,
}
WIRING = frozenset(name for name, tier in TIERS.items() if tier == 12)

DOORS = frozenset({"service", "queries", "errors", "rules"})
"""Modules of a package that any higher package may import."""

EXTRA_DOORS: dict[str, str] = {
    "identity.access": "who calls, and how far they may see: every route asks it",
    "ledger.receipts": "the signer and what it signs travel with the record",
    "ledger.merkle": "pure arithmetic of RFC 9162",
    "ledger.verify": "the whole check, run at the console with the texts of the records",
    "ledger.schemas": "a head has one shape wherever it is answered",
    "posts.schemas": "a post has one shape wherever it is answered",
    "records.kinds": "what a package promises for each kind of record it owns",
    "records.ingest": "the intake: sync and demo hand records in there",
    "records.schemas": "a summary has one shape wherever it is answered",
    "shifts.record": "its kinds of record, listed by sync",
    "violations.record": "its kind of record, listed by sync",
    "violations.codelist": "names of the code groups, for headings of figures",
}

WIRING_DOORS: dict[str, str] = {
    "routes": "the registry registers them",
    "setup": "what a package is handed from the settings",
    "models": "tables.py makes the metadata whole",
    "kinds": "the registry hands the kinds of record to the intake",
}
"""Parts of any package that only wiring may import."""

OUTSIDE_DOORS: dict[str, str] = {
    "identity.devices": "phones of the demo are registered as real ones are; the first code is given at the console",
    "identity.passwords": "demo accounts have real password hashes",
    "shifts.roster": "rosters are planned by the service that planners use",
}
"""What demo and command line use beside the doors of all."""

CONFIG_READERS = frozenset({"backend.app", "backend.registry", "backend.cli"})

PURE: dict[str, str] = {
    "rules": "the law of a package",
    "merkle": "RFC 9162",
    "plates": "what a plate number is",
    "plate_grammar": "what a plate number is",
    "plate_problems": "what a plate number is",
    "procedure": "which procedure the law asks for",
    "code_rows": "rows of the code list",
    "codelist": "reading of the code list",
    "coverage": "who fills which seat",
    "labels": "words for roles and kinds",
    "definitions": "words for figures",
    "geo": "positions",
    "clock": "time",
    "paging": "cursors",
    "errors": "what can go wrong",
}
"""Modules by name that know no database, no HTTP, no settings."""

PURE_MAY_IMPORT = frozenset(
    {"backend.kernel.errors", "backend.kernel.clock", "backend.kernel.geo", "backend.kernel.ids"}
)
PURE_LIBRARIES: dict[str, str] = {
    "backend.violations.codelist": "pypinyin",  # initials of Chinese names: a table, no I/O
    "backend.kernel.paging": "orjson",
}

IMPORTS_INSIDE: dict[str, str] = {
    "backend.evidence.decoder: PIL": "the child process sets its limits before it loads a decoder",
    "backend.violations.codelist: pypinyin": "40 MB of tables that only loading a list needs",
}

COMMITTERS = frozenset({"backend.kernel.db"})
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_TEST_LINES = 500
