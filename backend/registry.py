"""What the application is made of, on one screen: every package's routes and what it is handed from the settings."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from backend.evidence import setup as evidence
from backend.identity import setup as identity
from backend.kernel.db import db, unit_of_work
from backend.ledger import service as ledger
from backend.ledger.receipts import Signer
from backend.ledger.routes import blp as ledger_routes
from backend.posts.routes import blp as posts_routes
from backend.records.ingest import Intake
from backend.records.routes import blp as records_routes
from backend.records.routes import may_see_photo
from backend.shifts.routes import blp as shifts_routes
from backend.statistics.routes import blp as statistics_routes
from backend.sync.kinds import KINDS
from backend.sync.routes import blp as sync_routes
from backend.violations import service as violations
from backend.violations.routes import blp as violations_routes
from backend.workdays import service as workdays
from backend.workdays.routes import blp as calendar_routes
from config.settings import Settings

BLUEPRINTS = (
    ledger_routes,
    calendar_routes,
    posts_routes,
    records_routes,
    shifts_routes,
    violations_routes,
    statistics_routes,
    sync_routes,
)


def install(app: Flask, api: Api, settings: Settings, prefix: str) -> None:
    """Hand each package what it needs from the settings and register its routes under `prefix`."""
    signer = Signer.load(settings.ledger_key_file, may_create=settings.profile != "production")
    app.extensions["luqin.signer"] = signer
    app.extensions["luqin.intake"] = Intake(KINDS, signer, settings.late_after_min)
    identity.install(
        app,
        api,
        prefix=prefix,
        secret=settings.secret_key,
        access_token_s=settings.access_token_s,
        profile=settings.profile,
        needs_code=settings.device_enrolment == "code",
    )
    evidence.install(
        app,
        api,
        prefix=prefix,
        data_dir=settings.data_dir,
        url=settings.evidence_url,
        options=settings.evidence_options,
        signer=signer,
        max_bytes=settings.photo_max_bytes,
        max_pixels=settings.photo_max_pixels,
    )
    app.extensions["luqin.photo_access"] = may_see_photo
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=prefix)


def after_migrating(app: Flask) -> None:
    """What every installation has from its first start: the ledger's key, a code list, a calendar. Safe to repeat."""
    with unit_of_work():
        violations.ensure_code_list()
        workdays.seed_calendar()
        ledger.remember_key(db.session.connection(), app.extensions["luqin.signer"])
