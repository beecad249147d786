"""Looking at photos: the original, and its thumbnail."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Response, current_app, request

from backend.evidence import queries
from backend.evidence.derived import THUMBNAIL_TYPE
from backend.evidence.queries import PhotoFacts
from backend.evidence.room import EvidenceRoom
from backend.evidence.service import read_original
from backend.identity.access import current_actor
from backend.kernel.db import db
from backend.kernel.errors import NotFound
from backend.kernel.http import Blueprint, requires

blp = Blueprint("photos", __name__, description="照片证据")
BYTES = {"type": "string", "format": "binary"}
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
PhotoAccess = Callable[[str], bool]
"""Whether the caller may read a record that holds this photo; the records package provides it."""


@blp.route("/photos/<string(length=64):sha256>")
@requires("self")
@blp.response(200, BYTES, content_type="image/*", description="原始字节，与封存时逐位相同")
@blp.alt_response(206, schema=BYTES, content_type="image/*", description="所要求的字节范围", success=True)
@blp.alt_response(304, description="与 If-None-Match 相同", success=True)
@blp.alt_response(404, description="没有这张照片，或无权查看")
@blp.alt_response(503, description="photo_damaged：存储的字节已损坏，不予显示")
def get_original(sha256: str) -> Response:
    """The sealed original, byte for byte, hashed again before it is sent. Understands Range and If-None-Match."""
    photo = _readable_photo(sha256)
    if request.if_none_match.contains_weak(sha256):
        return _answer(b"", photo.type, sha256, status=304)
    original = read_original(_room().store, photo)
    return _answer(original, photo.type, f"{sha256}")


@blp.route("/photos/<string(length=64):sha256>/thumbnail")
@requires("self")
@blp.response(200, BYTES, content_type=THUMBNAIL_TYPE, description="长边 512 像素，无 EXIF")
@blp.alt_response(
    206, schema=BYTES, content_type=THUMBNAIL_TYPE, description="所要求的字节范围", success=True
)
@blp.alt_response(304, description="与 If-None-Match 相同", success=True)
@blp.alt_response(404, description="没有这张照片，或无权查看")
@blp.alt_response(422, description="photo_unreadable：图像数据已损坏")
def get_thumbnail(sha256: str) -> Response:
    """At most 512 pixels a side, upright, without any metadata; made when first asked for."""
    photo = _readable_photo(sha256)
    etag = f"{sha256}-thumbnail"
    if request.if_none_match.contains_weak(etag):
        return _answer(b"", THUMBNAIL_TYPE, etag, status=304)
    room = _room()
    made = room.thumbnails.find(sha256)
    if made is None:
        # Nobody waits for the database while a picture is decoded.
        db.session.rollback()
        made = room.thumbnails.make(sha256, read_original(room.store, photo))
    return _answer(made, THUMBNAIL_TYPE, etag)


def _readable_photo(sha256: str) -> PhotoFacts:
    """The photo, for its uploader and for those who may read a record with it; otherwise as if there were none."""
    photo = queries.get_photo(db.session.connection(), sha256)
    if photo.uploaded_by != current_actor().person_id:
        may_read = cast(PhotoAccess | None, current_app.extensions.get("luqin.photo_access"))
        if may_read is None or not may_read(sha256):
            raise NotFound()
    return photo


def _answer(content: bytes, media_type: str, etag: str, *, status: int = 200) -> Response:
    response = Response(content, status=status, mimetype=media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = f'inline; filename="{etag[:16]}.{ENDINGS[media_type]}"'
    # The address names the content, so it never changes; "private": no shared cache may keep evidence.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.set_etag(etag)
    if status == 200:
        response.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
    return response


def _room() -> EvidenceRoom:
    return cast(EvidenceRoom, current_app.extensions["luqin.evidence"])
