"""The HTTP edge: access declared at each route, strict bodies, problem+json, request ids, and the commit.

The only module that knows status numbers.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, Protocol, TypeVar, cast
from urllib.parse import urlsplit

import orjson
import structlog
from flask import Flask, Request, Response, current_app, g, request
from flask.json.provider import DefaultJSONProvider
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException, NotAcceptable

from backend.kernel import messages
from backend.kernel.db import unit_of_work
from backend.kernel.errors import (
    BodyTruncated,
    ErrorKind,
    InvalidInput,
    LuqinError,
    Malformed,
    TooLarge,
    UnsupportedMedia,
)
from backend.kernel.ids import new_id
from backend.kernel.jsonbody import parse_strict

PUBLIC = "public"
"""The capability of a route that anybody may call."""

STATUS = {
    ErrorKind.MALFORMED: 400,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.MISSING: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.STALE: 412,
    ErrorKind.TOO_LARGE: 413,
    ErrorKind.UNSUPPORTED: 415,
    ErrorKind.INVALID: 422,
    ErrorKind.TOO_MANY: 429,
    ErrorKind.UNAVAILABLE: 503,
}
OFFERED = (
    "application/json",
    "application/problem+json",
    "text/html",
    "text/css",
    "text/csv",
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
"""Everything that the interface ever answers with; who takes none of it gets 406."""
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_log = structlog.get_logger("luqin.http")
View = TypeVar("View", bound=Callable[..., Any])


class Guard(Protocol):
    """Decides whether the caller may use a capability; the identity package provides it."""

    def __call__(self, capability: str) -> None:
        """Raise `Unauthenticated` or `NotAllowed`; otherwise remember the caller for this request."""


def requires(capability: str, *, writes: bool = False) -> Callable[[View], View]:
    """Declare who may call a view, and whether it stores something (then it runs in one unit of work).

    Stands directly under `@blueprint.route`. The application refuses to start with a route that lacks it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if capability != PUBLIC:
                current_app.extensions["luqin.guard"](capability)
            if not writes:
                return view(*args, **kwargs)
            with unit_of_work():
                return view(*args, **kwargs)

        guarded.luqin_capability = capability  # type: ignore[attr-defined]  # functions take attributes
        return cast(View, guarded)

    return decorate


