"""The desk: the board, the records behind every figure, the roster, and what administrators do."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from tests.e2e import on_desk, on_phone
from tests.e2e.api import Api
from tests.e2e.conftest import Screens
from tests.e2e.line import Line
from tests.e2e.server import ROOT, Server
from tests.e2e.watch import Watch

SHIFT_LEADER, COMMAND_OFFICE, SUPERVISOR = "020101", "020174", "020175"
LEGAL_REVIEWER, PERSONNEL_OFFICE, SECURITY_ADMIN = "020178", "020179", "020182"
CODE_FILE = ROOT / "backend" / "violations" / "data" / "violation_codes.csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_for(page: Page) -> dict[str, str]:
    """The filters in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_coverage_shows_every_post_on_map_and_list(screens: Screens) -> None:
    page = screens.desk()
    on_phone.log_in(page, SUPERVISOR)
    on_desk.open_screen(page, "/desk/coverage", "今日态势")
    cards = page.get_by_test_id("board").get_by_role("listitem").filter(has=page.locator(".post-card__open"))
    expect(cards.first).to_be_visible()
    markers = page.locator("[data-marker]")
    expect(markers).to_have_count(cards.count())
    expect(page.get_by_test_id("counts")).to_contain_text(f"{cards.count()} 个岗位")
    planned = cards.filter(has_text="—").filter(has=page.locator(".seat")).first
    name = planned.locator(".post-card__name").inner_text()
    planned.locator(".post-card__open").click()
    panel = page.get_by_test_id("post-panel")
    expect(panel).to_contain_text(name)
    assert "post" in asked_for(page)
    panel.get_by_role("link", name="查看本岗位今日记录").click()
    expect(page).to_have_url(re.compile(r"/desk/records\?post=.+&from=.+&to="))


def test_coverage_on_a_phone_is_a_list_with_a_map_beside_it(screens: Screens) -> None:
    page = screens.phone()
    on_phone.log_in(page, SUPERVISOR)
    on_desk.open_screen(page, "/desk/coverage", "今日态势")
    expect(page.get_by_test_id("board")).to_be_visible()
    page.get_by_role("tab", name="地图").click()
    expect(page.locator("[data-marker]").first).to_be_visible()
    assert asked_for(page)["view"] == "map"
    page.reload()
    expect(page.locator("[data-marker]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_coverage_follows_a_check_in_by_itself(screens: Screens) -> None:
    desk = screens.desk()
    desk.clock.install()
    on_phone.log_in(desk, SHIFT_LEADER)
    on_desk.open_screen(desk, "/desk/coverage", "今日态势")
    phone = screens.phone()
    on_phone.log_in(phone, on_phone.AUXILIARY)
    name = phone.get_by_test_id("duty-card").get_by_role("heading").inner_text()
    seat = desk.locator(".post-card").filter(has_text=name).locator(".seat").filter(has_text="路边协管")
    expect(seat).to_be_visible()
    expect(seat).not_to_contain_text("定位")
    on_phone.check_in(phone)
    everything_is_sent(phone)
    desk.clock.fast_forward(16_000)
    expect(seat).to_contain_text("孙俊杰")
    expect(seat).to_contain_text("定位")
    on_phone.check_out(phone)
    everything_is_sent(phone)
    desk.clock.fast_forward(16_000)
    expect(seat).not_to_contain_text("定位")


def everything_is_sent(phone: Page) -> None:
    on_phone.go_to(phone, "outbox")
    expect(phone.get_by_test_id("show-done")).to_be_visible()
    expect(on_phone.outbox_items(phone)).to_have_count(0)
    on_phone.go_to(phone, "today")


def test_record_filters_live_in_the_address_and_the_keyboard_opens_records(screens: Screens) -> None:
    page = screens.desk()
    on_phone.log_in(page, SUPERVISOR)
    on_desk.open_screen(page, "/desk/records", "现场记录")
    page.get_by_role("button", name="近7天").click()
    page.get_by_test_id("filter-kind").select_option("violation")
    expect(on_desk.rows(page).first).to_contain_text("违法")
    every = page.get_by_test_id("shown").inner_text()
    page.keyboard.press("/")
    expect(page.get_by_test_id("filter-q")).to_be_focused()
    page.keyboard.type("停放")
    expect(page.get_by_test_id("shown")).not_to_have_text(every)
    filters = asked_for(page)
    assert (filters["kind"], filters["q"]) == ("violation", "停放")
    page.reload()
    expect(page.get_by_test_id("filter-q")).to_have_value("停放")
    expect(page.get_by_test_id("filter-kind")).to_have_value("violation")
    on_desk.rows(page).first.focus()
    page.keyboard.press("ArrowDown")
    second = on_desk.rows(page).nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(on_phone.shots(page.get_by_test_id("record-panel")).first).to_be_visible()
    assert asked_for(page)["open"] == second.get_attribute("data-key")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("record-panel")).to_have_count(0)


def test_a_record_shows_photos_position_and_history(screens: Screens) -> None:
    page = screens.desk()
    on_phone.log_in(page, SUPERVISOR)
    page.goto("/desk/records?kind=violation&complete=true")
    on_desk.rows(page).first.click()
    page.get_by_test_id("record-panel").get_by_role("link", name="打开整页").click()
    expect(on_phone.shots(page)).to_have_count(2)
    expect(on_phone.shots(page).first.locator("img")).to_be_visible()
    expect(page.locator("[data-marker], .map-circle").first).to_be_visible()
    page.get_by_test_id("receipt").locator("summary").first.click()
    page.get_by_test_id("receipt-run").click()
    expect(page.get_by_test_id("receipt-held")).to_be_visible()


@pytest.mark.parametrize("table", ["table-day", "table-unit", "table-code_group"])
def test_every_figure_opens_exactly_its_records(screens: Screens, table: str) -> None:
    page = screens.desk()
    on_phone.log_in(page, COMMAND_OFFICE)
    on_desk.open_screen(page, "/desk/figures", "统计")
    expect(page.get_by_test_id(table)).to_be_visible()
    links = page.get_by_test_id(table).locator("tbody td.end a")
    figures = [
        (int(link.inner_text()), link.get_attribute("href") or "") for link in (links.first, links.last)
    ]
    for figure, address in figures:
        page.goto(address)
        assert on_desk.count_all(page) == figure


def test_post_hours_open_their_check_ins(screens: Screens) -> None:
    page = screens.desk()
    on_phone.log_in(page, COMMAND_OFFICE)
    on_desk.open_screen(page, "/desk/figures", "统计")
    page.get_by_test_id("table-hours").locator("tbody td.end a").first.click()
    expect(page.get_by_test_id("filter-kind")).to_have_value("check_in")
    expect(on_desk.rows(page).first).to_contain_text("到岗")


def test_the_roster_refuses_at_the_field_then_assigns_and_cancels(
    screens: Screens, watch: Watch, server: Server
) -> None:
    watch.may_answer(422, 409)
    page = screens.desk()
    on_phone.log_in(page, SHIFT_LEADER)
    on_desk.open_screen(page, "/desk/roster", "岗位与勤务")
    page.get_by_role("button", name="后一天").click()
    page.get_by_role("button", name="安排勤务", exact=True).click()
    form = page.get_by_test_id("assignment-form")
    page.get_by_test_id("assign-post").select_option(index=1)
    on_desk.choose_person(page, "assign-person", "F50108")
    set_times(form, "04:30", "05:30")
    page.get_by_test_id("assign").click()
    expect(form.locator(".field", has_text="席位").locator(".field__error")).to_contain_text("民警")
    form.get_by_role("radio", name="路边协管").check(force=True)
    on_desk.choose_person(page, "assign-supervisor", "020115")
    page.get_by_test_id("assign").click()
    expect(form).to_have_count(0)
    bar = page.get_by_role("button", name=re.compile("04:30")).first
    bar.click()
    page.get_by_test_id("cancel-shift").click()
    expect(page.get_by_test_id("cancel-confirm")).to_be_disabled()
    page.get_by_test_id("cancel-reason").fill("天气原因，撤回")
    page.get_by_test_id("cancel-confirm").click()
    expect(page.get_by_test_id("assignment-panel")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("04:30"))).to_have_count(0)


def set_times(form: Locator, starts: str, ends: str) -> None:
    times = form.locator("input[type=time]")
    times.nth(0).fill(starts)
    times.nth(1).fill(ends)


