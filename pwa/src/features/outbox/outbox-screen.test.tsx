// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import type { OutboxItem } from "@/app/services";
import { draw, fakeServices } from "@/app/testing";
import type { FieldRecord, ViolationData } from "@/domain/records/types";
import { OutboxScreen } from "./outbox-screen";

const DATA: ViolationData = {
  code: "1018",
  code_version: "2022-04",
  party: "motor",
  plate_kind: "02",
  plate: "沪A12345",
  plate_typed: "沪A12345",
  plate_confirmed: false,
  place: "漕溪北路",
  direction: null,
  facts: "",
  outcome: "simple",
  second_officer: null,
  channel: "street",
};

const BODY = { kind: "violation", post: null, data: DATA } as FieldRecord;

const item = (more: Partial<OutboxItem> = {}): OutboxItem => ({
  id: "r",
  revision: 1,
  kind: "violation",
  body: BODY,
  saved_at: Date.parse("2026-11-23T05:58:00Z"),
  state: "waiting",
  photos_total: 2,
  photos_done: 0,
  progress: null,
  problem: null,
  current: null,
  tries: 0,
  received_at: null,
  set_aside: null,
  ...more,
});

const REFUSED = item({
  state: "needs_attention",
  problem: {
    status: 422,
    code: "invalid_input",
    title: "提交的内容有误",
    detail: null,
    fields: [{ pointer: "/data/plate", code: "plate_letter_io", message: "号牌不使用字母 I 和 O" }],
  },
});

test("an empty outbox says what will stand here and what to do first", async () => {
  const screen = await draw(fakeServices(), <OutboxScreen />);
  expect(screen.text()).toContain("没有待传的记录");
  expect(screen.text()).toContain("新记录");
  expect(screen.has("send-now")).toBe(false);
});

test("an item is named by plate and act, its state in words", async () => {
  const screen = await draw(fakeServices({ items: [item()] }), <OutboxScreen />);
  expect(screen.text()).toContain("沪A12345 · 1018 机动车不在机动车道内行驶");
  expect(screen.at("item-state").textContent).toContain("等待上传");
  expect(screen.text()).toContain("照片 0/2 已传 · 13:58存");
  expect(screen.text()).not.toContain("全部已传");
});

test("sending shows the share, and photos are counted once, as sent of all", async () => {
  const items = [
    item({ state: "sending", progress: 0.426 }),
    item({ id: "s", state: "received", photos_done: 1 }),
  ];
  const screen = await draw(fakeServices({ items }), <OutboxScreen />);
  expect(screen.text()).toContain("上传中 42%");
  expect(screen.text()).toContain("已收，照片待传");
  expect(screen.text()).toContain("照片 1/2 已传");
  expect(screen.text()).not.toContain("待传 1/2");
});

test("a refused record says why, that nothing is lost, and offers one way on", async () => {
  const screen = await draw(fakeServices({ items: [REFUSED] }), <OutboxScreen />);
  expect(screen.at("item-problem").textContent).toContain("号牌不使用字母 I 和 O");
  expect(screen.at("item-problem").textContent).toContain("没有丢失");
  expect(screen.has("item-mend")).toBe(true);
  expect(screen.has("send-now")).toBe(false);
});

test.each(["needs_amendment", "unit_mismatch", "photo_repeated", "shift_unknown"])(
  "a refusal with the code %s is told in the server's own words",
  async (code) => {
    const problem = { status: 409, code, title: "服务器的标题", detail: "服务器的说明", fields: [] };
    const items = [item({ state: "needs_attention", problem })];
    const screen = await draw(fakeServices({ items }), <OutboxScreen />);
    expect(screen.at("item-problem").textContent).toContain("服务器的标题");
    expect(screen.at("item-problem").textContent).toContain("服务器的说明");
    expect(screen.has("item-mend")).toBe(true);
  },
);

test.each([
  ["needs_amendment", "/data/plate"],
  ["unit_mismatch", "/unit"],
  ["photo_repeated", "/photos/1/sha256"],
  ["shift_unknown", "/shift"],
])("a field refused with %s is told in the server's own words", async (code, pointer) => {
  const fields = [{ pointer, code, message: "这一项的说明" }];
  const problem = { status: 422, code: "invalid_input", title: "提交的内容有误", detail: null, fields };
  const items = [item({ state: "needs_attention", problem })];
  const screen = await draw(fakeServices({ items }), <OutboxScreen />);
  expect(screen.at("item-problem").textContent).toContain("这一项的说明");
});

test("setting an item aside asks for a reason and never deletes", async () => {
  const services = fakeServices({ items: [REFUSED] });
  const setAside = vi.spyOn(services.outbox, "setAside");
  const screen = await draw(services, <OutboxScreen />);
  await screen.tap("item-set-aside");
  expect((screen.at("confirm-set-aside") as HTMLButtonElement).disabled).toBe(true);
  await screen.type("set-aside-reason", "重复记录");
  await screen.tap("confirm-set-aside");
  expect(setAside).toHaveBeenCalledWith("r", 1, "重复记录");
});
