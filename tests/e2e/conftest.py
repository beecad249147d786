"""A real server, a real browser, and a line between them that can fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e.browser import PATIENCE_MS, Phone, desk_options, launch, phone_options, phone_with_profile
from tests.e2e.line import Line, line_to
from tests.e2e.server import ROOT, Server, pwa_dir, serving
from tests.e2e.watch import Watch

RESULTS = ROOT / "test-results" / "e2e"
HISTORY_DAYS = 3
REPORT = pytest.StashKey[pytest.TestReport]()
LOG_TAIL = 6000

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser, which on a loaded machine takes its time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            # One process takes them all: they share a server and a browser.
            item.add_marker(pytest.mark.xdist_group("browser"))
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(240))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Keep the report of the test for its fixtures; what the server wrote stands beside a failure."""
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[REPORT] = report
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        text = server.log.read_text("utf-8", "replace")[-LOG_TAIL:]
        report.sections.append(("what the server wrote last", text))
    return report


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Gunicorn with a small demo branch, loaded by the services that people use."""
    try:
        pwa_dir()
    except FileNotFoundError as missing:
        pytest.fail(str(missing), pytrace=False)
    with serving(tmp_path_factory.mktemp("server"), history_days=HISTORY_DAYS) as running:
        yield running


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """The driver of the browsers."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """One browser for all tests that need no profile of their own."""
    running = launch(driver)
    yield running
    running.close()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """The line to the server, with an address of its own for each test."""
    with line_to(server.port) as made:
        yield made


class Screens:
    """The browser contexts of one test."""

    def __init__(self, browser: Browser, base_url: str, watch: Watch) -> None:
        self._browser = browser
        self._base_url = base_url
        self._watch = watch
        self._contexts: list[BrowserContext] = []

    def phone(self, position: dict[str, float] | None = None) -> Page:
        """A new phone: its own storage, 360 × 780."""
        return self._open(phone_options(position))

    def desk(self) -> Page:
        """A new desk: its own storage, 1280 × 800."""
        return self._open(desk_options())

    def follow(self, context: BrowserContext) -> Page:
        """Watch a context that the test has opened; its first page."""
        context.set_default_timeout(PATIENCE_MS)
        self._watch.follow(context)
        self._contexts.append(context)
        context.on("close", lambda _: self._contexts.remove(context))
        return context.pages[0] if context.pages else context.new_page()

    def close(self) -> None:
        """Close what was opened here."""
        for context in list(self._contexts):
            context.close()

    def photograph(self, folder: Path) -> None:
        """A picture of every page that is still open."""
        pages = [page for context in self._contexts for page in context.pages if not page.is_closed()]
        for number, page in enumerate(pages, 1):
            page.screenshot(path=folder / f"{number}.png", full_page=True)

    def _open(self, options: dict[str, Any]) -> Page:
        return self.follow(self._browser.new_context(base_url=self._base_url, **options))


@pytest.fixture
def watch() -> Watch:
    """What the browsers complain about."""
    return Watch()


@pytest.fixture
def screens(chromium: Browser, line: Line, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Screens]:
    """Phones and desks of one test. Afterwards no browser may have complained."""
    made = Screens(chromium, line.address, watch)
    yield made
    report = request.node.stash.get(REPORT, None)
    if report is not None and report.failed:
        made.photograph(_results_of(request.node.name))
    made.close()
    if report is not None and report.passed:
        assert watch.complaints == []


@pytest.fixture
def phone_in_hand(driver: Playwright, tmp_path: Path) -> Iterator[Callable[[dict[str, float]], Phone]]:
    """Makes the phone with a profile on disk, whose browser can be killed."""
    with ExitStack() as stack:
        yield lambda position: stack.enter_context(phone_with_profile(driver, tmp_path / "profile", position))


def _results_of(name: str) -> Path:
    folder = RESULTS / re.sub(r"[^\w.-]", "_", name)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
