// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { draw, fakeServices, OFFICER } from "@/app/testing";
import { KindsScreen } from "./kinds-screen";

test("an officer with a grant may begin a violation", async () => {
  const screen = await draw(fakeServices(), <KindsScreen />);
  expect(screen.has("kind-violation")).toBe(true);
});

test("an auxiliary is told who records, and is offered nothing that would be refused", async () => {
  const person = { ...OFFICER.person, kind: "duty_auxiliary" as const };
  const screen = await draw(fakeServices({ me: { ...OFFICER, person } }), <KindsScreen />);
  expect(screen.has("kind-violation")).toBe(false);
  expect(screen.at("may-not-record").textContent).toContain("违法行为由民警记录");
});

test("an officer whose grants have run out is told so", async () => {
  const grants = [{ party: "any", procedure: "any", valid_from: "2020-01-01", valid_to: "2026-11-22" }];
  const screen = await draw(fakeServices({ me: { ...OFFICER, grants } }), <KindsScreen />);
  expect(screen.at("may-not-record").textContent).toContain("授权");
});
