"""What the database promises, on both kinds."""

from __future__ import annotations

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from backend.kernel.db import db, metadata


def test_the_migrated_database_has_every_table_of_the_models(app: Flask) -> None:
    assert set(metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_migrating_twice_changes_nothing(app: Flask) -> None:
    upgrade(directory="migrations")
    assert "record" in inspect(db.engine).get_table_names()
