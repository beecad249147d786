"""Chromium as phones and desks use it: sizes, permissions, a profile that survives, and its sudden death."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

CHROMIUM = os.environ.get("LUQIN_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
# Date fields speak the language of the browser's own words, where Debian's chromium-l10n brings them.
ENVIRONMENT: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN"}
# A loaded machine is slow; a state that never comes is waited for this long.
PATIENCE_MS = 30_000
XUHUI = {"latitude": 31.1902, "longitude": 121.4372, "accuracy": 9}


def phone_options(position: dict[str, float] | None = None) -> dict[str, Any]:
    """What a phone's browser context is made with; `position` is what its satellites say."""
    return _options(PHONE, position) | {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}


def desk_options() -> dict[str, Any]:
    """What a desk's browser context is made with."""
    return _options(DESK, None)


def _options(size: dict[str, int], position: dict[str, float] | None) -> dict[str, Any]:
    return {
        "viewport": size,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "geolocation": {**XUHUI, **(position or {})},
        "permissions": ["geolocation", "camera"],
    }


def launch(playwright: Playwright, *flags: str) -> Browser:
    """A browser without a profile, for contexts that need not survive."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags], env=ENVIRONMENT)


class Phone:
    """A phone with a profile on disk. `open` starts its browser, `kill` is the battery falling out."""

    def __init__(self, playwright: Playwright, profile: Path, position: dict[str, float]) -> None:
        self._playwright = playwright
        self._profile = profile
        self._options = phone_options(position)
        self._context: BrowserContext | None = None

    def open(self, base_url: str) -> BrowserContext:
        """Start the browser on the profile."""
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self._profile),
            executable_path=CHROMIUM,
            args=list(FLAGS),
            env=ENVIRONMENT,
            base_url=base_url,
            **self._options,
        )
        self._context.set_default_timeout(PATIENCE_MS)
        return self._context

    def kill(self) -> None:
        """SIGKILL to every process of the browser at once. Returns when none of them is left."""
        groups = {os.getpgid(pid) for pid in self._processes()}
        for group in groups:
            os.killpg(group, signal.SIGKILL)
        while self._processes():
            time.sleep(0.02)
        self._context = None

    def close(self) -> None:
        """Close the browser if it runs."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def _processes(self) -> list[int]:
        wanted = f"--user-data-dir={self._profile}".encode()
        return [pid for pid, words in _command_lines() if wanted in words]


def _command_lines() -> Iterator[tuple[int, list[bytes]]]:
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # Ended meanwhile.
        yield int(folder.name), words


@contextmanager
def phone_with_profile(playwright: Playwright, profile: Path, position: dict[str, float]) -> Iterator[Phone]:
    """A phone that is closed when the block ends, however it ends."""
    phone = Phone(playwright, profile, position)
    try:
        yield phone
    finally:
        phone.close()
