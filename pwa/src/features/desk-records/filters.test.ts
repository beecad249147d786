import { describe, expect, it } from "vitest";
import { clearedFilters, countFilters, readFilters, toQuery } from "./filters";

const today = "2026-11-23";

describe("filters of the list of records", () => {
  it("show the last seven days when the address says nothing", () => {
    const filters = readFilters(new URLSearchParams(), today);
    expect(filters).toEqual({ period: { from: "2026-11-17", to: "2026-11-23" }, values: {} });
    expect(countFilters(filters)).toBe(0);
  });

  it("become the query of the interface, names and all", () => {
    const address = new URLSearchParams(
      "from=2026-11-01&to=2026-11-02&kind=violation&code=1039&q=%20沪A%20&open=x",
    );
    expect(toQuery(readFilters(address, today), null)).toEqual({
      kind: "violation",
      code: "1039",
      q: "沪A",
      day_from: "2026-11-01",
      day_to: "2026-11-02",
      limit: 50,
      cursor: undefined,
    });
  });

  it("are cleared by name, the period stays", () => {
    expect(clearedFilters()).toMatchObject({ unit: null, q: null, day_type: null });
    expect("from" in clearedFilters()).toBe(false);
  });
});
