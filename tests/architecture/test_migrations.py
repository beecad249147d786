"""Migrations form one line, and lead to exactly the tables of the models (that on both databases: integration)."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from backend.kernel.db import metadata
from tests.architecture.source import ROOT


def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def test_there_is_one_head() -> None:
    assert len(_script().get_heads()) == 1


def test_migrations_are_numbered_in_their_order() -> None:
    names = [revision.revision for revision in reversed(list(_script().walk_revisions()))]
    assert [int(name.split("_")[0]) for name in names] == list(range(1, len(names) + 1))


def test_every_constraint_has_a_name_by_which_a_migration_can_reach_it() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []
