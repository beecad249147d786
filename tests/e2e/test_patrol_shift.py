"""One patrol shift, end to end: recorded without a network, survives the death of the browser, arrives once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import on_desk, on_phone
from tests.e2e.api import Api, assert_receipt_proves
from tests.e2e.browser import Phone
from tests.e2e.conftest import Screens
from tests.e2e.line import Line
from tests.e2e.photos import PhotoFile, take_photo
from tests.e2e.server import Server
from tests.e2e.watch import Watch

OFFICER, SUPERVISOR = "020103", "020175"
SHANGHAI = timedelta(hours=8)
FILE_PLATE, CAMERA_PLATE = "沪AP3271", "沪AQ8264"
MOST_TAPS = 8


@pytest.fixture
def supervisor(server: Server) -> Api:
    """The supervisor's own way to the server, beside any browser."""
    return Api(server.port, SUPERVISOR)


@pytest.fixture
def planned_post(server: Server) -> dict[str, Any]:
    """Where the officer is planned for this shift."""
    reference = Api(server.port, OFFICER).get("/sync/reference")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    shift = next(one for one in reference["assignments"] if one["starts_at"] <= now < one["ends_at"])
    post: dict[str, Any] = next(one for one in reference["posts"] if one["id"] == shift["post"]["id"])
    return post


@pytest.fixture
def phone(phone_in_hand: Callable[[dict[str, float]], Phone], planned_post: dict[str, Any]) -> Phone:
    """A phone that stands a few steps from the post."""
    return phone_in_hand({"latitude": planned_post["lat"] + 0.0001, "longitude": planned_post["lon"]})


def days() -> tuple[str, str]:
    """Yesterday and today in Shanghai: a shift may go past midnight."""
    today = (datetime.now(UTC) + SHANGHAI).date()
    return (today - timedelta(days=1)).isoformat(), today.isoformat()


def count_violations(api: Api, span: tuple[str, str]) -> int:
    """The figure that the statistics show."""
    figures = api.get(f"/statistics/violations?from={span[0]}&to={span[1]}&by=day")
    count: int = figures["total"]["count"]
    return count


@pytest.mark.timeout(400)
def test_a_shift_without_network_arrives_once_and_raises_the_figure(
    phone: Phone, line: Line, screens: Screens, watch: Watch, supervisor: Api, planned_post: dict[str, Any]
) -> None:
    watch.network_may_fail()
    span = days()
    before = count_violations(supervisor, span)
    files = [take_photo(), take_photo()]

    page = start_shift_online_then_lose_the_network(phone, line, screens, planned_post)
    on_phone.check_in(page)
    on_phone.record_violation(page, plate=FILE_PLATE[1:], files=files)
    page.get_by_test_id("to-today").click()
    record_with_camera_within_eight_taps(page)
    phone.kill()

    page = screens.follow(open_without_network(phone, line))
    held = everything_is_there_after_the_kill(page, planned_post)

    page.context.set_offline(False)
    line.mend()
    outbox_drains(page)
    ids = server_has_each_record_once(supervisor, held, files)
    receipts_hold(page, supervisor, held)
    another_phone_knows_the_shift(screens)

    desk = screens.desk()
    figure_has_risen_and_opens_the_record(desk, span, before, ids)
    check_out_with_the_minutes(page, supervisor)


def start_shift_online_then_lose_the_network(
    phone: Phone, line: Line, screens: Screens, post: dict[str, Any]
) -> Page:
    page = screens.follow(phone.open(line.address))
    on_phone.log_in(page, OFFICER)
    on_phone.wait_until_equipped(page)
    line.cut()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_test_id("duty-card")).to_contain_text(post["name"])
    expect(page.get_by_test_id("strip")).to_contain_text("离线")
    return page


def record_with_camera_within_eight_taps(page: Page) -> None:
    page.evaluate(on_phone.COUNT_TAPS)
    on_phone.begin_violation(page)
    on_phone.shoot(page)
    on_phone.go_on(page)
    on_phone.type_plate(page, CAMERA_PLATE[1:])
    on_phone.go_on(page)
    on_phone.choose_code(page, "wfgdtf", "1039")
    on_phone.save(page)
    taps = int(page.evaluate("sessionStorage.getItem('taps')"))
    assert 0 < taps <= MOST_TAPS


def open_without_network(phone: Phone, line: Line) -> Any:
    context = phone.open(line.address)
    context.set_offline(True)
    return context


