"""The app's files, the health checks, and the interface description: what stands outside the domain packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, render_template, request, send_from_directory
from sqlalchemy import text
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter

from backend import docs_page
from backend.kernel.db import db
from backend.kernel.http import PUBLIC, json_response, requires

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"


class ScreenConverter(PathConverter):
    """Any path but the interface's, so that an unknown address there is simply not found, whatever the method."""

    regex = "(?!(?:api|health)(?:/|$))[^/].*?"


def install_pages(app: Flask, api_prefix: str) -> None:
    """Register the routes; the app's screens answer every path that is not the interface."""
    app.url_map.converters["screen"] = ScreenConverter
    app.add_url_rule("/health/live", "health_live", requires(PUBLIC)(live))
    app.add_url_rule("/health/ready", "health_ready", requires(PUBLIC)(ready))
    app.add_url_rule(f"{api_prefix}/openapi.json", "openapi", requires(PUBLIC)(openapi))
    app.add_url_rule(f"{api_prefix}/docs", "docs", requires(PUBLIC)(docs))
    app.add_url_rule(f"{api_prefix}/docs.css", "docs_style", requires(PUBLIC)(docs_style))
    app.add_url_rule("/", "pwa_root", requires(PUBLIC)(pwa_file), defaults={"path": ""})
    app.add_url_rule("/<screen:path>", "pwa_file", requires(PUBLIC)(pwa_file))


def live() -> Response:
    """The process answers."""
    return json_response({"status": "ok", "checks": {}})


def ready() -> Response:
    """The server can work: database reachable and migrated, photos storable, app built."""
    checks = {
        "database": _database_works(),
        "storage": _storage_works(),
        "app": _pwa_dir().joinpath("index.html").is_file(),
    }
    # Without the built app the interface still works: phones that have it go on.
    works = checks["database"] and checks["storage"]
    return json_response(
        {"status": "ok" if works else "unavailable", "checks": checks}, 200 if works else 503
    )


def _database_works() -> bool:
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        db.session.execute(text("SELECT COUNT(*) FROM ledger_key")).scalar_one()
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is "not ready"
        db.session.rollback()
        return False
    return True


def _storage_works() -> bool:
    return bool(Path(current_app.config["LUQIN"].data_dir).is_dir())


def openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return _made_once("openapi.json", lambda document: json_response(document).get_data(), "application/json")


def docs() -> Response:
    """The same, to read."""
    return _made_once("docs.html", _docs_page, "text/html")


def _docs_page(document: dict[str, Any]) -> bytes:
    page = render_template("docs.html", split_code=docs_page.split_code, **docs_page.read_page(document))
    return page.encode("utf-8")


def _made_once(name: str, make: Callable[[dict[str, Any]], bytes], mimetype: str) -> Response:
    """A page made from the document, kept for the life of the process; browsers ask whether it changed."""
    kept: dict[str, bytes] = current_app.extensions.setdefault("luqin.pages", {})
    if name not in kept:
        kept[name] = make(current_app.extensions["luqin.openapi"]())
    response = Response(kept[name], mimetype=mimetype)
    response.headers["Cache-Control"] = REVALIDATE
    response.add_etag()
    response.make_conditional(request.environ)
    return response


def docs_style() -> Response:
    """Style of the page above; a file of its own because of the content policy."""
    return send_from_directory(Path(__file__).parent / "templates", "docs.css", mimetype="text/css")


def pwa_file(path: str) -> Response:
    """A file of the app, or its shell for a screen's address."""
    folder = _pwa_dir()
    if path and _is_file(folder, path):
        return _with_caching(send_from_directory(folder, path), path)
    if "." in path.rsplit("/", 1)[-1] or not folder.joinpath("index.html").is_file():
        raise NotFound()
    if request.accept_mimetypes.best_match(["text/html"]) is None:
        raise NotFound()
    return _with_caching(send_from_directory(folder, "index.html"), "index.html")


def _is_file(folder: Path, path: str) -> bool:
    if "\0" in path:
        raise NotFound()
    try:
        return folder.joinpath(path).is_file()
    except (OSError, ValueError):
        # Longer than a file name can be: no such file, and no such screen.
        raise NotFound() from None


def _with_caching(response: Response, path: str) -> Response:
    # Vite puts a hash into the name of everything under assets/; all else may change under the same name.
    response.headers["Cache-Control"] = IMMUTABLE if path.startswith("assets/") else REVALIDATE
    return response


def _pwa_dir() -> Path:
    folder: Path = current_app.config["LUQIN"].pwa_dir
    return folder
