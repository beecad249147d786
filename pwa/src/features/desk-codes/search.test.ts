import { describe, expect, it } from "vitest";
import type { CodeItem } from "@/domain/reference/types";
import { inForce, searchCodes } from "./search";

function makeItem(values: Partial<CodeItem>): CodeItem {
  return {
    code: "1039",
    name_zh: "违反规定停放机动车",
    name_en: "parking against the rules",
    party: "motor",
    legal_basis: "道交法56,93(2)",
    fine_min: 20,
    fine_max: 200,
    points: 0,
    procedure: "simple",
    group: "motor",
    initials: "wfgdtfjdc",
    certainty: "high",
    local: false,
    ...values,
  };
}

const items = [
  makeItem({}),
  makeItem({ code: "2039", name_zh: "骑车逆行", initials: "qcnx", group: "nonmotor" }),
];
const codes = (text: string, group: string | null = null) =>
  searchCodes(items, text, group).map((item) => item.code);

describe("search in the code list", () => {
  it("finds by the beginning of the number, not by its middle", () => {
    expect(codes("10")).toEqual(["1039"]);
    expect(codes("39")).toEqual([]);
  });

  it("finds by initials, words, law, and all words together", () => {
    expect(codes("QCNX")).toEqual(["2039"]);
    expect(codes("停放")).toEqual(["1039"]);
    expect(codes("道交法 停放")).toEqual(["1039"]);
    expect(codes("停放 逆行")).toEqual([]);
  });

  it("keeps to the group", () => {
    expect(codes("", "nonmotor")).toEqual(["2039"]);
  });

  it("names the list in force, whose first and last day belong to it", () => {
    const heads = [
      { version: "b", valid_from: "2027-01-01", valid_to: null },
      { version: "a", valid_from: "2022-04-01", valid_to: "2026-12-31" },
    ];
    expect(inForce(heads, "2026-12-31")?.version).toBe("a");
    expect(inForce(heads, "2027-01-01")?.version).toBe("b");
    expect(inForce(heads, "2022-03-31")).toBeNull();
  });
});
