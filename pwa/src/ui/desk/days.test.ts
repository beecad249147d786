import { describe, expect, it } from "vitest";
import {
  addDays,
  countDays,
  instantOf,
  isDay,
  presetOf,
  presetPeriod,
  readPeriod,
  shanghaiDay,
} from "./days";

const today = "2026-11-23";

describe("days of Shanghai", () => {
  it("begin at 16:00 UTC of the day before", () => {
    expect(shanghaiDay(Date.parse("2026-11-22T15:59:59.999Z"))).toBe("2026-11-22");
    expect(shanghaiDay(Date.parse("2026-11-22T16:00:00.000Z"))).toBe("2026-11-23");
    expect(instantOf("2026-11-23", "00:00")).toBe("2026-11-22T16:00:00.000Z");
  });

  it("are added over the ends of months and years", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
    expect(countDays("2026-11-17", "2026-11-23")).toBe(7);
  });

  it("must exist", () => {
    expect(isDay("2026-02-29")).toBe(false);
    expect(isDay("2026-2-9")).toBe(false);
    expect(isDay("2028-02-29")).toBe(true);
  });

  it("give each preset its own name back", () => {
    for (const preset of ["today", "yesterday", "last_7", "last_30"] as const) {
      expect(presetOf(presetPeriod(preset, today), today)).toBe(preset);
    }
    expect(presetOf({ from: "2026-11-01", to: "2026-11-02" }, today)).toBe("custom");
  });

  it("are mended when the address holds nonsense", () => {
    const fallback = presetPeriod("last_7", today);
    expect(readPeriod(null, null, fallback)).toEqual(fallback);
    expect(readPeriod("x", "2026-11-02", fallback)).toEqual({ from: "2026-11-02", to: "2026-11-02" });
    expect(readPeriod("2026-11-05", "2026-11-02", fallback)).toEqual({
      from: "2026-11-02",
      to: "2026-11-05",
    });
  });
});
