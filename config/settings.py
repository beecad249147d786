"""Every knob of Luqin in one place: environment variables with the prefix `LUQIN_`, read once, typed.

Three profiles (`LUQIN_ENV`): `demo` (default; secrets are made once and kept in the data folder),
`production` (refuses to start when a secret is missing, and names it), `test`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
Profile = Literal["demo", "production", "test"]
Word = TypeVar("Word", bound=str)


class SettingsError(Exception):
    """A setting is missing or cannot be read; the message names the variable."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decides. Sizes in bytes, durations in seconds unless the name says otherwise."""

    profile: Profile
    data_dir: Path
    database_url: str
    evidence_url: str | None
    """None: photos on disk under `data_dir/evidence`; otherwise `s3://bucket/prefix`."""
    evidence_options: Mapping[str, str] = field(default_factory=dict)
    pwa_dir: Path
    secret_key: str
    """Signs access tokens and derives refresh tokens."""
    ledger_key_file: Path
    """Ed25519 private key (PEM) that signs heads and receipts."""
    device_enrolment: Literal["open", "code"] = "open"
    access_token_s: int = 600
    refresh_idle_days: int = 14
    refresh_absolute_days: int = 30
    lockout_failures: int = 5
    lockout_s: int = 900
    photo_max_bytes: int = 20 * 1024 * 1024
    photo_max_pixels: int = 40_000_000
    photo_gap_s: int = 10
    arrival_grace_min: int = 10
    late_after_min: int = 24 * 60
    body_max_bytes: int = 4 * 1024 * 1024
    demo_today: date | None = None
    """Pins the last day of the demo branch, for reproducible pictures and tests."""
    map_tiles_url: str | None = None
    map_tiles_datum: Literal["wgs84", "gcj02"] = "wgs84"
    map_pmtiles_url: str | None = None
    map_attribution: str = ""
    log_level: str = "INFO"
    trusted_proxies: int = 0
    """How many reverse proxies stand in front (their X-Forwarded-* headers are believed)."""
    hsts: bool = False

    @property
    def is_demo(self) -> bool:
        """Whether demo accounts may be shown."""
        return self.profile == "demo"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (default: the process environment).

    Raises `SettingsError` naming the variable that is missing or unreadable.
    """
    env = os.environ if environ is None else environ
    profile: Profile = _choice(env, "LUQIN_ENV", "demo", ("demo", "production", "test"))
    data_dir = Path(env.get("LUQIN_DATA_DIR", "var")).resolve()
    return Settings(
        profile=profile,
        data_dir=data_dir,
        database_url=_database_url(env, profile, data_dir),
        evidence_url=env.get("LUQIN_EVIDENCE_URL") or None,
        evidence_options=_evidence_options(env),
        pwa_dir=Path(env.get("LUQIN_PWA_DIR", "pwa/dist")).resolve(),
        secret_key=_secret(env, "LUQIN_SECRET_KEY", profile, data_dir),
        ledger_key_file=_ledger_key_file(env, profile, data_dir),
        device_enrolment=_choice(
            env, "LUQIN_DEVICE_ENROLMENT", "code" if profile == "production" else "open", ("open", "code")
        ),
        access_token_s=_integer(env, "LUQIN_ACCESS_TOKEN_S", 600),
        refresh_idle_days=_integer(env, "LUQIN_REFRESH_IDLE_DAYS", 14),
        refresh_absolute_days=_integer(env, "LUQIN_REFRESH_ABSOLUTE_DAYS", 30),
        lockout_failures=_integer(env, "LUQIN_LOCKOUT_FAILURES", 5),
        lockout_s=_integer(env, "LUQIN_LOCKOUT_S", 900),
        photo_max_bytes=_integer(env, "LUQIN_PHOTO_MAX_BYTES", 20 * 1024 * 1024),
        photo_max_pixels=_integer(env, "LUQIN_PHOTO_MAX_PIXELS", 40_000_000),
        photo_gap_s=_integer(env, "LUQIN_PHOTO_GAP_S", 10, least=0),
        arrival_grace_min=_integer(env, "LUQIN_ARRIVAL_GRACE_MIN", 10, least=0),
        late_after_min=_integer(env, "LUQIN_LATE_AFTER_MIN", 24 * 60),
        body_max_bytes=_integer(env, "LUQIN_BODY_MAX_BYTES", 4 * 1024 * 1024),
        demo_today=_day(env, "LUQIN_DEMO_TODAY"),
        map_tiles_url=env.get("LUQIN_MAP_TILES_URL") or None,
        map_tiles_datum=_choice(env, "LUQIN_MAP_TILES_DATUM", "wgs84", ("wgs84", "gcj02")),
        map_pmtiles_url=env.get("LUQIN_MAP_PMTILES_URL") or None,
        map_attribution=env.get("LUQIN_MAP_ATTRIBUTION", ""),
        log_level=_choice(env, "LUQIN_LOG_LEVEL", "INFO", LOG_LEVELS),
        trusted_proxies=_integer(env, "LUQIN_TRUSTED_PROXIES", 0, least=0),
        hsts=_choice(env, "LUQIN_HSTS", "off", ("on", "off")) == "on",
    )


def _choice(env: Mapping[str, str], name: str, default: Word, allowed: tuple[Word, ...]) -> Word:
    text = env.get(name) or default
    for value in allowed:
        if value == text:
            return value
    raise SettingsError(f"{name} must be one of {', '.join(allowed)}; it is {text!r}.")


def _integer(env: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    text = env.get(name)
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        raise SettingsError(f"{name} must be a whole number; it is {text!r}.") from None
    if value < least:
        raise SettingsError(f"{name} must be at least {least}; it is {value}.")
    return value


def _day(env: Mapping[str, str], name: str) -> date | None:
    text = env.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{name} must be a day like 2026-11-23; it is {text!r}.") from None


def _database_url(env: Mapping[str, str], profile: str, data_dir: Path) -> str:
    url = env.get("LUQIN_DATABASE_URL")
    if url:
        # One driver is shipped for PostgreSQL; operators paste the plain form.
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if profile == "production":
        raise SettingsError("LUQIN_DATABASE_URL is missing: production names its database.")
    return f"sqlite:///{data_dir / 'luqin.db'}"


def _evidence_options(env: Mapping[str, str]) -> dict[str, str]:
    prefix = "LUQIN_EVIDENCE_S3_"
    return {name[len(prefix) :].lower(): value for name, value in env.items() if name.startswith(prefix)}


def _secret(env: Mapping[str, str], name: str, profile: str, data_dir: Path) -> str:
    value = env.get(name)
    if value:
        if profile == "production" and len(value) < 32:
            raise SettingsError(f"{name} is too short for production: at least 32 characters.")
        return value
    if profile == "production":
        raise SettingsError(f"{name} is missing: production has no default secret.")
    return _kept_secret(data_dir / "secrets" / name.removeprefix("LUQIN_").lower())


def _kept_secret(path: Path) -> str:
    """A secret made once and kept beside the data, for demo and test only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Written whole under another name first: a process that starts beside this one never reads half a secret.
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("ascii")


def _ledger_key_file(env: Mapping[str, str], profile: str, data_dir: Path) -> Path:
    value = env.get("LUQIN_LEDGER_KEY_FILE")
    if value:
        return Path(value).resolve()
    if profile == "production":
        raise SettingsError("LUQIN_LEDGER_KEY_FILE is missing: production names the key that signs receipts.")
    return data_dir / "secrets" / "ledger-ed25519.pem"
