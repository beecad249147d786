"""What an officer's thumb does: the screens of the phone as acts."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.photos import PhotoFile, take_photo

PASSWORD = "Luqin-2026"
OFFICER = "020103"
AUXILIARY = "F50101"

# Everything is on the phone: the app's files, the duty data, the code list.
IS_EQUIPPED = """async () => {
  if (!navigator.serviceWorker.controller) return false;
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("luqin");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const count = (store) => new Promise((resolve, reject) => {
    const asked = db.transaction(store).objectStore(store).count();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  try { return (await count("reference")) > 0 && (await count("code_lists")) > 0; } finally { db.close(); }
}"""

# All values of one store; bytes as base64.
READ_STORE = """async (store) => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("luqin");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  try {
    const values = await new Promise((resolve, reject) => {
      const asked = db.transaction(store).objectStore(store).getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const text = (bytes) => {
      let made = "";
      for (const one of new Uint8Array(bytes)) made += String.fromCharCode(one);
      return btoa(made);
    };
    return values.map((value) => value.bytes instanceof ArrayBuffer ? { ...value, bytes: text(value.bytes) } : value);
  } finally { db.close(); }
}"""

# Taps, except those on the keys of the plate keyboard: they are typing.
COUNT_TAPS = """
addEventListener("click", (event) => {
  if (!event.isTrusted || event.target.closest("[data-testid^=plate-key-]")) return;
  sessionStorage.setItem("taps", String(Number(sessionStorage.getItem("taps") ?? 0) + 1));
}, true);
"""


def log_in(page: Page, badge_number: str, password: str = PASSWORD) -> None:
    """Type number and password, and wait for the first screen."""
    page.goto("/login")
    send_credentials(page, badge_number, password)
    expect(page).not_to_have_url(re.compile("/login"))


def send_credentials(page: Page, badge_number: str, password: str) -> None:
    """Fill the form and send it."""
    page.get_by_test_id("badge-number").fill(badge_number)
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("login").click()


def wait_until_equipped(page: Page) -> None:
    """Until the phone holds all that it needs without a network."""
    until(lambda: bool(page.evaluate(IS_EQUIPPED)))


def until(condition: Callable[[], bool], patience_s: float = PATIENCE_MS / 1000) -> None:
    """Ask again and again until it is so. For what no locator can see; raises TimeoutError."""
    deadline = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} did not become true in {patience_s:.0f} s")
        time.sleep(0.05)


def go_to(page: Page, place: str) -> None:
    """One of the four places of the bar: today, records, outbox, me."""
    page.get_by_test_id(f"place-{place}").click()
    expect(page.get_by_test_id(f"place-{place}")).to_have_attribute("aria-current", "page")


def check_in(page: Page) -> None:
    """From Today: check in to the planned shift."""
    page.get_by_test_id("check-in").click()
    expect(page.get_by_test_id("verdict")).to_be_visible()
    page.get_by_test_id("confirm-check-in").click()
    expect(page.get_by_test_id("check-out")).to_be_visible()


def check_out(page: Page) -> None:
    """From Today: check out."""
    page.get_by_test_id("check-out").click()
    page.get_by_test_id("confirm-check-out").click()
    expect(page.get_by_test_id("check-out")).to_have_count(0)


def begin_violation(page: Page) -> None:
    """From the bar to the first step."""
    page.get_by_test_id("record").click()
    page.get_by_test_id("kind-violation").click()


def shoot(page: Page, count: int = 2) -> None:
    """Photos with the camera in the page, each waited for until it lies in the strip."""
    before = shots(page).count()
    for number in range(before + 1, before + count + 1):
        expect(page.get_by_test_id("shoot")).to_be_enabled()
        page.get_by_test_id("shoot").click()
        expect(shots(page)).to_have_count(number)


def choose_files(page: Page, files: list[PhotoFile]) -> None:
    """Photos from the phone's own camera or gallery."""
    before = shots(page).count()
    page.get_by_test_id("photo-file").set_input_files([file.as_payload() for file in files])  # type: ignore[arg-type]  # a FilePayload in all but name
    expect(shots(page)).to_have_count(before + len(files))


def shots(where: Page | Locator) -> Locator:
    """The photos in the strip."""
    return where.locator(".photo-strip__open")


def go_on(page: Page) -> None:
    """The one button to the next step."""
    page.get_by_test_id("next").click()


def type_plate(page: Page, keys: str) -> None:
    """On the keyboard of our own, after the province that stands there already."""
    for key in keys:
        page.get_by_test_id(f"plate-key-{key}").click()


def choose_code(page: Page, search: str, code: str) -> None:
    """Find an offence and tap it."""
    page.get_by_test_id("code-search").fill(search)
    page.get_by_test_id(f"code-{code}").click()


def save(page: Page) -> None:
    """Save, and wait until the phone says that it has it."""
    page.get_by_test_id("save-record").click()
    expect(page.get_by_test_id("saved")).to_contain_text("已存本机")


def record_violation(
    page: Page, *, plate: str, files: list[PhotoFile] | None = None, place: str | None = None
) -> None:
    """A whole record of a motor vehicle, from the bar to Saved, with these or two new photos.

    Files, because a fake camera shows everybody the same pictures, and a photo is its author's alone.
    """
    begin_violation(page)
    choose_files(page, files or [take_photo(), take_photo()])
    go_on(page)
    type_plate(page, plate)
    go_on(page)
    choose_code(page, "1039", "1039")
    if place is not None:
        page.get_by_test_id("place").fill(place)
    save(page)


def outbox_items(page: Page, state: str | None = None) -> Locator:
    """Items of the outbox, all or in one state."""
    items = page.get_by_test_id("outbox-item")
    return items if state is None else page.locator(f'[data-testid="outbox-item"][data-state="{state}"]')


def stored(page: Page, store: str) -> list[dict[str, Any]]:
    """What the phone's own database holds; `bytes` are bytes."""
    values: list[dict[str, Any]] = page.evaluate(READ_STORE, store)
    for value in values:
        if isinstance(value.get("bytes"), str):
            value["bytes"] = base64.b64decode(value["bytes"])
    return values
