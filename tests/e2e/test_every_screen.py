"""Every screen, on a phone and on a desk: usable by everybody, in both languages, without a complaint of the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import on_phone
from tests.e2e.browser import XUHUI, Phone
from tests.e2e.conftest import Screens
from tests.e2e.line import Line
from tests.e2e.server import ROOT
from tests.e2e.tour import TOURS, settled

AXE = ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
HAN = re.compile(r"[\u3400-\u9fff]+")
# The keys of a Chinese plate, the proposed plate, and the name of the other language.
OWN_CHINESE = ".keyboard, .plate-boxes, .plate, [data-testid=language]"

RUN_AXE = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""

READ_TEXTS = """(own) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && !parent.closest(own) && parent.checkVisibility()) found.push(node.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    if (element.closest(own) || !element.checkVisibility()) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt"]) found.push(element.getAttribute(name) ?? "");
  }
  return found;
}"""


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    faults: list[str] = page.evaluate(RUN_AXE)
    return faults


def at_rest(page: Page) -> Page:
    """A page without motion: a colour that is still changing has no contrast to measure."""
    page.emulate_media(reduced_motion="reduce")
    return page


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the screen."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("name", list(TOURS))
def test_every_screen_is_accessible_and_fits(screens: Screens, name: str, size: str) -> None:
    page = at_rest(screens.phone() if size == "phone" else screens.desk())
    tour = TOURS[name]
    on_phone.log_in(page, tour.badge_number)
    faults = []
    for screen in tour.walk(page):
        faults += [f"{screen}: {fault}" for fault in accessibility_faults(page)]
        if scrolls_sideways(page):
            faults.append(f"{screen}: wider than the screen")
    assert faults == []


@pytest.mark.parametrize("theme", ["sunlight", "dark"])
def test_the_other_themes_have_contrast(screens: Screens, theme: str) -> None:
    page = at_rest(screens.phone())
    page.add_init_script(f"localStorage.setItem('luqin.theme', '{theme}')")
    tour = TOURS["street"]
    on_phone.log_in(page, tour.badge_number)
    faults = [fault for _ in tour.walk(page) for fault in accessibility_faults(page)]
    assert faults == []


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_log_in_page_is_accessible_and_fits(screens: Screens, size: str) -> None:
    page = at_rest(screens.phone() if size == "phone" else screens.desk())
    page.goto("/login")
    settled(page)
    assert accessibility_faults(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("name", list(TOURS))
def test_in_english_only_the_data_are_chinese(screens: Screens, line: Line, name: str) -> None:
    page = screens.phone() if name in {"street", "auxiliary"} else screens.desk()
    page.goto("/login")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    tour = TOURS[name]
    on_phone.send_credentials(page, tour.badge_number, on_phone.PASSWORD)
    expect(page).not_to_have_url(re.compile("/login"))
    left = []
    for screen in tour.walk(page):
        texts: list[str] = page.evaluate(READ_TEXTS, OWN_CHINESE)
        data = line.text_of_answers()
        left += [
            f"{screen}: {text.strip()}"
            for text in texts
            if any(word not in data for word in HAN.findall(text)) or "undefined" in text
        ]
    assert left == []


def test_the_app_can_be_installed(
    phone_in_hand: Callable[[dict[str, float]], Phone], screens: Screens, line: Line
) -> None:
    page = screens.follow(phone_in_hand(XUHUI).open(line.address))
    on_phone.log_in(page, "020113")
    on_phone.wait_until_equipped(page)
    devtools = page.context.new_cdp_session(page)
    manifest: dict[str, Any] = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
