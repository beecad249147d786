import type { CountRow, DayType, PostHoursRow } from "./types";

/** Below this count no percentage is shown: it would say more than is known. */
export const SMALLEST_SHARED_COUNT = 5;

/** part ÷ whole as a fraction; null when the whole is too small to speak of shares, or nothing. */
export function share(part: number, whole: number): number | null {
  return whole < SMALLEST_SHARED_COUNT ? null : part / whole;
}

export interface ViolationFinding {
  readonly total: number;
  /** Rows that hold at least one record. */
  readonly rows_with_records: number;
  /** The largest row; null when nothing was recorded or two rows share the lead. */
  readonly largest: CountRow | null;
  /** Of the largest row; null when the total is too small. */
  readonly largest_share: number | null;
  readonly mean_per_row: number;
}

export function findViolations(rows: readonly CountRow[], total: number): ViolationFinding {
  const filled = rows.filter((row) => row.count > 0);
  const top = Math.max(0, ...filled.map((row) => row.count));
  const leaders = filled.filter((row) => row.count === top);
  const largest = leaders.length === 1 ? (leaders[0] ?? null) : null;
  return {
    total,
    rows_with_records: filled.length,
    largest,
    largest_share: largest === null ? null : share(largest.count, total),
    mean_per_row: rows.length === 0 ? 0 : total / rows.length,
  };
}

/** manned ÷ planned; null when nothing was planned. Can exceed 1: people stay longer than planned. */
export function mannedShare(row: Pick<PostHoursRow, "planned_hours" | "manned_hours">): number | null {
  return row.planned_hours > 0 ? row.manned_hours / row.planned_hours : null;
}

export interface Balance {
  readonly weekend_hours_per_day: number;
  readonly workday_hours_per_day: number;
  /** Mean manned hours of a weekend day ÷ of a workday; holidays and adjusted workdays stay apart. */
  readonly ratio: number;
  /** The band the branch aims at: 0.9–1.1. */
  readonly within_band: boolean;
}

export const BALANCE_BAND = { low: 0.9, high: 1.1 } as const;

/** H_we / H_wd of manned hours; null until both kinds of day are in the period. */
export function balanceOfDays(rows: readonly PostHoursRow[]): Balance | null {
  const weekend = hoursPerDay(rows, "weekend");
  const workday = hoursPerDay(rows, "workday");
  if (weekend === null || workday === null || workday === 0) return null;
  const ratio = weekend / workday;
  return {
    weekend_hours_per_day: weekend,
    workday_hours_per_day: workday,
    ratio,
    within_band: ratio >= BALANCE_BAND.low && ratio <= BALANCE_BAND.high,
  };
}

function hoursPerDay(rows: readonly PostHoursRow[], dayType: DayType): number | null {
  const row = rows.find((each) => each.day_type === dayType);
  return row === undefined || row.days === 0 ? null : row.manned_hours / row.days;
}

export interface HoursTotal {
  readonly days: number;
  readonly planned_hours: number;
  readonly manned_hours: number;
  readonly open_shifts: number;
}

export function addHours(rows: readonly PostHoursRow[]): HoursTotal {
  const sum = (pick: (row: PostHoursRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    days: sum((row) => row.days),
    planned_hours: sum((row) => row.planned_hours),
    manned_hours: sum((row) => row.manned_hours),
    open_shifts: sum((row) => row.open_shifts),
  };
}
