"""Alembic's entry: runs on the application's engine, inside its rules for connections."""

from __future__ import annotations

from alembic import context
from flask import current_app

from backend.kernel.db import Instant, metadata, write_connection

if context.is_offline_mode():
    raise SystemExit("Migrations run against a database, not into a script.")


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Migrations stand without the application's code: an instant is a big integer there."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


def run() -> None:
    """Run in one write transaction where the database allows it."""
    configure_args = current_app.extensions["migrate"].configure_args
    with write_connection() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, render_item=render_item, **configure_args
        )
        with context.begin_transaction():
            context.run_migrations()


run()