class StrictParser(FlaskParser):
    """Reads bodies through the strict JSON reader and refuses unknown fields everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs declares it as an instance default
        "json": RAISE,
        "query": RAISE,
        "headers": None,
        "cookies": None,
        "path": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        return read_json()

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **options: Any) -> NoReturn:
        location, problems = next(iter(cast(dict[str, Any], error.messages).items()))
        prefix = "" if location == "json" else f"/{location}"
        raise InvalidInput(fields=messages.field_problems(problems, prefix)) from error


class Blueprint(SmorestBlueprint):
    """A flask-smorest blueprint that reads its input strictly."""

    ARGUMENTS_PARSER = StrictParser()


def read_bytes(limit: int | None = None) -> bytes:
    """The whole body. Raises when it is longer than allowed or shorter than announced: a cut body is never taken."""
    limit = limit or int(current_app.config["LUQIN"].body_max_bytes)
    if request.content_length is not None and request.content_length > limit:
        raise TooLarge()
    try:
        raw = request.stream.read(limit + 1)
    except HTTPException:
        raise
    except Exception as error:
        # Chunks that break off, a line that died: servers tell it in classes of their own.
        raise BodyTruncated() from error
    if len(raw) > limit:
        raise TooLarge()
    if request.content_length is not None and len(raw) != request.content_length:
        raise BodyTruncated()
    return raw


def read_json() -> Any:
    """The body as strict JSON. Raises `UnsupportedMedia`, `Malformed`, `TooLarge`."""
    if request.mimetype != "application/json":
        raise UnsupportedMedia("请使用 application/json", "Use application/json")
    value = parse_strict(read_bytes())
    if not isinstance(value, dict):
        raise Malformed("内容应为 JSON 对象", "The body must be a JSON object", code="body_not_object")
    return value


def language() -> str:
    """`zh` or `en`, as the caller prefers; Chinese first."""
    return request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")[:2]


def problem_document(error: LuqinError, lang: str, request_id: str) -> dict[str, Any]:
    """The RFC 9457 document of an error."""
    chinese = lang == "zh"
    return {
        "type": "about:blank",
        "status": STATUS[error.kind],
        "code": error.code,
        "title": type(error).zh if chinese else type(error).en,
        "detail": error.detail_zh if chinese else error.detail_en,
        "request_id": request_id,
        "fields": [
            {"pointer": field.pointer, "code": field.code, "message": field.zh if chinese else field.en}
            for field in error.fields
        ],
    }


def json_response(value: Any, status: int = 200, mimetype: str = "application/json") -> Response:
    """A JSON answer made by orjson."""
    return Response(orjson.dumps(value), status=status, mimetype=mimetype)


class PlainJson(DefaultJSONProvider):
    """JSON of the schema-made answers: Chinese as it is, half the size of its escapes; fields in their own order."""

    ensure_ascii = False
    sort_keys = False
    compact = True


def install_http(app: Flask) -> None:
    """Request ids, logs, security headers and error handlers."""
    app.json = PlainJson(app)
    app.config["LUQIN_CONTENT_POLICY"] = content_policy(app.config["LUQIN"])
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(LuqinError, _answer_luqin_error)
    app.register_error_handler(HTTPException, _answer_http_exception)
    app.register_error_handler(Exception, _answer_unexpected)


def check_every_route_declares_access(app: Flask) -> None:
    """Raises RuntimeError naming the routes without a capability."""
    naked = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "luqin_capability")
    ]
    if naked:
        raise RuntimeError("Routes without declared access: " + ", ".join(sorted(naked)))


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else new_id()
    g.started = time.perf_counter()
    if request.path.startswith("/api/"):
        _check_address()


def _check_address() -> None:
    """What no database could store and no client could read is refused before any route looks at it."""
    if "\x00" in request.path or any(
        "\x00" in text for pair in request.args.items(multi=True) for text in pair
    ):
        raise Malformed(
            "地址中有不允许的字符", "The address has a character that is not allowed", code="text_not_allowed"
        )
    accept = request.headers.get("Accept") or "*/*"
    if "*/*" not in accept and request.accept_mimetypes.best_match(OFFERED) is None:
        raise NotAcceptable()


def _finish(response: Response) -> Response:
    request_id = g.get("request_id") or new_id()
    response.headers["X-Request-Id"] = request_id
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    add_security_headers(response)
    _log.info(
        "request",
        request_id=request_id,
        method=request.method,
        # The rule, not the path: no plate, name or id gets into the log through an address.
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        person=g.get("person_id"),
    )
    return response


class MapSettings(Protocol):
    """Where the map's ground may come from; `Settings` has it."""

    @property
    def map_tiles_url(self) -> str | None:
        """Template of a tile service."""

    @property
    def map_pmtiles_url(self) -> str | None:
        """Address of a PMTiles file."""


def content_policy(settings: MapSettings) -> str:
    """What the app's pages may load: nothing from elsewhere but the ground of the map, if the operator names one."""
    addresses = (settings.map_tiles_url, settings.map_pmtiles_url)
    parts = [urlsplit(address) for address in addresses if address]
    hosts = {f" {part.scheme}://{part.netloc.replace('{s}', '*')}" for part in parts if part.netloc}
    ground = "".join(sorted(hosts))
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'{ground}; "
        f"img-src 'self' blob: data:{ground}; media-src 'self' blob:; font-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types luqin"
    )


def add_security_headers(response: Response) -> None:
    """Headers that every answer carries; a route may have set a stricter policy before."""
    response.headers.setdefault("Content-Security-Policy", current_app.config["LUQIN_CONTENT_POLICY"])
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    if current_app.config["LUQIN"].hsts:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _answer_luqin_error(error: LuqinError) -> Response:
    response = json_response(
        problem_document(error, language(), g.request_id), STATUS[error.kind], "application/problem+json"
    )
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    if error.kind is ErrorKind.UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = f'Bearer error="{error.code}"'
    return response


def _answer_http_exception(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400 and error.response is not None:
        return cast(Response, error.response)
    code, zh, en = messages.http_sentence(status)
    document: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "code": code,
        "title": zh if language() == "zh" else en,
        "detail": zh if language() == "zh" else en,
        "request_id": g.get("request_id") or new_id(),
        "fields": [],
    }
    response = json_response(document, status, "application/problem+json")
    for name, value in error.get_headers():
        # What the protocol demands (Allow on 405, Retry-After) survives; the HTML page does not.
        if name.lower() in ("allow", "retry-after", "www-authenticate"):
            response.headers[name] = value
    return response


def _answer_unexpected(error: Exception) -> Response:
    _log.error("unexpected", request_id=g.get("request_id"), exc_info=error)
    code, zh, en = messages.http_sentence(500)
    document: dict[str, Any] = {
        "type": "about:blank",
        "status": 500,
        "code": code,
        "title": zh if language() == "zh" else en,
        "detail": zh if language() == "zh" else en,
        "request_id": g.get("request_id") or new_id(),
        "fields": [],
    }
    return json_response(document, 500, "application/problem+json")
