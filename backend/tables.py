"""Every package's tables, imported in one place so that the metadata is whole (migrations, foreign keys)."""

from __future__ import annotations

from backend.evidence import models as evidence
from backend.identity import models as identity
from backend.ledger import models as ledger
from backend.posts import models as posts
from backend.records import models as records
from backend.shifts import models as shifts
from backend.statistics import models as statistics
from backend.violations import models as violations
from backend.workdays import models as workdays

PACKAGES = (ledger, workdays, identity, posts, evidence, records, shifts, violations, statistics)
