// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import type { MyRecord, Services } from "@/app/services";
import { draw, fakeServices, OFFICER } from "@/app/testing";
import type { FieldRecord } from "@/domain/records/types";
import type { Assignment, Post, Reference } from "@/domain/reference/types";
import { TodayScreen } from "./today-screen";

const NOW = Date.parse("2026-11-23T06:00:00Z");

const POST: Post = {
  id: "p1",
  code: "XH-001",
  name: "漕溪北路肇嘉浜路路口",
  unit_id: "u",
  unit_name: "交警一大队",
  lat: 31.195,
  lon: 121.437,
  radius_m: 60,
  road_class: "main",
  is_key: true,
  active: true,
};

const shift = (startsInMinutes: number, seat: Assignment["seat"] = "centre"): Assignment => ({
  id: "a1",
  day: "2026-11-23",
  starts_at: new Date(NOW + startsInMinutes * 60_000).toISOString(),
  ends_at: new Date(NOW + (startsInMinutes + 240) * 60_000).toISOString(),
  post: { id: POST.id, name: POST.name },
  seat,
  person: { id: "me", name: "张建国", kind: "officer", badge_number: "020103" },
  partners: [{ id: "w", name: "王小敏", kind: "duty_auxiliary", seat: "roadside", badge_number: "F1" }],
  force_kind: "traffic",
  supervising_officer: null,
});

function known(assignments: Assignment[]): Reference {
  return {
    version: "1",
    server_time: new Date(NOW).toISOString(),
    me: OFFICER,
    policy: { photos_min: 2, photo_gap_s: 10, arrival_grace_min: 10, photo_max_bytes: 1, batch_max: 200 },
    posts: [POST],
    assignments,
    colleagues: [],
    code_lists: [],
    map: {},
    ledger_keys: [],
  };
}

function checkedIn(minutesAgo: number): MyRecord {
  const occurred_at = new Date(NOW - minutesAgo * 60_000).toISOString();
  const data = { assignment: "a1", seat: "centre", note: null } as const;
  const body = { kind: "check_in", post: POST.id, shift: "a1", data, fix: null } as unknown as FieldRecord;
  const local = {
    id: "c1",
    kind: "check_in",
    revision: 1,
    body,
    content_hash: "",
    saved_at: NOW,
    state: "waiting",
    photos: [],
    receipt: null,
  } as const;
  return {
    id: "c1",
    kind: "check_in",
    revision: 1,
    occurred_at,
    local: { ...local, photos: [] },
    server: null,
  };
}

const spy = () => vi.fn(async () => ({ id: "r", revision: 1, occurred_at: "" }));

test("before the shift: where, which seat, with whom, and how long until then", async () => {
  const screen = await draw(fakeServices({ now: NOW, reference: known([shift(80)]) }), <TodayScreen />);
  for (const words of [POST.name, "路中指挥", "王小敏", "距上岗", "1小时20分", "没有待办"])
    expect(screen.text()).toContain(words);
});

test("checking in says seat and position in words and never waits for a fix to allow it", async () => {
  const saveRecord = spy();
  const services = fakeServices(
    { now: NOW, reference: known([shift(-5)]) },
    { saveRecord: saveRecord as Services["saveRecord"] },
  );
  const screen = await draw(services, <TodayScreen />);
  await screen.tap("check-in");
  expect(screen.at("position").textContent).toContain("正在定位");
  await screen.tap("confirm-check-in");
  expect(saveRecord).toHaveBeenCalledWith(
    "check_in",
    { data: { assignment: "a1", seat: "centre", note: null }, post: "p1", shift: "a1", fix: null },
    [],
  );
});

test("an auxiliary cannot choose the road centre, and is told the rule", async () => {
  const person = { ...OFFICER.person, kind: "duty_auxiliary" as const };
  const services = fakeServices({
    now: NOW,
    me: { ...OFFICER, person },
    reference: known([shift(-5, "roadside")]),
  });
  const screen = await draw(services, <TodayScreen />);
  await screen.tap("check-in");
  expect((screen.at("seat-centre") as HTMLButtonElement).disabled).toBe(true);
  expect(screen.at("check-in-sheet").textContent).toContain("路中指挥由民警担任");
});

test("on post it counts the minutes, and the check-out tells them", async () => {
  const saveRecord = spy();
  const services = fakeServices(
    { now: NOW, reference: known([shift(-60)]), records: [checkedIn(55)] },
    { saveRecord: saveRecord as Services["saveRecord"] },
  );
  const screen = await draw(services, <TodayScreen />);
  expect(screen.at("shift-state").textContent).toContain("55分");
  await screen.tap("check-out");
  expect(screen.at("minutes-on-post").textContent).toBe("在岗 55分（55 分钟）");
  await screen.tap("confirm-check-out");
  expect(saveRecord).toHaveBeenCalledWith(
    "check_out",
    { data: { check_in: "c1", note: null }, post: "p1", shift: "a1", fix: null },
    [],
  );
});

test("without a shift it says so and offers an unplanned check-in", async () => {
  const saveRecord = spy();
  const services = fakeServices(
    { now: NOW, reference: known([]) },
    { saveRecord: saveRecord as Services["saveRecord"] },
  );
  const screen = await draw(services, <TodayScreen />);
  expect(screen.text()).toContain("今天没有排班");
  await screen.tap("check-in-unplanned");
  await screen.tap("post-XH-001");
  await screen.tap("confirm-check-in");
  expect(saveRecord.mock.calls[0]).toMatchObject([
    "check_in",
    { data: { assignment: null }, shift: null },
    [],
  ]);
});
