import { describe, expect, it } from "vitest";
import type { Assignment, Post } from "@/domain/reference/types";
import { axisOf, buildBoard, hoursOf, placeBar } from "./board";

const day = "2026-11-23";

function makeAssignment(values: Partial<Assignment>): Assignment {
  return {
    id: "a",
    day,
    starts_at: "2026-11-22T23:00:00.000Z",
    ends_at: "2026-11-23T03:00:00.000Z",
    post: { id: "p1", name: "漕溪北路" },
    seat: "centre",
    person: { id: "o", name: "陈伟", kind: "officer", badge_number: "031204" },
    partners: [],
    force_kind: "traffic",
    supervising_officer: null,
    ...values,
  };
}

const post = { id: "p1", code: "XH-2" } as Post;
const other = { id: "p2", code: "XH-10" } as Post;

describe("roster board", () => {
  it("counts hours from midnight of Shanghai", () => {
    expect(hoursOf(day, makeAssignment({}))).toEqual({ from: 7, to: 11 });
  });

  it("shows the working day, and the night when somebody stands then", () => {
    expect(axisOf(day, [])).toEqual({ from: 6, to: 22 });
    const night = makeAssignment({
      starts_at: "2026-11-23T14:00:00.000Z",
      ends_at: "2026-11-23T22:00:00.000Z",
    });
    expect(axisOf(day, [night])).toEqual({ from: 6, to: 30 });
  });

  it("puts posts in the order of their numbers, empty ones too, a line per seat", () => {
    const rows = buildBoard([other, post], [makeAssignment({})]);
    expect(rows.map((row) => row.post.code)).toEqual(["XH-2", "XH-10"]);
    expect(rows[0]?.lanes.map((lane) => [lane.seat, lane.assignments.length])).toEqual([
      ["centre", 1],
      ["roadside", 0],
    ]);
  });

  it("gives people who stand on one seat at the same time lines of their own", () => {
    const second = makeAssignment({
      id: "b",
      starts_at: "2026-11-23T02:00:00.000Z",
      ends_at: "2026-11-23T05:00:00.000Z",
    });
    const after = makeAssignment({
      id: "c",
      starts_at: "2026-11-23T03:00:00.000Z",
      ends_at: "2026-11-23T05:00:00.000Z",
    });
    const lanes = buildBoard([post], [makeAssignment({}), second, after])[0]?.lanes ?? [];
    expect(lanes.map((lane) => lane.assignments.map((each) => each.id))).toEqual([["a", "c"], ["b"], []]);
  });

  it("cuts bars off at the ends of the axis", () => {
    expect(placeBar({ from: 4, to: 14 }, { from: 6, to: 22 })).toEqual({ left: 0, width: 50 });
  });
});
