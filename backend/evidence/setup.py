"""What evidence needs from the settings when the application starts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_smorest import Api

from backend.evidence import routes, tus_routes
from backend.evidence.room import EvidenceRoom, open_room
from backend.evidence.service import OnStored
from backend.ledger.receipts import Signer


def install(
    app: Flask,
    api: Api,
    *,
    prefix: str,
    data_dir: Path,
    url: str | None,
    options: Mapping[str, str],
    signer: Signer,
    max_bytes: int,
    max_pixels: int,
    on_stored: OnStored | None = None,
) -> EvidenceRoom:
    """Open the evidence room and register its routes; the room is also `app.extensions["luqin.evidence"]`."""
    room = open_room(
        data_dir=data_dir,
        url=url,
        options=options,
        signer=signer,
        max_bytes=max_bytes,
        max_pixels=max_pixels,
        on_stored=on_stored,
    )
    app.extensions["luqin.evidence"] = room
    api.register_blueprint(tus_routes.blp, url_prefix=prefix)
    api.register_blueprint(routes.blp, url_prefix=prefix)
    return room
