"""What identity needs from the settings when the application starts."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from backend.identity import import_routes, people_routes, routes
from backend.identity.access import install_guard
from backend.identity.passwords import Passwords, cheap_passwords


def install(
    app: Flask, api: Api, *, prefix: str, secret: str, access_token_s: int, profile: str, needs_code: bool
) -> None:
    """Guard, password keeper and routes. Only the test profile hashes cheaply."""
    install_guard(
        app,
        secret=secret,
        access_token_s=access_token_s,
        enforce_password_change=profile == "production" or needs_code,
    )
    app.extensions["luqin.passwords"] = cheap_passwords() if profile == "test" else Passwords()
    for blueprint in (routes.blp, people_routes.blp, import_routes.blp):
        api.register_blueprint(blueprint, url_prefix=prefix)
