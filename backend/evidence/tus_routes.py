"""The door for photos: resumable upload by tus 1.0 (https://tus.io/protocols/resumable-upload).

Extensions: creation, creation-with-upload, checksum, expiration, termination. A complete photo is also an upload by
its hash (`/photos/uploads/<sha256>`), so that an answer that got lost can be asked for at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, cast

from flask import Response, current_app, g, request
from werkzeug.exceptions import ClientDisconnected, LengthRequired

from backend.evidence import queries, tus, tus_doc
from backend.evidence.errors import ChunkDamaged, PhotoSealed, TusVersionUnsupported, UploadTooLarge
from backend.evidence.queries import PhotoFacts
from backend.evidence.receiving import Body
from backend.evidence.room import EvidenceRoom
from backend.evidence.uploads import Upload
from backend.identity.access import current_actor
from backend.kernel.db import db
from backend.kernel.errors import NotFound, UnsupportedMedia
from backend.kernel.http import PUBLIC, Blueprint, json_response, language, problem_document, requires

blp = Blueprint("uploads", __name__, description="照片上传（tus 1.0 断点续传）")
UPLOADS = "/photos/uploads"
UPLOAD = "/photos/uploads/<upload_id>"
OWN_OPTIONS: dict[str, Any] = {"provide_automatic_options": False}
SILENCE_S = 30
"""A line that brings no byte for so long is dead; what arrived is kept and the phone goes on when it can."""


@blp.route(UPLOADS, methods=["OPTIONS"], **OWN_OPTIONS)
@requires(PUBLIC)
@blp.response(204, description="支持的协议版本、扩展与大小", headers=tus_doc.SPOKEN)
def get_options() -> Response:
    """What this server speaks: tus version, extensions, checksums, largest photo."""
    return _answer(
        204,
        {
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Checksum-Algorithm": ",".join(tus.CHECKSUMS),
            "Tus-Max-Size": _room().max_bytes,
        },
    )


@blp.route(UPLOADS, methods=["POST"], **OWN_OPTIONS)
@requires("record.write")
@blp.doc(**tus_doc.CREATE)
@blp.response(201, description="已创建", headers=tus_doc.LOCATION | tus_doc.ARRIVED | tus_doc.EXPIRES)
@blp.alt_response(413, description="超过允许的大小")
@blp.alt_response(422, description="photo_hash_mismatch、photo_not_an_image 等")
def create_upload() -> Response:
    """Announce a photo (`Upload-Length`, `Upload-Metadata` with `sha256`); its bytes may come along at once."""
    _check_version()
    length = tus.read_length(request.headers.get("Upload-Length"), _room().max_bytes)
    metadata = tus.read_metadata(request.headers.get("Upload-Metadata"))
    sha256 = tus.read_claim(metadata)
    if request.content_length or request.headers.get("Transfer-Encoding"):
        return _create_with_bytes(sha256, length, metadata)
    photo = queries.find_photo(db.session.connection(), sha256)
    if photo is not None and photo.size == length:
        return _created(sha256, length)
    db.session.rollback()
    actor = current_actor()
    upload = _room().reception.shelf.create(
        person_id=actor.person_id, device_id=actor.device_id, sha256=sha256, length=length, metadata=metadata
    )
    return _created(upload.id, 0, upload.expires_at)


def _create_with_bytes(sha256: str, length: int, metadata: dict[str, str]) -> Response:
    actor, reception = current_actor(), _room().reception
    with _body() as body:
        if body.length > length:
            raise UploadTooLarge()
        if body.length == length:
            reception.receive_whole(body, sha256=sha256, person_id=actor.person_id, device_id=actor.device_id)
            return _created(sha256, length)
        upload = reception.receive_first_part(
            body,
            sha256=sha256,
            length=length,
            metadata=metadata,
            person_id=actor.person_id,
            device_id=actor.device_id,
        )
    return _created(upload.id, upload.offset, upload.expires_at)


@blp.route(UPLOAD, methods=["HEAD"], **OWN_OPTIONS)
@requires("record.write")
@blp.doc(**tus_doc.VERSIONED)
@blp.response(200, description="已收到多少", headers=tus_doc.STATE | tus_doc.EXPIRES)
def get_upload(upload_id: str) -> Response:
    """How many bytes have arrived and count."""
    _check_version()
    found = _find(upload_id)
    if isinstance(found, PhotoFacts):
        metadata = {"sha256": found.sha256, "filetype": found.type}
        return _state(200, offset=found.size, length=found.size, metadata=metadata)
    expires_at = None if found.done else found.expires_at
    return _state(
        200, offset=found.offset, length=found.length, metadata=found.metadata, expires_at=expires_at
    )


@blp.route(UPLOAD, methods=["PATCH"], **OWN_OPTIONS)
@requires("record.write")
@blp.doc(**tus_doc.APPEND)
@blp.response(204, description="已收下", headers=tus_doc.ARRIVED | tus_doc.EXPIRES)
@blp.alt_response(409, description="upload_offset_mismatch 或 upload_busy")
@blp.alt_response(413, description="超过声明的大小")
@blp.alt_response(422, description="photo_hash_mismatch、photo_not_an_image 等；此上传已作废")
def append_to_upload(upload_id: str) -> Response:
    """Bytes from `Upload-Offset` on. With the last one the photo is checked, sealed and entered in the ledger."""
    _check_version()
    offset = tus.read_offset(request.headers.get("Upload-Offset"))
    found = _find(upload_id)
    if isinstance(found, Upload) and found.done:
        found = queries.get_photo(db.session.connection(), found.sha256)
    with _body() as body:
        reception = _room().reception
        if isinstance(found, PhotoFacts):
            reception.repeat_part(found, body, offset=offset)
            return _state(204, offset=found.size)
        moved = reception.receive_part(found, body, offset=offset)
    return _state(204, offset=moved.offset, expires_at=None if moved.done else moved.expires_at)


@blp.route(UPLOAD, methods=["DELETE"], **OWN_OPTIONS)
@requires("record.write")
@blp.doc(**tus_doc.VERSIONED)
@blp.response(204, description="未完成的上传已取消")
@blp.alt_response(403, description="照片已封存，不能删除")
def cancel_upload(upload_id: str) -> Response:
    """Forget an unfinished upload. A complete photo is sealed and stays."""
    _check_version()
    found = _find(upload_id)
    if isinstance(found, PhotoFacts) or found.done:
        raise PhotoSealed()
    shelf = _room().reception.shelf
    with shelf.hold(found) as (current, _):
        if current.done:
            raise PhotoSealed()
        shelf.remove(current)
    return _answer(204, {})


@blp.route(UPLOAD, methods=["POST"], **OWN_OPTIONS)
@requires("record.write")
@blp.doc(**tus_doc.OVERRIDE)
@blp.response(204, description="所指方法的答复")
@blp.alt_response(200, description="以 HEAD 相问时", success=True)
def override_method(upload_id: str) -> Response:
    """For networks that let only GET and POST through: `X-HTTP-Method-Override` names the method that is meant."""
    views: dict[str, Callable[[str], Response]] = {
        "PATCH": append_to_upload,
        "HEAD": get_upload,
        "DELETE": cancel_upload,
    }
    view = views.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    if view is None:
        raise NotFound()
    return view(upload_id)


@blp.errorhandler(ChunkDamaged)
def answer_damaged_chunk(error: ChunkDamaged) -> Response:
    """tus has a status of its own for this."""
    document = problem_document(error, language(), g.request_id) | {"status": 460}
    return json_response(document, 460, "application/problem+json")


@blp.after_request
def add_protocol_headers(response: Response) -> Response:
    """Every answer names the version; a refused version learns the right one."""
    response.headers["Tus-Resumable"] = tus.VERSION
    if response.status_code == 412:
        response.headers["Tus-Version"] = tus.VERSION
    return response


def _check_version() -> None:
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise TusVersionUnsupported()


def _find(upload_id: str) -> Upload | PhotoFacts:
    """The caller's own upload, or the complete photo of that hash. Raises `NotFound`."""
    if tus.is_hash(upload_id):
        return queries.get_photo(db.session.connection(), upload_id)
    return _room().reception.shelf.get(current_actor().person_id, upload_id)


