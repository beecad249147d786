"""What the application is made of, on one screen: every package's tables, blueprints and start-up step."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from backend.identity import setup as identity
from backend.workdays.routes import blp as calendar_routes
from config.settings import Settings


def install(app: Flask, api: Api, settings: Settings, prefix: str) -> None:
    """Hand each package what it needs from the settings and register its routes under `prefix`."""
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
