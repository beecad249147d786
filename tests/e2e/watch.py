"""Listens to what a browser complains about: errors in scripts, refusals of the content policy, failed requests."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

# Policy violations that a page does not print are printed here.
POLICY_SCRIPT = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`));
"""
NO_NETWORK = re.compile(
    r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|FAILED)"
)
STATUS = re.compile(r"the server responded with a status of (\d{3})")


class Watch:
    """Collects complaints of contexts; `complaints` are those that no test has announced."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._network_may_fail = False
        self._statuses: set[int] = set()

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of the context, from its first script on."""
        context.add_init_script(POLICY_SCRIPT)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("page", self._on_page)
        for page in context.pages:
            self._on_page(page)

    def network_may_fail(self) -> None:
        """The test takes the network away: the browser prints what it could not fetch."""
        self._network_may_fail = True

    def may_answer(self, *statuses: int) -> None:
        """The test provokes these answers: the browser prints them in red."""
        self._statuses.update(statuses)

    @property
    def complaints(self) -> list[str]:
        """What nobody expected."""
        return [text for text in self._heard if not self._is_expected(text)]

    def _is_expected(self, text: str) -> bool:
        status = STATUS.search(text)
        if status:
            return int(status[1]) in self._statuses
        return self._network_may_fail and NO_NETWORK.search(text) is not None

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._heard.append(f"not caught: {error.error}")

    def _on_page(self, page: Page) -> None:
        page.on("crash", lambda _: self._heard.append("the page crashed"))
