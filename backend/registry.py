"""What the application is made of, on one screen: every package's tables, blueprints and start-up step."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from backend.evidence import setup as evidence
from backend.identity import setup as identity
from backend.ledger.receipts import Signer
from backend.workdays.routes import blp as calendar_routes
from config.settings import Settings


def install(app: Flask, api: Api, settings: Settings, prefix: str) -> None:
    """Hand each package what it needs from the settings and register its routes under `prefix`."""
    signer = Signer.load(settings.ledger_key_file, may_create=settings.profile != "production")
    app.extensions["luqin.signer"] = signer
    api.register_blueprint(calendar_routes, url_prefix=prefix)
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
