"""A walk through every screen: who sees it, how one gets there, when it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e import on_phone

Walk = Callable[[Page], Iterator[str]]


@dataclass(frozen=True)
class Tour:
    """One person's screens. `walk` yields the name of each screen while it stands."""

    badge_number: str
    walk: Walk


def settled(page: Page) -> None:
    """What the screen asks for has come: no skeleton is left, pictures of the interface are there."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def visits(*paths: str) -> Walk:
    """Screens that an address opens."""

    def walk(page: Page) -> Iterator[str]:
        for path in paths:
            page.goto(path)
            settled(page)
            yield path

    return walk


def street(page: Page) -> Iterator[str]:
    """The officer's screens, with a record that is begun and given up again."""
    on_phone.wait_until_equipped(page)
    yield from visits("/today")(page)
    page.get_by_test_id("check-in-unplanned").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "list of posts"
    page.get_by_role("dialog").get_by_role("list").get_by_role("button").first.click()
    expect(page.get_by_test_id("confirm-check-in")).to_be_visible()
    yield "check-in"
    yield from visits("/record")(page)
    page.get_by_test_id("kind-violation").click()
    on_phone.shoot(page)
    yield "photos"
    on_phone.go_on(page)
    on_phone.type_plate(page, "A1")
    yield "plate, half typed"
    on_phone.type_plate(page, "2345")
    on_phone.go_on(page)
    yield "offences"
    on_phone.choose_code(page, "1712", "1712")
    expect(page.get_by_test_id("summary")).to_be_visible()
    yield "check, with what is missing"
    page.get_by_test_id("discard").click()
    yield from visits("/outbox", "/records", "/me", "/repair")(page)
    page.goto("/records")
    page.locator("main").get_by_role("list").get_by_role("link").first.click()
    expect(page.get_by_test_id("receipt")).to_be_visible()
    settled(page)
    yield "my record"


def records(page: Page) -> Iterator[str]:
    """The list with a record beside it, and a record on its own page with its receipt checked."""
    yield from visits("/desk/coverage", "/desk/coverage?view=map", "/desk/figures")(page)
    page.goto("/desk/records?kind=violation&complete=true")
    settled(page)
    yield "records"
    row = page.locator("[data-testid=records] tbody tr, main a.list-row").first
    row.click()
    settled(page)
    yield "record, beside the list or alone"
    whole = page.get_by_role("link", name="打开整页").or_(page.get_by_role("link", name="Open page"))
    if whole.is_visible():
        whole.click()
    page.get_by_test_id("receipt").locator("summary").first.click()
    page.get_by_test_id("receipt-run").click()
    expect(page.get_by_test_id("receipt-held")).to_be_visible()
    settled(page)
    yield "record with its receipt checked"


def roster(page: Page) -> Iterator[str]:
    """The day's duty, and the form to assign somebody."""
    yield from visits("/desk/roster")(page)
    page.locator("main .desk__head .btn--primary").click()
    expect(page.get_by_test_id("assignment-form")).to_be_visible()
    yield "form to assign"


TOURS = {
    "street": Tour("020113", street),
    "auxiliary": Tour("F50101", visits("/today", "/record", "/me")),
    "supervisor": Tour("020175", records),
    "shift leader": Tour("020101", roster),
    "personnel office": Tour(
        "020179", visits("/desk/people", "/desk/people?tab=units", "/desk/people/import")
    ),
    "legal reviewer": Tour("020178", visits("/desk/codes", "/desk/codes/load")),
    "security administrator": Tour("020182", visits("/desk/devices")),
}
