"""Takes the pictures of the README from a running demo: `python -m tests.e2e.screenshots [--at HH:MM] [--days N]`.

At night the board is nearly empty; `--at` lets server and browser live at that time of the day (needs Debian's
`faketime`). The pictures go to docs/pictures, small enough to be kept beside the text.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e import on_desk, on_phone
from tests.e2e.api import Api
from tests.e2e.browser import PATIENCE_MS, desk_options, launch, phone_options
from tests.e2e.line import Line, line_to
from tests.e2e.photos import street_film
from tests.e2e.server import ROOT, Server, serving
from tests.e2e.tour import settled

PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 150_000
COLOURS = (256, 128, 64, 32)
OFFICER, SUPERVISOR, SHIFT_LEADER = "020103", "020175", "020101"
SHANGHAI = timedelta(hours=8)


def main() -> None:
    """Serve a demo of its own, walk through it, keep the pictures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--at", help="time of the day in Shanghai, e.g. 10:20")
    arguments.add_argument("--days", type=int, default=90, help="days of history in the demo (90)")
    chosen = arguments.parse_args()
    moment = None if chosen.at is None else today_at(chosen.at)
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder:
        say("Loading the demo branch (about a minute)")
        film = Path(folder) / "street.mjpeg"
        film.write_bytes(street_film())
        with (
            serving(Path(folder) / "data", history_days=chosen.days, moment=moment) as server,
            line_to(server.port) as line,
            sync_playwright() as driver,
        ):
            browser = launch(driver, f"--use-file-for-fake-video-capture={film}")
            take_pictures(Camera(browser, line, moment), server)
            browser.close()


def today_at(clock: str) -> datetime:
    """The instant of a time of today in Shanghai."""
    if shutil.which("faketime") is None:
        sys.exit("--at needs the program faketime: apt-get install faketime")
    hour, minute = (int(part) for part in clock.split(":"))
    local = (datetime.now(UTC) + SHANGHAI).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local - SHANGHAI


class Camera:
    """Opens screens and keeps pictures of them."""

    def __init__(self, browser: Browser, line: Line, moment: datetime | None) -> None:
        self._browser = browser
        self.line = line
        self._moment = moment

    @contextmanager
    def phone(self, position: dict[str, float] | None = None, theme: str = "light") -> Iterator[Page]:
        """A phone."""
        with self._opened(
            self._browser.new_context(base_url=self.line.address, **phone_options(position))
        ) as page:
            page.add_init_script(f"localStorage.setItem('luqin.theme', '{theme}')")
            yield page

    @contextmanager
    def desk(self) -> Iterator[Page]:
        """A desk."""
        with self._opened(self._browser.new_context(base_url=self.line.address, **desk_options())) as page:
            yield page

    @contextmanager
    def _opened(self, context: BrowserContext) -> Iterator[Page]:
        context.set_default_timeout(PATIENCE_MS)
        if self._moment is not None:
            context.clock.install(time=self._moment)
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")
        yield page
        context.close()

    def take(self, page: Page, name: str) -> None:
        """Keep what is on the screen as docs/pictures/NAME.png."""
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        data = compact(page.screenshot())
        (PICTURES / f"{name}.png").write_bytes(data)
        say(f"{name}.png  {len(data) / 1000:.0f} kB")


