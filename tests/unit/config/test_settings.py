"""Settings: typed, prefixed, and production refuses to start without its secrets."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from backend.app import create_app
from config import settings as module
from config.settings import Settings, SettingsError, load_settings

SECRET = "a secret of at least thirty-two characters"


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """Everything that production asks for."""
    return {
        "LUQIN_ENV": "production",
        "LUQIN_DATA_DIR": str(tmp_path),
        "LUQIN_DATABASE_URL": f"sqlite:///{tmp_path / 'luqin.db'}",
        "LUQIN_SECRET_KEY": SECRET,
        "LUQIN_LEDGER_KEY_FILE": str(tmp_path / "ledger.pem"),
    }


def test_production_starts_with_everything_it_asks_for(production: dict[str, str]) -> None:
    settings = load_settings(production)
    assert settings.profile == "production"
    assert not settings.is_demo
    assert settings.device_enrolment == "code"


@pytest.mark.parametrize("missing", ["LUQIN_SECRET_KEY", "LUQIN_LEDGER_KEY_FILE", "LUQIN_DATABASE_URL"])
@pytest.mark.parametrize("empty", [True, False])
def test_production_refuses_to_start_and_names_what_is_missing(
    production: dict[str, str], missing: str, empty: bool
) -> None:
    environ = production | {missing: ""} if empty else {k: v for k, v in production.items() if k != missing}
    with pytest.raises(SettingsError, match=f"^{missing} is missing"):
        load_settings(environ)


def test_production_makes_no_secret_of_its_own(production: dict[str, str], tmp_path: Path) -> None:
    del production["LUQIN_SECRET_KEY"]
    with pytest.raises(SettingsError):
        load_settings(production)
    assert list(tmp_path.rglob("*")) == []


def test_production_refuses_a_short_secret(production: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="LUQIN_SECRET_KEY is too short"):
        load_settings(production | {"LUQIN_SECRET_KEY": "x" * 31})


def test_production_refuses_to_start_without_the_file_of_the_ledger_key(production: dict[str, str]) -> None:
    with pytest.raises(Exception, match=r"ledger\.pem"):
        create_app(load_settings(production))


def test_a_demo_makes_its_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    environ = {"LUQIN_DATA_DIR": str(tmp_path)}
    first, second = load_settings(environ), load_settings(environ)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    (kept,) = (tmp_path / "secrets").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(
            pool.map(lambda _: load_settings({"LUQIN_DATA_DIR": str(tmp_path)}).secret_key, range(64))
        )
    assert len(Counter(found)) == 1
    assert len(list((tmp_path / "secrets").iterdir())) == 1


def test_two_installations_never_share_a_secret(tmp_path: Path) -> None:
    one = load_settings({"LUQIN_DATA_DIR": str(tmp_path / "one")})
    other = load_settings({"LUQIN_DATA_DIR": str(tmp_path / "other")})
    assert one.secret_key != other.secret_key


def test_without_any_variable_it_is_a_demo_in_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings({})
    assert settings.is_demo
    assert settings.data_dir == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'luqin.db'}"
    assert settings.device_enrolment == "open"


def test_variables_without_the_prefix_change_nothing(tmp_path: Path) -> None:
    bare = {"LUQIN_DATA_DIR": str(tmp_path)}
    noise = {"SECRET_KEY": "x" * 40, "DATABASE_URL": "sqlite://", "ENV": "production", "LOG_LEVEL": "DEBUG"}
    assert load_settings(bare | noise) == load_settings(bare)


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("LUQIN_ACCESS_TOKEN_S", "60", "access_token_s", 60),
        ("LUQIN_REFRESH_IDLE_DAYS", "7", "refresh_idle_days", 7),
        ("LUQIN_LOCKOUT_FAILURES", "3", "lockout_failures", 3),
        ("LUQIN_PHOTO_MAX_BYTES", "1000", "photo_max_bytes", 1000),
        ("LUQIN_LATE_AFTER_MIN", "30", "late_after_min", 30),
        ("LUQIN_DEMO_TODAY", "2026-10-01", "demo_today", date(2026, 10, 1)),
        ("LUQIN_MAP_TILES_DATUM", "gcj02", "map_tiles_datum", "gcj02"),
        ("LUQIN_MAP_TILES_URL", "", "map_tiles_url", None),
        ("LUQIN_HSTS", "on", "hsts", True),
        ("LUQIN_HSTS", "", "hsts", False),
        ("LUQIN_TRUSTED_PROXIES", "0", "trusted_proxies", 0),
        ("LUQIN_LOG_LEVEL", "ERROR", "log_level", "ERROR"),
        ("LUQIN_EVIDENCE_URL", "s3://photos/x", "evidence_url", "s3://photos/x"),
    ],
)
def test_a_variable_becomes_a_typed_value(
    tmp_path: Path, name: str, text: str, field: str, value: object
) -> None:
    settings = load_settings({"LUQIN_DATA_DIR": str(tmp_path), name: text})
    assert getattr(settings, field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LUQIN_ENV", "staging"),
        ("LUQIN_ACCESS_TOKEN_S", "ten"),
        ("LUQIN_ACCESS_TOKEN_S", "0"),
        ("LUQIN_ACCESS_TOKEN_S", "-600"),
        ("LUQIN_LOCKOUT_FAILURES", "1.5"),
        ("LUQIN_TRUSTED_PROXIES", "-1"),
        ("LUQIN_DEMO_TODAY", "yesterday"),
        ("LUQIN_DEMO_TODAY", "2026-02-30"),
        ("LUQIN_DEVICE_ENROLMENT", "maybe"),
        ("LUQIN_MAP_TILES_DATUM", "bd09"),
        ("LUQIN_HSTS", "true"),
        ("LUQIN_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({"LUQIN_DATA_DIR": str(tmp_path), name: text})


def test_the_plain_form_of_a_postgresql_address_gets_our_driver(tmp_path: Path) -> None:
    environ = {"LUQIN_DATA_DIR": str(tmp_path), "LUQIN_DATABASE_URL": "postgresql://u:p@h/d"}
    assert load_settings(environ).database_url == "postgresql+psycopg://u:p@h/d"


def test_options_of_the_photo_store_are_collected(tmp_path: Path) -> None:
    environ = {"LUQIN_DATA_DIR": str(tmp_path), "LUQIN_EVIDENCE_S3_ENDPOINT": "http://store:8333"}
    assert load_settings(environ).evidence_options == {"endpoint": "http://store:8333"}


def test_settings_cannot_be_changed_afterwards(tmp_path: Path) -> None:
    settings = load_settings({"LUQIN_DATA_DIR": str(tmp_path)})
    with pytest.raises(AttributeError):
        settings.secret_key = "other"  # type: ignore[misc]  # that is the point


def test_every_setting_can_be_read_from_the_environment() -> None:
    source = Path(module.__file__).read_text("utf-8")
    reader = source[source.index("def load_settings") :]
    assert [field.name for field in fields(Settings) if f"{field.name}=" not in reader] == []


def test_the_environment_is_read_when_nothing_else_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("LUQIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LUQIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LUQIN_PHOTO_GAP_S", "77")
    assert load_settings().photo_gap_s == 77
