/** The filters of the list of records: they live in the address, so that a view can be sent to a colleague. */
import type { Query } from "@/app/services";
import { type Period, presetPeriod, readPeriod } from "@/ui/desk";

/** Names as they stand in the address; `from`/`to` are days of Shanghai, the others the API's own names. */
export const FILTER_NAMES = [
  "unit",
  "kind",
  "post",
  "author",
  "state",
  "complete",
  "late",
  "day_type",
  "code",
  "code_group",
  "q",
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

export interface RecordFilters {
  readonly period: Period;
  readonly values: Readonly<Partial<Record<FilterName, string>>>;
}

export function readFilters(address: URLSearchParams, today: string): RecordFilters {
  const values: Partial<Record<FilterName, string>> = {};
  for (const name of FILTER_NAMES) {
    const value = address.get(name)?.trim();
    if (value) values[name] = value;
  }
  const period = readPeriod(address.get("from"), address.get("to"), presetPeriod("last_7", today));
  return { period, values };
}

export function countFilters(filters: RecordFilters): number {
  return Object.keys(filters.values).length;
}

/** What `GET /records` is asked. */
export function toQuery(filters: RecordFilters, cursor: string | null, limit = 50): Query {
  return {
    ...filters.values,
    day_from: filters.period.from,
    day_to: filters.period.to,
    limit,
    cursor: cursor ?? undefined,
  };
}

/** The changes that take all filters but the period away. */
export function clearedFilters(): Record<FilterName, null> {
  return Object.fromEntries(FILTER_NAMES.map((name) => [name, null])) as Record<FilterName, null>;
}
