import { expect, test } from "vitest";
import { shiftState } from "./shift-line";

const SHIFT = { starts_at: "2026-11-23T06:00:00Z", ends_at: "2026-11-23T10:00:00Z" };
const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);
const state = (time: string, since: string | null = null, attended = false) =>
  shiftState(SHIFT, since ? { since: `2026-11-23T${since}Z` } : null, attended, at(time), 10);

test("before a shift it counts down", () => {
  expect(state("05:15:00")).toEqual({ name: "before", ms: 45 * 60_000 });
});

test("ten minutes of grace include the tenth", () => {
  expect(state("06:10:00")).toMatchObject({ name: "not_there", inGrace: true });
  expect(state("06:10:01")).toMatchObject({ name: "not_there", inGrace: false });
});

test("on post it counts the minutes and what is left, also past the end", () => {
  expect(state("07:00:00", "06:05:00")).toEqual({ name: "on_post", ms: 55 * 60_000, leftMs: 180 * 60_000 });
  expect(state("10:30:00", "06:05:00")).toMatchObject({ leftMs: -30 * 60_000 });
});

test("after the shift it says whether somebody was there", () => {
  expect(state("10:00:00")).toEqual({ name: "over", attended: false });
  expect(state("10:00:00", null, true)).toEqual({ name: "over", attended: true });
});

test("who checked out before the end may come back", () => {
  expect(state("09:00:00", null, true)).toEqual({ name: "left", leftMs: 60 * 60_000 });
});

test("an unplanned presence has no end to count to", () => {
  expect(shiftState(null, { since: "2026-11-23T06:00:00Z" }, false, at("06:30:00"), 10)).toEqual({
    name: "on_post",
    ms: 30 * 60_000,
    leftMs: null,
  });
  expect(shiftState(null, null, false, at("06:30:00"), 10)).toBeNull();
});
