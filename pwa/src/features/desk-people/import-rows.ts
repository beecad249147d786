/** What the preview of an import shows, and what goes back to the author of the table. */
import { toCsv } from "@/ui/desk";
import type { ImportAction, ImportRow } from "./types";

export const ACTIONS = [
  "refused",
  "create",
  "update",
  "unchanged",
] as const satisfies readonly ImportAction[];

const OURS = new Set(["row", "action", "problems"]);

/** The columns of the table in the order in which they first appear. */
export function columnsOf(rows: readonly ImportRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !OURS.has(name));
}

export function cellOf(row: ImportRow, column: string): string {
  const value = row[column];
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join("、") : String(value);
}

export function countActions(rows: readonly ImportRow[]): Record<ImportAction, number> {
  const counts = { refused: 0, create: 0, update: 0, unchanged: 0 };
  for (const row of rows) counts[row.action] += 1;
  return counts;
}

/** Refused first, then what changes something; within that the order of the table. */
export function sortForReading(rows: readonly ImportRow[]): ImportRow[] {
  return [...rows].sort((a, b) => ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action) || a.row - b.row);
}

/** The refused lines with what to mend, for whoever made the table. */
export function refusedAsCsv(rows: readonly ImportRow[], head: { row: string; problems: string }): string {
  const columns = columnsOf(rows);
  const refused = rows.filter((row) => row.action === "refused");
  return toCsv([
    [head.row, ...columns, head.problems],
    ...refused.map((row) => [
      row.row,
      ...columns.map((column) => cellOf(row, column)),
      row.problems.map((problem) => `${problem.column}：${problem.message}`).join("；"),
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
