import { describe, expect, it } from "vitest";
import { postHoursLink, rosterLink, violationsLink } from "./links";

const scope = { period: { from: "2026-11-17", to: "2026-11-23" }, unit: "u1" };

describe("links from figures to records", () => {
  it("narrow the period to the day of the column", () => {
    expect(violationsLink(scope, "day", "2026-11-20", { complete: true })).toBe(
      "/desk/records?kind=violation&from=2026-11-20&to=2026-11-20&unit=u1&complete=true",
    );
  });

  it("take the unit of the row in place of the unit of the filter", () => {
    expect(violationsLink(scope, "unit", "u7")).toContain("unit=u7");
    expect(violationsLink(scope, "unit", null)).toContain("unit=u1");
  });

  it("carry group, completeness and lateness", () => {
    expect(violationsLink({ ...scope, unit: null }, "code_group", "motor", { late: true })).toBe(
      "/desk/records?kind=violation&from=2026-11-17&to=2026-11-23&code_group=motor&late=true",
    );
  });

  it("lead from hours to the check-ins of that day type", () => {
    expect(postHoursLink(scope, "weekend")).toBe(
      "/desk/records?kind=check_in&from=2026-11-17&to=2026-11-23&unit=u1&day_type=weekend",
    );
  });

  it("lead from planned hours to the roster of a day", () => {
    expect(rosterLink("2026-11-21")).toBe("/desk/roster?day=2026-11-21");
  });
});
