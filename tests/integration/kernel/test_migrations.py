"""What the migrations build is what the models say, on both databases."""

from __future__ import annotations

import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import CheckConstraint, inspect

from backend.kernel.db import db, metadata


def test_models_equal_migrations(app: Flask) -> None:
    with db.engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # expression indexes on SQLite cannot be compared; the next test does
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_every_index_of_the_models_is_there(app: Flask) -> None:
    inspector = inspect(db.engine)
    for table in metadata.tables.values():
        there = {index["name"] for index in inspector.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= there, table.name


def test_every_check_of_the_models_is_there(app: Flask) -> None:
    inspector = inspect(db.engine)
    for table in metadata.tables.values():
        wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        there = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert wanted == there, table.name
