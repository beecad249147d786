/** Every figure opens the records behind it: the same filters, written as the address of the list. */
import type { DayType, FigureBy } from "@/domain/statistics/types";
import type { Period } from "@/ui/desk";

export interface Scope {
  readonly period: Period;
  readonly unit: string | null;
}

export interface Slice {
  readonly complete?: boolean;
  readonly late?: boolean;
}

function address(values: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  return `/desk/records?${query}`;
}

function sliceValues({ complete, late }: Slice): Record<string, string | undefined> {
  return { complete: complete?.toString(), late: late?.toString() };
}

/** The violations behind one row; null for `key` means all rows. */
export function violationsLink(scope: Scope, by: FigureBy, key: string | null, slice: Slice = {}): string {
  const day = by === "day" ? key : null;
  return address({
    kind: "violation",
    from: day ?? scope.period.from,
    to: day ?? scope.period.to,
    unit: by === "unit" ? (key ?? scope.unit) : scope.unit,
    code_group: by === "code_group" ? key : null,
    ...sliceValues(slice),
  });
}

/** The roster of one day: what planned hours are made of. */
export function rosterLink(day: string): string {
  return `/desk/roster?${new URLSearchParams({ day })}`;
}

/** The check-ins behind the hours of one day type. */
export function postHoursLink(scope: Scope, dayType: DayType | null): string {
  return address({
    kind: "check_in",
    from: scope.period.from,
    to: scope.period.to,
    unit: scope.unit,
    day_type: dayType,
  });
}
