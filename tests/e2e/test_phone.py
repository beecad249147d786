"""What happens on a phone when the street does not behave: lost answers, portals, refusals, two tabs, a colleague."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import on_phone
from tests.e2e.api import Api
from tests.e2e.browser import XUHUI, Phone
from tests.e2e.conftest import Screens
from tests.e2e.line import Line, Passed
from tests.e2e.photos import take_photo
from tests.e2e.server import Server
from tests.e2e.watch import Watch

PUSH = ("POST", "/api/v1/sync/records")
UPLOAD = ("POST", "/api/v1/photos/uploads")
PLACE = "漕溪北路近南丹东路"
SUPERVISOR = "020175"


def equipped_phone(screens: Screens, badge_number: str) -> Page:
    """A phone that somebody has logged in on, with everything on it."""
    page = screens.phone()
    on_phone.log_in(page, badge_number)
    on_phone.wait_until_equipped(page)
    return page


def items_of(pushes: list[Passed]) -> list[str]:
    """The texts of all records in these requests."""
    return [item["body"] for push in pushes for item in json.loads(push.body)["items"]]


def test_a_lost_answer_makes_no_second_record(
    screens: Screens, line: Line, watch: Watch, server: Server
) -> None:
    watch.network_may_fail()
    page = equipped_phone(screens, "020104")
    line.lose_answer(*PUSH)
    on_phone.record_violation(page, plate="AM4401", place=PLACE)
    on_phone.until(lambda: len(line.lost) == 1)
    page.get_by_test_id("to-today").click()
    on_phone.go_to(page, "outbox")
    expect(page.get_by_test_id("show-done")).to_be_visible(timeout=60_000)
    assert len(items_of(line.passed(*PUSH))) == 2
    assert len(set(items_of(line.passed(*PUSH)))) == 1
    found = Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM4401")
    assert [(one["revision"], one["complete"]) for one in found] == [(1, True)]
    assert len(on_phone.stored(page, "receipts")) == 1


def test_the_page_of_a_wifi_is_not_taken_for_the_server(screens: Screens, line: Line, server: Server) -> None:
    page = equipped_phone(screens, "020105")
    line.become_portal()
    on_phone.record_violation(page, plate="AM4402", place=PLACE)
    page.get_by_test_id("to-today").click()
    expect(page.get_by_test_id("strip")).to_contain_text("可能需要登录 Wi-Fi")
    on_phone.go_to(page, "outbox")
    expect(page.get_by_test_id("sync-state")).to_contain_text("记录安全存于本机")
    expect(on_phone.outbox_items(page, "saved")).to_have_count(1)
    line.mend()
    page.get_by_test_id("send-now").click()
    expect(page.get_by_test_id("show-done")).to_be_visible()
    assert len(Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM4402")) == 1


def test_a_refused_record_says_why_and_is_mended(
    screens: Screens, line: Line, watch: Watch, server: Server
) -> None:
    watch.network_may_fail()
    author, gone, other = "020106", "020118", "020107"
    page = equipped_phone(screens, author)
    line.cut()
    record_drink_driving(page, plate="AM4403", second=gone)
    server.set_status(gone, "left")
    try:
        line.mend()
        on_phone.go_to(page, "outbox")
        item = on_phone.outbox_items(page, "needs_attention")
        expect(item).to_contain_text("需处理")
        expect(item.get_by_test_id("item-problem")).to_contain_text("查无此民警，请重新选择")
        item.get_by_test_id("item-mend").click()
        choose_second_officer(page, other)
        on_phone.save(page)
    finally:
        server.set_status(gone, "active")
    page.get_by_test_id("to-today").click()
    on_phone.go_to(page, "outbox")
    expect(page.get_by_test_id("show-done")).to_be_visible()
    expect(on_phone.outbox_items(page, "set_aside")).to_contain_text("已由修改后的记录代替")
    found = Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM4403")
    assert [one["complete"] for one in found] == [True]


def record_drink_driving(page: Page, *, plate: str, second: str) -> None:
    on_phone.begin_violation(page)
    on_phone.choose_files(page, [take_photo(), take_photo()])
    on_phone.go_on(page)
    on_phone.type_plate(page, plate)
    on_phone.go_on(page)
    on_phone.choose_code(page, "1712", "1712")
    page.get_by_test_id("place").fill(PLACE)
    choose_second_officer(page, second)
    on_phone.save(page)
    page.get_by_test_id("to-today").click()


def choose_second_officer(page: Page, badge_number: str) -> None:
    page.get_by_test_id("second-officer").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill(badge_number)
    page.get_by_test_id(f"officer-{badge_number}").click()


def test_a_draft_survives_reload_and_the_death_of_the_browser(
    phone_in_hand: Callable[[dict[str, float]], Phone], screens: Screens, line: Line, watch: Watch
) -> None:
    watch.network_may_fail()
    phone = phone_in_hand(XUHUI)
    page = screens.follow(phone.open(line.address))
    on_phone.log_in(page, "020107")
    on_phone.wait_until_equipped(page)
    line.cut()
    on_phone.begin_violation(page)
    on_phone.choose_files(page, [take_photo()])
    on_phone.go_on(page)
    on_phone.type_plate(page, "BZ80")
    draft_holds(page, "沪BZ80")
    page.reload()
    on_phone.type_plate(page, "91")
    draft_holds(page, "沪BZ8091")
    phone.kill()
    page = screens.follow(phone.open(line.address))
    page.goto("/today")
    page.get_by_test_id("today-draft").click()
    expect(page.locator(".plate-boxes__row")).to_have_text("沪BZ8091")
    page.get_by_test_id("step-photos").click()
    expect(on_phone.shots(page)).to_have_count(1)


def draft_holds(page: Page, plate: str) -> None:
    on_phone.until(
        lambda: [one["value"]["plate"]["text"] for one in on_phone.stored(page, "drafts")] == [plate]
    )


def test_two_tabs_send_each_record_and_photo_once(
    screens: Screens, line: Line, watch: Watch, server: Server
) -> None:
    watch.network_may_fail()
    page = equipped_phone(screens, "020108")
    second = page.context.new_page()
    second.goto("/outbox")
    page.bring_to_front()
    line.cut()
    page.context.set_offline(True)
    for plate in ("AM4404", "AM4405"):
        on_phone.record_violation(page, plate=plate, place=PLACE)
        page.get_by_test_id("to-today").click()
    expect(on_phone.outbox_items(second)).to_have_count(2)
    line.mend()
    page.context.set_offline(False)
    on_phone.go_to(page, "outbox")
    for tab in (page, second):
        expect(tab.get_by_test_id("show-done")).to_contain_text("2", timeout=60_000)
    sent = items_of(line.passed(*PUSH))
    assert len(sent) == len(set(sent)) == 2
    assert len(line.passed(*UPLOAD)) == 4
    assert len(Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM440")) >= 2


def test_logging_out_keeps_what_is_not_sent_for_its_author(
    screens: Screens, line: Line, watch: Watch, server: Server
) -> None:
    watch.network_may_fail()
    watch.may_answer(401)  # Whoever logs out while the phone is still asking for news ends that as well.
    page = equipped_phone(screens, "020109")
    line.cut()
    on_phone.record_violation(page, plate="AM4406", place=PLACE)
    page.get_by_test_id("to-today").click()
    on_phone.go_to(page, "me")
    page.get_by_test_id("log-out").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 条记录还没有上传")
    page.get_by_test_id("log-out-anyway").click()
    expect(page).to_have_url(re.compile("/login"))
    line.mend()
    on_phone.log_in(page, "020110")
    on_phone.go_to(page, "outbox")
    expect(page.get_by_text("还有他人的 1 条待传记录")).to_be_visible()
    expect(on_phone.outbox_items(page)).to_have_count(0)
    expect(page.get_by_test_id("sync-state")).to_contain_text("全部已传")
    assert Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM4406") == []
    on_phone.go_to(page, "me")
    page.get_by_test_id("log-out").click()
    on_phone.log_in(page, "020109")
    on_phone.go_to(page, "outbox")
    expect(page.get_by_test_id("show-done")).to_be_visible()
    found = Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM4406")
    assert [one["author"]["badge_number"] for one in found] == ["020109"]


def test_an_auxiliary_sees_no_violation_and_cannot_take_the_centre(screens: Screens) -> None:
    page = equipped_phone(screens, on_phone.AUXILIARY)
    page.get_by_test_id("record").click()
    expect(page.get_by_test_id("may-not-record")).to_contain_text("违法行为由民警记录")
    expect(page.get_by_test_id("kind-violation")).to_have_count(0)
    on_phone.go_to(page, "today")
    page.get_by_test_id("check-in").click()
    seats = page.get_by_test_id("check-in-sheet")
    expect(seats.get_by_role("radio", name="路中指挥")).to_be_disabled()
    expect(seats.get_by_role("radio", name="路边协管")).to_be_checked()


def test_the_sunlight_theme_is_black_on_white_and_stays(screens: Screens) -> None:
    page = equipped_phone(screens, "020112")
    on_phone.go_to(page, "me")
    page.get_by_test_id("theme").get_by_text("强光").click()
    on_phone.go_to(page, "today")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "sunlight")
    expect(page.locator("main")).to_be_visible()
    colours = page.evaluate(
        "(() => { const style = getComputedStyle(document.querySelector('main'));"
        " return [style.color, getComputedStyle(document.body).backgroundColor]; })()"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_wrong_passwords_are_told_in_words_until_the_account_is_locked(
    screens: Screens, watch: Watch
) -> None:
    watch.may_answer(401, 429)
    page = screens.phone()
    page.goto("/login")
    page.get_by_test_id("login").click()
    expect(page.get_by_text("请输入警号。")).to_be_visible()
    for _ in range(5):
        with page.expect_response("**/auth/login"):
            on_phone.send_credentials(page, "020111", "Wrong-2026")
        expect(page.get_by_test_id("login")).to_be_enabled()
    with page.expect_response("**/auth/login"):
        on_phone.send_credentials(page, "020111", on_phone.PASSWORD)
    expect(page.get_by_test_id("login-problem")).to_have_text(
        re.compile(r"输错次数太多，账号已锁定。请在 1\d分.*后再试")
    )
    expect(page).to_have_url(re.compile("/login"))


@pytest.mark.parametrize("unknown", ["999999", "x' OR '1'='1"])
def test_an_unknown_number_is_told_the_same_as_a_wrong_password(
    screens: Screens, watch: Watch, unknown: str
) -> None:
    watch.may_answer(401)
    page = screens.phone()
    page.goto("/login")
    on_phone.send_credentials(page, unknown, on_phone.PASSWORD)
    expect(page.get_by_text("警号或密码不对")).to_be_visible()