def compact(png: bytes) -> bytes:
    """The same picture in as many colours as its size allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def take_pictures(camera: Camera, server: Server) -> None:
    """Every picture."""
    position = position_of_post(server)
    with camera.phone(position) as page:
        a_shift(page, camera)
    with camera.phone(position, theme="sunlight") as page:
        on_phone.log_in(page, OFFICER)
        expect(page.get_by_test_id("duty-card")).to_be_visible()
        camera.take(page, "phone-today-sunlight")
    with camera.desk() as page:
        the_desk(page, camera)
    with camera.desk() as page:
        on_phone.log_in(page, SHIFT_LEADER)
        on_desk.open_screen(page, "/desk/roster", "岗位与勤务")
        settled(page)
        camera.take(page, "desk-roster")
    with camera.phone() as page:
        on_phone.log_in(page, SUPERVISOR)
        for name, path in (
            ("coverage", "/desk/coverage"),
            ("records", "/desk/records"),
            ("figures", "/desk/figures"),
        ):
            page.goto(path)
            settled(page)
            camera.take(page, f"phone-desk-{name}")


def position_of_post(server: Server) -> dict[str, float]:
    """A few steps from where the officer is planned."""
    reference = Api(server.port, OFFICER).get("/sync/reference")
    now = reference["server_time"]
    shift = next(one for one in reference["assignments"] if one["starts_at"] <= now < one["ends_at"])
    post = next(one for one in reference["posts"] if one["id"] == shift["post"]["id"])
    return {"latitude": post["lat"] + 0.0001, "longitude": post["lon"], "accuracy": 9}


def a_shift(page: Page, camera: Camera) -> None:
    """Log in, check in, record one violation online and one offline, look at the receipt."""
    page.goto("/login")
    settled(page)
    camera.take(page, "phone-login")
    on_phone.log_in(page, OFFICER)
    on_phone.wait_until_equipped(page)
    on_phone.check_in(page)
    expect(page.get_by_test_id("nothing-waits")).to_be_visible()
    expect(page.get_by_test_id("toast")).to_be_visible()
    expect(page.get_by_test_id("toast")).to_have_count(0)
    camera.take(page, "phone-today")
    a_violation(page, camera)
    page.get_by_test_id("record-again").click()
    page.context.set_offline(True)
    camera.line.cut()
    a_violation_offline(page)
    on_phone.go_to(page, "outbox")
    expect(on_phone.outbox_items(page, "saved")).to_have_count(1)
    camera.take(page, "phone-outbox-offline")
    camera.line.mend()
    page.context.set_offline(False)
    expect(on_phone.outbox_items(page)).to_have_count(0)
    on_phone.go_to(page, "records")
    camera.take(page, "phone-records")
    page.locator("main").get_by_role("link").filter(has_text="沪A12345").first.click()
    expect(page.get_by_test_id("receipt-ok")).to_be_visible()
    page.get_by_test_id("receipt").scroll_into_view_if_needed()
    camera.take(page, "phone-record-receipt")


def a_violation(page: Page, camera: Camera) -> None:
    """Four steps, a picture of each."""
    on_phone.begin_violation(page)
    on_phone.shoot(page, 1)
    # A standing vehicle is photographed twice, ten seconds apart.
    expect(page.get_by_text("可以拍下一张了")).to_be_visible()
    on_phone.shoot(page, 1)
    camera.take(page, "phone-violation-photos")
    on_phone.go_on(page)
    on_phone.type_plate(page, "A12345")
    camera.take(page, "phone-violation-plate")
    on_phone.go_on(page)
    page.get_by_test_id("code-search").fill("停放")
    camera.take(page, "phone-violation-offence")
    page.get_by_test_id("code-1039").click()
    expect(page.get_by_test_id("summary")).to_be_visible()
    camera.take(page, "phone-violation-check")
    on_phone.save(page)
    camera.take(page, "phone-saved")


def a_violation_offline(page: Page) -> None:
    """Another one, kept on the phone."""
    on_phone.shoot(page)
    on_phone.go_on(page)
    on_phone.type_plate(page, "BD52077")
    on_phone.go_on(page)
    on_phone.choose_code(page, "1625", "1625")
    on_phone.save(page)
    page.get_by_test_id("to-today").click()


def the_desk(page: Page, camera: Camera) -> None:
    """What a supervisor sees."""
    on_phone.log_in(page, SUPERVISOR)
    for name, path in (
        ("coverage", "/desk/coverage"),
        ("records", "/desk/records?kind=violation"),
        ("figures", "/desk/figures"),
    ):
        page.goto(path)
        settled(page)
        camera.take(page, f"desk-{name}")
    page.goto("/desk/records?q=沪A12345")
    on_desk.rows(page).first.click()
    page.get_by_role("link", name="打开整页").click()
    settled(page)
    expect(on_phone.shots(page)).to_have_count(2)
    camera.take(page, "desk-record")
    page.get_by_test_id("receipt").locator("summary").first.click()
    page.get_by_test_id("receipt-run").click()
    expect(page.get_by_test_id("receipt-held")).to_be_visible()
    camera.take(page, "desk-receipt")


def say(text: str) -> None:
    """Progress for whoever waits."""
    print(f"==> {text}", flush=True)


if __name__ == "__main__":
    main()
