import { describe, expect, it } from "vitest";
import { countBoard, filterBoard, isSeatRightKind, lastFixAgeS, sortByAttention } from "./board";
import type { Attention, Coverage, CoveragePost, CoverageSeat, Post } from "./types";

function makePost(values: Partial<Post>): Post {
  return {
    id: "p1",
    code: "XH-01",
    name: "漕溪北路 / 肇嘉浜路",
    unit_id: "u1",
    unit_name: "一大队",
    lat: 31.195,
    lon: 121.437,
    radius_m: 60,
    road_class: "main",
    is_key: false,
    active: true,
    ...values,
  };
}

function makeSeat(values: Partial<CoverageSeat>): CoverageSeat {
  return { seat: "centre", planned: null, present: null, filled: false, problem: null, ...values };
}

const officer = { id: "o", name: "陈伟", kind: "officer", badge_number: "031204" } as const;
const planned = {
  assignment_id: "a",
  person: officer,
  starts_at: "2026-11-23T06:00:00.000Z",
  ends_at: "2026-11-23T10:00:00.000Z",
};
const present = {
  person: officer,
  since: "2026-11-23T06:02:00.000Z",
  record_id: "r",
  fix: null,
  verdict: "inside",
  last_fix_at: "2026-11-23T06:30:00.000Z",
} as const;

function makeRow(
  code: string,
  attention: Attention,
  post: Partial<Post> = {},
  seats: CoverageSeat[] = [],
): CoveragePost {
  return { post: makePost({ id: code, code, ...post }), seats, attention };
}

const units = [
  { id: "root", parent_id: null, name: "支队" },
  { id: "u1", parent_id: "root", name: "一大队" },
  { id: "u1a", parent_id: "u1", name: "一中队" },
  { id: "u2", parent_id: "root", name: "二大队" },
];

describe("coverage board", () => {
  it("puts what needs attention first, key junctions before others, then by number", () => {
    const rows = [
      makeRow("XH-10", 0),
      makeRow("XH-2", 0),
      makeRow("XH-3", 0, { is_key: true }),
      makeRow("XH-9", 3),
    ];
    expect(sortByAttention(rows).map((row) => row.post.code)).toEqual(["XH-9", "XH-3", "XH-2", "XH-10"]);
  });

  it("counts seats, not people twice", () => {
    const rows = [
      makeRow("a", 2, {}, [
        makeSeat({ planned, present, filled: true }),
        makeSeat({ seat: "roadside", planned, problem: "not_manned" }),
      ]),
      makeRow("b", 0, {}, [makeSeat({ present, problem: "unplanned" })]),
    ];
    expect(countBoard(rows)).toEqual({ posts: 2, planned: 2, present: 2, attention: 2 });
  });

  it("shows the posts of a unit and of every unit under it", () => {
    const coverage: Coverage = {
      at: "2026-11-23T06:30:00.000Z",
      posts: [
        makeRow("a", 0, { unit_id: "u1a" }),
        makeRow("b", 1, { unit_id: "u1" }),
        makeRow("c", 1, { unit_id: "u2" }),
      ],
      counts: { planned: 0, present: 0, filled: 0 },
    };
    const codes = (unit: string | null, only: boolean) =>
      filterBoard(coverage, { unit, only_attention: only }, units).map((row) => row.post.code);
    expect(codes("u1", false)).toEqual(["b", "a"]);
    expect(codes("u1", true)).toEqual(["b"]);
    expect(codes(null, true)).toEqual(["b", "c"]);
  });

  it("gives the age of the last fix in seconds, never negative, and none when there is none", () => {
    const now = Date.parse("2026-11-23T06:31:30.000Z");
    expect(lastFixAgeS(makeSeat({ present }), now)).toBe(90);
    expect(lastFixAgeS(makeSeat({ present }), now - 3_600_000)).toBe(0);
    expect(lastFixAgeS(makeSeat({}), now)).toBeNull();
  });

  it("calls nobody the right kind when the seat is empty or the server says it is the wrong one", () => {
    expect(isSeatRightKind(makeSeat({ present }))).toBe(true);
    expect(isSeatRightKind(makeSeat({ present, problem: "wrong_kind" }))).toBe(false);
    expect(isSeatRightKind(makeSeat({}))).toBe(false);
  });
});
