"""The check of the whole ledger at the console: silent where all fits, and it names what does not."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from backend import cli
from backend.kernel.db import db, unit_of_work
from tests.factories.identity import log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.street import Phone


@pytest.fixture
def record_id(app: Flask) -> str:
    branch = make_branch()
    phone = Phone(log_in(app, make_person(unit_id=branch.squad)))
    envelope = phone.check_in(make_post(unit_id=branch.squad))
    phone.push(envelope)
    db.session.rollback()
    return str(envelope["id"])


def run(app: Flask, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setattr(cli, "_app", lambda: app)
    return CliRunner().invoke(cli.cli, words)


def damage(statement: str, **values: object) -> None:
    with unit_of_work():
        assert db.session.connection().execute(text(statement), values).rowcount == 1


def test_a_sound_ledger_passes(app: Flask, record_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(app, monkeypatch, "ledger", "verify")
    assert result.exit_code == 0, result.output
    assert "记录 1" in result.output
    assert "账本核验通过" in result.output


def test_one_changed_byte_of_a_record_is_named(
    app: Flask, record_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage("UPDATE record_revision SET body = body || ' ' WHERE record_id = :id", id=record_id)
    result = run(app, monkeypatch, "ledger", "verify")
    assert result.exit_code == 1
    assert f"record {record_id} 第 1 版）：内容与账本不符" in result.output
    assert "根与重新计算的根不一致" in result.output


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE record_revision SET signature = :bytes WHERE record_id = :id", "内容与账本不符"),
        ("DELETE FROM record_revision WHERE record_id = :id", "内容缺失"),
        ("UPDATE ledger_entry SET leaf_hash = :bytes WHERE subject = :id", "内容与账本不符"),
        ("DELETE FROM ledger_entry WHERE subject = :id", "之内的条目不全"),
    ],
)
def test_other_damage_is_named_too(
    app: Flask, record_id: str, monkeypatch: pytest.MonkeyPatch, statement: str, named: str
) -> None:
    values: dict[str, object] = {"id": record_id}
    damage(statement, **values | ({"bytes": b"\x01" * 32} if ":bytes" in statement else {}))
    result = run(app, monkeypatch, "ledger", "verify")
    assert result.exit_code == 1
    assert named in result.output


def test_a_head_with_a_foreign_signature_is_named(
    app: Flask, record_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = db.session.execute(text("SELECT MAX(size) FROM ledger_head")).scalar_one()
    db.session.rollback()
    damage("UPDATE ledger_head SET signature = :bytes WHERE size = :size", bytes=b"\x01" * 64, size=size)
    result = run(app, monkeypatch, "ledger", "verify")
    assert result.exit_code == 1
    assert f"树头 {size} 的签名无效" in result.output


def test_figures_are_made_anew_from_the_ledger(
    app: Flask, record_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(app, monkeypatch, "statistics", "rebuild")
    assert result.exit_code == 0, result.output
    seq = db.session.execute(text("SELECT seq FROM watermark WHERE consumer = 'statistics'")).scalar_one()
    assert seq == db.session.execute(text("SELECT MAX(size) FROM ledger_head")).scalar_one()
