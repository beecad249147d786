"""Wiring: settings in, application out. The only reader of `config/` beside the command line."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

from backend import registry, tables
from backend.kernel.db import db, engine_options, init_db
from backend.kernel.http import check_every_route_declares_access, install_http
from backend.kernel.logs import configure_logs
from backend.kernel.openapi import describe
from backend.pages import install_pages
from config.settings import Settings, load_settings

API_PREFIX = "/api/v1"
VERSION = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises `SettingsError` or `UnsafeDatabase` rather than start on unsafe ground."""
    settings = settings or load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    configure_logs(settings.log_level)
    app = Flask("backend", static_folder=None)
    app.config.update(
        LUQIN=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        API_TITLE="Luqin 路勤",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        PROPAGATE_EXCEPTIONS=False,
        MAX_CONTENT_LENGTH=None,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask documents this
    init_db(app)
    Migrate(app, db, directory="migrations", render_as_batch=True, compare_type=True)
    api = Api(app)
    install_http(app)
    app.extensions["luqin.tables"] = tables.PACKAGES
    registry.install(app, api, settings, API_PREFIX)
    app.extensions["luqin.openapi"] = describe(app, api, version=VERSION)
    install_pages(app, API_PREFIX)
    check_every_route_declares_access(app)
    return app