@contextmanager
def _body() -> Iterator[Body]:
    """The request's body as a stream of announced length. No database connection is held while it arrives."""
    if request.mimetype != tus.CHUNK_TYPE:
        raise UnsupportedMedia(f"请使用 {tus.CHUNK_TYPE}", f"Use {tus.CHUNK_TYPE}")
    if request.headers.get("Transfer-Encoding"):
        # Only an announced length can be compared with what came.
        raise LengthRequired()
    checksum = tus.read_checksum(request.headers.get("Upload-Checksum"))
    db.session.rollback()
    line = request.environ.get("gunicorn.socket")
    if line is not None:
        line.settimeout(SILENCE_S)
    try:
        yield Body(_read, request.content_length or 0, checksum)
    finally:
        if line is not None:
            line.settimeout(None)


def _read(count: int) -> bytes:
    try:
        return request.stream.read(count)
    except ClientDisconnected:
        return b""


def _created(name: str, offset: int, expires_at: int | None = None) -> Response:
    response = _state(201, offset=offset, expires_at=expires_at)
    response.headers["Location"] = f"{request.path}/{name}"
    return response


def _state(
    status: int,
    *,
    offset: int,
    length: int | None = None,
    metadata: dict[str, str] | None = None,
    expires_at: int | None = None,
) -> Response:
    headers: dict[str, object] = {"Upload-Offset": offset}
    if length is not None:
        headers["Upload-Length"] = length
    if metadata:
        headers["Upload-Metadata"] = tus.format_metadata(metadata)
    if expires_at is not None:
        moment = datetime.fromtimestamp(expires_at / 1000, UTC)
        headers["Upload-Expires"] = format_datetime(moment, usegmt=True)
    return _answer(status, headers)


def _answer(status: int, headers: dict[str, object]) -> Response:
    response = Response(status=status)
    for name, value in headers.items():
        response.headers[name] = str(value)
    response.headers["Cache-Control"] = "no-store"
    return response


def _room() -> EvidenceRoom:
    return cast(EvidenceRoom, current_app.extensions["luqin.evidence"])
