import { describe, expect, it } from "vitest";
import { columnsOf, contentTypeOf, countActions, refusedAsCsv, sortForReading } from "./import-rows";
import type { ImportRow } from "./types";

const rows: ImportRow[] = [
  { row: 2, unit: "一大队", name: "陈伟", badge_number: "031204", action: "unchanged", problems: [] },
  { row: 3, unit: "一大队", name: "林峰", badge_number: "031205", action: "create", problems: [] },
  {
    row: 4,
    unit: "无此单位",
    name: "=1+1",
    badge_number: "",
    action: "refused",
    problems: [
      { column: "单位", code: "unit_unknown", message: "没有这个单位" },
      { column: "警号", code: "missing", message: "不能为空" },
    ],
  },
];

describe("preview of an import", () => {
  it("shows refused lines first", () => {
    expect(sortForReading(rows).map((row) => row.row)).toEqual([4, 3, 2]);
    expect(countActions(rows)).toEqual({ refused: 1, create: 1, update: 0, unchanged: 1 });
  });

  it("keeps the columns of the table, without our own", () => {
    expect(columnsOf(rows)).toEqual(["unit", "name", "badge_number"]);
  });

  it("exports only the refused lines, with what to mend, and nothing a spreadsheet would run", () => {
    expect(refusedAsCsv(rows, { row: "行", problems: "问题" })).toBe(
      "\uFEFF行,unit,name,badge_number,问题\r\n4,无此单位,'=1+1,,单位：没有这个单位；警号：不能为空\r\n",
    );
  });

  it("knows tables by their name", () => {
    expect(contentTypeOf("人员.CSV")).toBe("text/csv");
    expect(contentTypeOf("人员.xlsx")).toContain("spreadsheetml");
    expect(contentTypeOf("人员.pdf")).toBeNull();
  });
});