def everything_is_there_after_the_kill(page: Page, post: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Today, outbox and record pages show it all; what the phone holds, by plate or kind."""
    page.goto("/")
    expect(page.get_by_test_id("duty-card")).to_contain_text(post["name"])
    expect(page.get_by_test_id("shift-state")).to_contain_text("已在岗")
    on_phone.go_to(page, "outbox")
    expect(on_phone.outbox_items(page)).to_have_count(3)
    expect(page.get_by_test_id("sync-state")).to_contain_text("离线")
    for plate in (FILE_PLATE, CAMERA_PLATE):
        item = on_phone.outbox_items(page).filter(has_text=plate)
        expect(item).to_contain_text("照片 0/2")
        expect(item.get_by_test_id("item-state")).to_have_text(re.compile("已存本机|等待上传"))
    records = on_phone.stored(page, "records")
    blobs = {blob["sha256"]: blob["bytes"] for blob in on_phone.stored(page, "blobs")}
    assert [record["device_seq"] for record in sorted(records, key=lambda one: one["device_seq"])] == [
        1,
        2,
        3,
    ]
    held = {}
    for record in records:
        photos = {name: blobs[name] for name in record["photos"]}
        assert all(sha256(data).hexdigest() == name for name, data in photos.items())
        held[record["id"]] = record | {"bytes_of": photos}
    return held


def outbox_drains(page: Page) -> None:
    expect(page.get_by_test_id("show-done")).to_contain_text("3", timeout=60_000)
    expect(on_phone.outbox_items(page)).to_have_count(0)
    page.get_by_test_id("show-done").click()
    expect(on_phone.outbox_items(page, "done")).to_have_count(3)


def server_has_each_record_once(
    api: Api, held: dict[str, dict[str, Any]], files: list[PhotoFile]
) -> dict[str, str]:
    """Plate to record id."""
    ids = {}
    for plate in (FILE_PLATE, CAMERA_PLATE):
        found = api.records(kind="violation", q=plate)
        assert len(found) == 1
        assert found[0]["complete"]
        ids[plate] = found[0]["id"]
    assert set(ids.values()) < set(held)
    assert set(held[ids[FILE_PLATE]]["photos"]) == {file.sha256 for file in files}
    assert len(held[ids[CAMERA_PLATE]]["photos"]) == 2
    for record_id, record in held.items():
        detail = api.get(f"/records/{record_id}")
        assert [(one["body"], one["signature"]) for one in detail["revisions"]] == [
            (record["body"], record["signature"])
        ]
        for name, data in record["bytes_of"].items():
            assert api.get_bytes(f"/photos/{name}") == data
    for file in files:
        assert api.get_bytes(f"/photos/{file.sha256}") == file.data
    return ids


def receipts_hold(page: Page, api: Api, held: dict[str, dict[str, Any]]) -> None:
    """The phone kept a receipt for each record and says so; an outsider's check agrees."""
    receipts = {receipt["record_id"]: receipt for receipt in on_phone.stored(page, "receipts")}
    assert set(receipts) == set(held)
    for record_id, record in held.items():
        assert_receipt_proves(api, receipts[record_id], record["body"], record["signature"])
        page.goto(f"/records/{record_id}")
        expect(page.get_by_test_id("receipt-ok")).to_contain_text("签名有效")
        expect(on_phone.shots(page)).to_have_count(len(record["photos"]))


def another_phone_knows_the_shift(screens: Screens) -> None:
    phone = screens.phone()
    on_phone.log_in(phone, OFFICER)
    expect(phone.get_by_test_id("shift-state")).to_contain_text("已在岗")
    expect(phone.get_by_test_id("duty-card")).to_contain_text("路中指挥")
    expect(phone.get_by_test_id("duty-card")).not_to_contain_text("计划外")
    phone.context.close()


def figure_has_risen_and_opens_the_record(
    desk: Page, span: tuple[str, str], before: int, ids: dict[str, str]
) -> None:
    on_phone.log_in(desk, SUPERVISOR)
    desk.get_by_role("link", name="统计").click()
    desk.goto(f"/desk/figures?from={span[0]}&to={span[1]}")
    total = desk.get_by_test_id("table-day").locator("tfoot a").first
    expect(total).to_have_text(str(before + 2))
    total.click()
    assert on_desk.count_all(desk) == before + 2
    for plate in ids:
        row = on_desk.rows(desk).filter(has_text=plate)
        expect(row).to_have_count(1)
        expect(row).to_contain_text("2/2")
    on_desk.rows(desk).filter(has_text=FILE_PLATE).click()
    desk.get_by_test_id("record-panel").get_by_role("link", name="打开整页").click()
    expect(desk).to_have_url(re.compile(ids[FILE_PLATE]))
    expect(on_phone.shots(desk)).to_have_count(2)
    on_phone.shots(desk).first.click()
    expect(desk.get_by_test_id("photo-facts")).to_contain_text("✓")
    desk.keyboard.press("Escape")
    desk.get_by_test_id("receipt").locator("summary").first.click()
    desk.get_by_test_id("receipt-run").click()
    expect(desk.get_by_test_id("receipt-held")).to_contain_text("全部相符")
    expect(desk.locator(".receipt-steps__step")).to_have_text([re.compile("相符")] * 6)


def check_out_with_the_minutes(page: Page, api: Api) -> None:
    on_phone.go_to(page, "today")
    page.get_by_test_id("check-out").click()
    expect(page.get_by_test_id("minutes-on-post")).to_have_text(re.compile(r"在岗 .*（\d+ 分钟）"))
    page.get_by_test_id("confirm-check-out").click()
    expect(page.get_by_test_id("shift-state")).to_contain_text("已离岗")
    on_phone.go_to(page, "outbox")
    expect(page.get_by_test_id("show-done")).to_contain_text("4", timeout=60_000)
    check_ins = {record["id"] for record in api.records(kind="check_in")}
    check_out = next(one for one in on_phone.stored(page, "records") if one["kind"] == "check_out")
    detail = api.get(f"/records/{check_out['id']}")
    assert detail["data"]["check_in"] in check_ins
