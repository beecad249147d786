import { expect, test } from "vitest";
import type { Assignment, Post } from "@/domain/reference/types";
import { assignmentFor, type DutyEvent, phaseOf, plannedAt, postsByDistance, presentNow } from "./duty";

const at = (text: string) => Date.parse(text);
const NOW = at("2026-11-23T06:00:00Z");

const event = (kind: DutyEvent["kind"], occurred_at: string): DutyEvent => ({
  id: occurred_at,
  kind,
  occurred_at,
  post: "p",
  shift: "s",
  seat: "centre",
});

const shift = (id: string, starts_at: string, ends_at: string): Assignment => ({
  id,
  day: "2026-11-23",
  starts_at,
  ends_at,
  post: { id: "p", name: "P" },
  seat: "centre",
  person: { id: "me", name: "我", kind: "officer", badge_number: "1" },
  partners: [],
  force_kind: "traffic",
  supervising_officer: null,
});

test("a check-in holds until the check-out after it", () => {
  const checkIn = event("check_in", "2026-11-23T05:00:00.000Z");
  expect(presentNow([checkIn], NOW)?.since).toBe(checkIn.occurred_at);
  expect(presentNow([event("check_out", "2026-11-23T05:30:00.000Z"), checkIn], NOW)).toBeNull();
  expect(presentNow([event("check_out", "2026-11-23T04:30:00.000Z"), checkIn], NOW)).not.toBeNull();
  expect(presentNow([], NOW)).toBeNull();
});

test("a forgotten check-in of the day before yesterday is not the present", () => {
  expect(presentNow([event("check_in", "2026-11-21T05:00:00.000Z")], NOW)).toBeNull();
});

test("a check-in of another phone belongs to the shift planned at that post, from two hours before its start", () => {
  const planned = [shift("s", "2026-11-23T06:00:00Z", "2026-11-23T10:00:00Z")];
  expect(plannedAt(planned, "p", "2026-11-23T04:00:00.000Z")).toBe("s");
  expect(plannedAt(planned, "p", "2026-11-23T03:59:59.999Z")).toBeNull();
  expect(plannedAt(planned, "p", "2026-11-23T10:00:00.000Z")).toBeNull();
  expect(plannedAt(planned, "another post", "2026-11-23T07:00:00.000Z")).toBeNull();
  expect(plannedAt(planned, null, "2026-11-23T07:00:00.000Z")).toBeNull();
});

test("a shift has begun at its first instant and is over at its last", () => {
  const one = shift("a", "2026-11-23T06:00:00Z", "2026-11-23T10:00:00Z");
  expect(phaseOf(one, NOW - 1)).toBe("before");
  expect(phaseOf(one, NOW)).toBe("during");
  expect(phaseOf(one, at("2026-11-23T10:00:00Z"))).toBe("after");
});

test("Today is about the shift one is checked in to, then the running one, then the next", () => {
  const past = shift("past", "2026-11-22T22:00:00Z", "2026-11-23T03:00:00Z");
  const running = shift("running", "2026-11-23T05:00:00Z", "2026-11-23T09:00:00Z");
  const next = shift("next", "2026-11-23T12:00:00Z", "2026-11-23T15:00:00Z");
  expect(assignmentFor([past, running, next], NOW, "past")?.id).toBe("past");
  expect(assignmentFor([next, running, past], NOW, null)?.id).toBe("running");
  expect(assignmentFor([past, next], NOW, null)?.id).toBe("next");
  expect(assignmentFor([past], NOW, null)?.id).toBe("past");
  expect(assignmentFor([], NOW, null)).toBeNull();
});

test("a shift that ended an hour ago still asks what is missing, unless the next is near", () => {
  const past = shift("past", "2026-11-23T01:00:00Z", "2026-11-23T05:00:00Z");
  const tomorrow = shift("tomorrow", "2026-11-24T01:00:00Z", "2026-11-24T05:00:00Z");
  expect(assignmentFor([past, tomorrow], NOW, null)?.id).toBe("past");
});

test("posts are listed from the nearest, inactive ones never", () => {
  const post = (code: string, lat: number, active = true): Post => ({
    id: code,
    code,
    name: code,
    unit_id: "u",
    unit_name: "u",
    lat,
    lon: 121.437,
    radius_m: 50,
    road_class: "main",
    is_key: true,
    active,
  });
  const posts = [post("B", 31.21), post("A", 31.196), post("C", 31.195, false)];
  expect(postsByDistance(posts, { lat: 31.195, lon: 121.437 }).map((near) => near.post.code)).toEqual([
    "A",
    "B",
  ]);
  expect(postsByDistance(posts, null).map((near) => near.post.code)).toEqual(["A", "B"]);
});
