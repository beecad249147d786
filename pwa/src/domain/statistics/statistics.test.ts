import { describe, expect, it } from "vitest";
import { zeroAxis } from "./axis";
import { addHours, balanceOfDays, findViolations, mannedShare, share } from "./findings";
import type { PostHoursRow } from "./types";

function makeRow(label: string, count: number) {
  return { key: label, label, count, incomplete: 0, late: 0 };
}

function makeHours(values: Partial<PostHoursRow>): PostHoursRow {
  return {
    day_type: "workday",
    label: "工作日",
    days: 5,
    planned_hours: 500,
    manned_hours: 450,
    open_shifts: 1,
    ...values,
  };
}

describe("findings", () => {
  it("gives no percentage for fewer than five", () => {
    expect(share(2, 4)).toBeNull();
    expect(share(2, 5)).toBe(0.4);
  });

  it("names the largest row with its share", () => {
    const finding = findViolations([makeRow("a", 30), makeRow("b", 10), makeRow("c", 0)], 40);
    expect(finding.largest?.label).toBe("a");
    expect(finding.largest_share).toBe(0.75);
    expect(finding.rows_with_records).toBe(2);
    expect(finding.mean_per_row).toBeCloseTo(13.333, 3);
  });

  it("names no leader when two rows share the lead or nothing was recorded", () => {
    expect(findViolations([makeRow("a", 3), makeRow("b", 3)], 6).largest).toBeNull();
    expect(findViolations([], 0)).toMatchObject({ largest: null, total: 0, mean_per_row: 0 });
  });

  it("has no manned share where nothing was planned, and lets it exceed one", () => {
    expect(mannedShare({ planned_hours: 0, manned_hours: 3 })).toBeNull();
    expect(mannedShare({ planned_hours: 4, manned_hours: 5 })).toBe(1.25);
  });

  it("compares the mean weekend day with the mean workday and leaves holidays out", () => {
    const rows = [
      makeHours({}),
      makeHours({ day_type: "weekend", days: 2, manned_hours: 171 }),
      makeHours({ day_type: "holiday", days: 1, manned_hours: 500 }),
    ];
    expect(balanceOfDays(rows)).toEqual({
      weekend_hours_per_day: 85.5,
      workday_hours_per_day: 90,
      ratio: 0.95,
      within_band: true,
    });
    expect(balanceOfDays(rows.slice(0, 1))).toBeNull();
  });

  it("counts the edge of the target band as inside", () => {
    const rows = [
      makeHours({ manned_hours: 500 }),
      makeHours({ day_type: "weekend", days: 2, manned_hours: 180 }),
    ];
    expect(balanceOfDays(rows)?.within_band).toBe(true);
    expect(
      balanceOfDays([rows[0] as PostHoursRow, makeHours({ day_type: "weekend", days: 2, manned_hours: 178 })])
        ?.within_band,
    ).toBe(false);
  });

  it("adds the hours of all day types", () => {
    expect(addHours([makeHours({}), makeHours({ days: 2, open_shifts: 0 })])).toEqual({
      days: 7,
      planned_hours: 1000,
      manned_hours: 900,
      open_shifts: 1,
    });
  });
});

describe("zero axis", () => {
  it("starts at zero and ends on a round number at or above the largest value", () => {
    expect(zeroAxis(61).ticks).toEqual([0, 20, 40, 60, 80]);
    expect(zeroAxis(60).max).toBe(60);
    expect(zeroAxis(3).ticks).toEqual([0, 1, 2, 3]);
    expect(zeroAxis(1).ticks).toEqual([0, 1]);
    expect(zeroAxis(0).max).toBe(1);
  });

  it("never cuts a bar off", () => {
    for (let value = 1; value < 3000; value += 7) expect(zeroAxis(value).max).toBeGreaterThanOrEqual(value);
  });
});