def test_an_import_says_row_by_row_what_is_wrong_and_applies_the_rest(screens: Screens) -> None:
    page = screens.desk()
    on_phone.log_in(page, PERSONNEL_OFFICE)
    on_desk.open_screen(page, "/desk/people/import", "导入单位与人员")
    page.get_by_test_id("import-file").set_input_files(
        {"name": "名册.xlsx", "mimeType": XLSX, "buffer": people_workbook()}
    )
    page.get_by_test_id("import-preview").click()
    expect(page.get_by_test_id("import-counts")).to_contain_text("新增 1 行")
    expect(page.get_by_test_id("import-counts")).to_contain_text("不能导入 2 行")
    lines = page.locator(".import-rows tbody tr")
    expect(lines.filter(has_text="没有这个单位")).to_contain_text("没有名为“没有这个单位”的单位")
    expect(lines.filter(has_text="缺警号")).to_contain_text("此项必填")
    page.get_by_test_id("import-apply").click()
    expect(page.get_by_text("导入完成：新增 1 行")).to_be_visible()
    expect(page.get_by_role("region", name="初始密码").get_by_role("row").last).to_contain_text("099801")


def people_workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    for row in (
        ("姓名", "警号", "人员类别", "单位", "角色"),
        ("新来民", "099801", "民警", "交警一大队", "执勤交警"),
        ("缺警号", "", "民警", "交警一大队", "执勤交警"),
        ("无单位", "099802", "民警", "没有这个单位", "执勤交警"),
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_new_code_list_is_previewed_before_it_is_loaded(screens: Screens, server: Server) -> None:
    page = screens.desk()
    on_phone.log_in(page, LEGAL_REVIEWER)
    before = Api(server.port, LEGAL_REVIEWER).get("/violations/code-lists")["items"]
    on_desk.open_screen(page, "/desk/codes/load", "载入官方代码表")
    preview_codes(page, changed_codes(fine_max="150", drop="1712"))
    preview = page.get_by_role("region", name="预览")
    expect(preview).to_contain_text("有变化 1")
    expect(preview).to_contain_text("不再列入 1")
    preview_codes(page, changed_codes(fine_max="much", drop="1712"))
    expect(preview).to_contain_text("有 1 处错误，改正后才能载入")
    expect(page.get_by_test_id("code-apply")).to_have_count(0)
    assert Api(server.port, LEGAL_REVIEWER).get("/violations/code-lists")["items"] == before


def preview_codes(page: Page, data: bytes) -> None:
    page.get_by_test_id("code-file").set_input_files(
        {"name": "代码表.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_label("版本号").fill("2027-01")
    page.get_by_test_id("code-preview").click()


def changed_codes(*, fine_max: str, drop: str) -> bytes:
    """The list of today with the fine of one code changed and another code left out."""
    with CODE_FILE.open(encoding="utf-8-sig") as file:
        rows: list[dict[str, Any]] = [row for row in csv.DictReader(file) if row["code"] != drop]
    next(row for row in rows if row["code"] == "1039")["fine_max"] = fine_max
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_a_revoked_phone_sends_nothing_more_and_keeps_its_outbox(
    screens: Screens, line: Line, watch: Watch, server: Server
) -> None:
    watch.network_may_fail()
    watch.may_answer(401, 403)
    officer = "020114"
    phone = screens.phone()
    on_phone.log_in(phone, officer)
    on_phone.wait_until_equipped(phone)
    phone.context.set_offline(True)
    on_phone.record_violation(phone, plate="AM4407", place="宜山路近凯旋路")
    phone.get_by_test_id("to-today").click()
    revoke_device_of(screens.desk(), officer)
    phone.context.set_offline(False)
    expect(phone.get_by_test_id("strip")).to_contain_text("登录已过期，仍可记录")
    on_phone.go_to(phone, "outbox")
    expect(on_phone.outbox_items(phone, "saved")).to_have_count(1)
    assert len(on_phone.stored(phone, "blobs")) == 2
    assert Api(server.port, SUPERVISOR).records(kind="violation", q="沪AM4407") == []


def revoke_device_of(desk: Page, badge_number: str) -> None:
    on_phone.log_in(desk, SECURITY_ADMIN)
    on_desk.open_screen(desk, "/desk/devices", "设备")
    desk.get_by_role("searchbox").fill(badge_number)
    # The newest stands first: the others are those of the demo branch.
    on_desk.rows(desk, "devices").filter(has_text="Chrome").first.click()
    desk.get_by_test_id("revoke").click()
    desk.get_by_test_id("revoke-confirm").click()
    expect(desk.get_by_test_id("revoke")).to_have_count(0)


def test_nobody_reaches_a_screen_that_is_not_theirs(screens: Screens) -> None:
    page = screens.desk()
    on_phone.log_in(page, on_phone.OFFICER)
    for path in ("/desk/figures", "/desk/devices", "/desk/people/import", "/desk/codes/load"):
        page.goto(path)
        expect(page.get_by_text("您没有查看此页的权限")).to_be_visible()
