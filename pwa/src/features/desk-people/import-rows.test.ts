import { describe, expect, it } from "vitest";
import { columnsOf, contentTypeOf, refusedAsCsv, sortForReading } from "./import-rows";
import type { ImportRow } from "./types";

function makeRow(values: Partial<ImportRow>): ImportRow {
  return {
    sheet: "人员",
    row: 2,
    subject: "person",
    unit: "一大队",
    parent: "",
    unit_kind: "",
    unit_code: "",
    name: "陈伟",
    badge_number: "031204",
    person_kind: "民警",
    roles: "",
    grants: "",
    action: "create",
    changes: [],
    problems: [],
    ...values,
  };
}

const rows = [
  makeRow({ action: "unchanged" }),
  makeRow({ row: 3, name: "林峰" }),
  makeRow({
    row: 4,
    unit: "无此单位",
    name: "=1+1",
    badge_number: "",
    action: "refused",
    problems: [
      { column: "unit", code: "unit_unknown", message: "没有这个单位" },
      { column: "badge_number", code: "missing", message: "不能为空" },
    ],
  }),
  makeRow({ sheet: "单位", row: 9, subject: "unit", name: "", badge_number: "", person_kind: "" }),
];

describe("preview of an import", () => {
  it("shows refused lines first, and units before people", () => {
    expect(sortForReading(rows).map((row) => row.row)).toEqual([4, 9, 3, 2]);
  });

  it("shows only the columns that some row fills", () => {
    expect(columnsOf(rows)).toEqual(["name", "badge_number", "person_kind", "unit"]);
  });

  it("exports only the refused lines, with what to mend, and nothing a spreadsheet would run", () => {
    const heads = { sheet: "表", row: "行", problems: "问题", cell: (cell: string) => cell };
    expect(refusedAsCsv(rows, heads)).toBe(
      "\uFEFF表,行,name,badge_number,person_kind,unit,问题\r\n" +
        "人员,4,'=1+1,,民警,无此单位,unit：没有这个单位；badge_number：不能为空\r\n",
    );
  });

  it("knows tables by their name", () => {
    expect(contentTypeOf("人员.CSV")).toBe("text/csv");
    expect(contentTypeOf("人员.xlsx")).toContain("spreadsheetml");
    expect(contentTypeOf("人员.pdf")).toBeNull();
  });
});
