/** Days of the duty, `2026-11-23`, always those of Asia/Shanghai. China keeps one offset all year. */

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

export function shanghaiDay(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Both ends count. Negative when `to` lies before `from`. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** The instant at which a day and a clock time of Shanghai meet, RFC 3339 UTC. */
export function instantOf(day: string, clock: string): string {
  return new Date(Date.parse(`${day}T${clock}:00Z`) - SHANGHAI_OFFSET_MS).toISOString();
}

export type PeriodPreset = "today" | "yesterday" | "last_7" | "last_30" | "custom";

export interface Period {
  readonly from: string;
  readonly to: string;
}

export function presetPeriod(preset: Exclude<PeriodPreset, "custom">, today: string): Period {
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case "last_7":
      return { from: addDays(today, -6), to: today };
    case "last_30":
      return { from: addDays(today, -29), to: today };
  }
}

const PRESETS = ["today", "yesterday", "last_7", "last_30"] as const;

export function presetOf(period: Period, today: string): PeriodPreset {
  const found = PRESETS.find((preset) => {
    const wanted = presetPeriod(preset, today);
    return wanted.from === period.from && wanted.to === period.to;
  });
  return found ?? "custom";
}

/** The period in an address, mended: a bad day is left out, a reversed range is turned round. */
export function readPeriod(from: string | null, to: string | null, fallback: Period): Period {
  const start = from !== null && isDay(from) ? from : null;
  const end = to !== null && isDay(to) ? to : null;
  if (start === null && end === null) return fallback;
  const first = start ?? end ?? fallback.from;
  const last = end ?? start ?? fallback.to;
  return first <= last ? { from: first, to: last } : { from: last, to: first };
}
