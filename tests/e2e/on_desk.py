"""What a supervisor's mouse and keyboard do: the screens of the desk as acts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

WHOLE = re.compile(r"^共 (\d+) 条$")


def rows(page: Page, table: str = "records") -> Locator:
    """Lines of a table."""
    return page.get_by_test_id(table).locator("tbody tr")


def count_all(page: Page) -> int:
    """How many records the list has, after everything was read."""
    shown = page.get_by_test_id("shown")
    expect(shown).to_be_visible()
    while not WHOLE.match(text := shown.inner_text()):
        page.locator(".table__foot").get_by_role("button").click()
        expect(shown).not_to_have_text(text)
    found = WHOLE.match(text)
    assert found is not None
    return int(found[1])


def open_screen(page: Page, path: str, title: str) -> None:
    """An address, until its heading stands."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def choose_person(page: Page, field: str, text: str) -> None:
    """Find somebody by name or number in a form, and take the first."""
    page.get_by_test_id(field).fill(text)
    page.get_by_role("dialog").get_by_role("list").get_by_role("button").filter(has_text=text).first.click()
