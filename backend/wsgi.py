"""The WSGI application that gunicorn loads: `backend.wsgi:app`."""

from __future__ import annotations

from backend.app import create_app

app = create_app()
