import { describe, expect, it } from "vitest";
import type { PersonKind } from "@/domain/identity/types";
import type { FixSource, Seat } from "@/domain/records/types";
import fixCases from "../../../../tests/data/fix_cases.csv?raw";
import seatCases from "../../../../tests/data/seat_cases.csv?raw";
import { fillsSeat, isInTime, judgeFix, minutesOnPost, refuseSeat } from "./rules";

/** Rows of a CSV without quoted cells, by column name. */
function rows(csv: string): Record<string, string>[] {
  const [head = [], ...lines] = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i] ?? ""])));
}

describe("a position against a post", () => {
  it.each(rows(fixCases))("$note: $verdict", (row) => {
    const number = (name: string) => Number(row[name]);
    const fix = {
      lat: number("lat"),
      lon: number("lon"),
      accuracy_m: number("accuracy_m"),
      age_s: number("age_s"),
      source: row["source"] as FixSource,
    };
    const post = { lat: number("post_lat"), lon: number("post_lon") };
    expect(judgeFix(fix, post, number("radius_m"))).toEqual({
      verdict: row["verdict"],
      distanceM: number("distance_m"),
    });
  });

  it("is no fix without a position or a post", () => {
    const fix = { lat: 31.195, lon: 121.437, accuracy_m: 5, age_s: 1, source: "gps" as const };
    expect(judgeFix(null, fix, 60)).toEqual({ verdict: "no_fix", distanceM: null });
    expect(judgeFix(fix, null, 60)).toEqual({ verdict: "no_fix", distanceM: null });
  });
});

describe("seats", () => {
  it.each(rows(seatCases))("$person_kind on $seat, key post $is_key", (row) => {
    const seat = row["seat"] as Seat;
    const kind = row["person_kind"] as PersonKind;
    expect(refuseSeat(seat, kind)?.code ?? "").toBe(row["refusal"]);
    expect(fillsSeat(seat, kind, row["is_key"] === "true")).toBe(row["fills"] === "true");
  });

  it("tells a refused auxiliary the way out", () => {
    expect(refuseSeat("centre", "duty_auxiliary")?.zh).toContain("路边");
  });
});

describe("time on the post", () => {
  it("is whole minutes and never negative", () => {
    expect(minutesOnPost(0, 119.9 * 60_000)).toBe(119);
    expect(minutesOnPost(60_000, 0)).toBe(0);
  });

  it("counts ten minutes after the start as in time", () => {
    expect(isInTime(0, 600_000)).toBe(true);
    expect(isInTime(0, 600_001)).toBe(false);
  });
});
