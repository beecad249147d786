import { expect, test } from "vitest";
import type { Capability, Me } from "@/domain/identity/types";
import { DESK_PLACES, homeOf, mayOpen } from "./places";
import type { Screen } from "./screen";

const NEEDS: Readonly<Record<string, Capability>> = {
  "/desk/coverage": "coverage.read",
  "/desk/roster": "roster.read",
  "/desk/records": "record.read",
  "/desk/figures": "statistics.read",
  "/desk/people": "people.read",
  "/desk/devices": "device.manage",
};

function screen(path: string, capability: Screen["capability"]): Screen {
  return { path, capability, layout: "desk", title: { zh: "", en: "" }, component: () => null };
}

const screens = DESK_PLACES.map(({ path }) => screen(path, NEEDS[path] ?? "self"));

function meWith(...capabilities: Capability[]): Me {
  const unit = { id: "u", name: "", kind: "" };
  const person = { id: "p", name: "", badge_number: "", kind: "officer" as const, unit };
  return {
    person,
    roles: [],
    capabilities: ["self", ...capabilities],
    scopes: {},
    grants: [],
    must_change_password: false,
  };
}

test("an officer on a phone begins with today", () => {
  expect(homeOf(meWith("record.write", "record.read"), screens, false)).toBe("/today");
});

test("a shift leader begins at the desk when the screen is wide and with today when it is not", () => {
  const leader = meWith("record.write", "coverage.read");
  expect(homeOf(leader, screens, true)).toBe("/desk/coverage");
  expect(homeOf(leader, screens, false)).toBe("/today");
});

test("an administrator who writes no records begins with the devices, on any screen", () => {
  expect(homeOf(meWith("device.manage", "people.read"), screens, false)).toBe("/desk/devices");
});

test("who has still the initial password begins with changing it", () => {
  expect(homeOf({ ...meWith("record.write"), must_change_password: true }, screens, false)).toBe("/me");
});

test("a screen opens only to those who hold its capability", () => {
  const records = screen("/desk/records", "record.read");
  expect(mayOpen(records, meWith("record.read"))).toBe(true);
  expect(mayOpen(records, meWith())).toBe(false);
  expect(mayOpen(records, null)).toBe(false);
  expect(mayOpen(screen("/login", "public"), null)).toBe(true);
});
