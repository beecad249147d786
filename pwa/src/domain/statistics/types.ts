/** Shapes of `GET /statistics/…` (docs/contracts.md §6). Counts are records, hours are person-hours on post. */

export type FigureBy = "day" | "unit" | "code_group";
export type DayType = "workday" | "adjusted_workday" | "weekend" | "holiday";

export interface Definition {
  readonly name: string;
  readonly unit: string;
  readonly numerator: string;
  readonly denominator: string | null;
  readonly source: string;
  readonly cautions: readonly string[];
}

export interface CountRow {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly incomplete: number;
  readonly late: number;
}

export interface CountTotal {
  readonly count: number;
  readonly incomplete: number;
  readonly late: number;
}

export interface ViolationFigures {
  readonly rows: readonly CountRow[];
  readonly total: CountTotal;
  readonly definition: Definition;
}

export interface PostHoursRow {
  readonly day_type: DayType;
  readonly label: string;
  readonly days: number;
  readonly planned_hours: number;
  readonly manned_hours: number;
  readonly open_shifts: number;
}

export interface PostHoursFigures {
  readonly rows: readonly PostHoursRow[];
  readonly definition: Definition;
}
