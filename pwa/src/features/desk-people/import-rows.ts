/** What the preview of an import shows, and what goes back to the author of the table. */
import { toCsv } from "@/ui/desk";
import type { ImportAction, ImportRow } from "./types";

export const ACTIONS = [
  "refused",
  "create",
  "update",
  "unchanged",
] as const satisfies readonly ImportAction[];

/** The cells a row can show, in the order in which people read them. */
export const CELLS = [
  "name",
  "badge_number",
  "person_kind",
  "unit",
  "roles",
  "grants",
  "parent",
  "unit_kind",
  "unit_code",
] as const satisfies readonly (keyof ImportRow)[];

export type Cell = (typeof CELLS)[number];

/** Only the columns that some row fills. */
export function columnsOf(rows: readonly ImportRow[]): Cell[] {
  return CELLS.filter((cell) => rows.some((row) => row[cell] !== ""));
}

/** Row numbers repeat from sheet to sheet. */
export function keyOf(row: ImportRow): string {
  return `${row.sheet} ${row.row}`;
}

const order = (row: ImportRow): number => (row.subject === "unit" ? 0 : 1);

/** Refused first, then what changes something; units before people, else the order of the table. */
export function sortForReading(rows: readonly ImportRow[]): ImportRow[] {
  return [...rows].sort(
    (a, b) => ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action) || order(a) - order(b) || a.row - b.row,
  );
}

interface CsvHeads {
  readonly sheet: string;
  readonly row: string;
  readonly problems: string;
  readonly cell: (cell: string) => string;
}

/** The refused lines with what to mend, for whoever made the table. */
export function refusedAsCsv(rows: readonly ImportRow[], heads: CsvHeads): string {
  const columns = columnsOf(rows);
  const refused = rows.filter((row) => row.action === "refused");
  return toCsv([
    [heads.sheet, heads.row, ...columns.map(heads.cell), heads.problems],
    ...refused.map((row) => [
      row.sheet,
      row.row,
      ...columns.map((column) => row[column]),
      row.problems.map((problem) => `${heads.cell(problem.column)}：${problem.message}`).join("；"),
    ]),
  ]);
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** By the name of the file: browsers disagree about the type of a CSV. Null for anything else. */
export function contentTypeOf(fileName: string): string | null {
  const name = fileName.toLowerCase();
  if (name.endsWith(".xlsx")) return XLSX;
  return name.endsWith(".csv") ? "text/csv" : null;
}
