/**
 * Times, lengths and numbers as people read them. All clocks are Asia/Shanghai, which has had one offset since 1991,
 * so the arithmetic is done here and never depends on the time zone of the phone.
 */
import { language } from "./words";

const SHANGHAI_MS = 8 * 3_600_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEKDAYS_ZH = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const WEEKDAYS_EN = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Milliseconds since 1970 or RFC 3339 text. */
export type Instant = number | string;

const two = (value: number): string => String(value).padStart(2, "0");

function toMs(instant: Instant): number {
  return typeof instant === "number" ? instant : Date.parse(instant);
}

function inShanghai(instant: Instant): Date {
  return new Date(toMs(instant) + SHANGHAI_MS);
}

/** `2026-11-23`: the day in Shanghai. */
export function dayOf(instant: Instant): string {
  return inShanghai(instant).toISOString().slice(0, 10);
}

/** `14:05`. */
export function formatTime(instant: Instant): string {
  const at = inShanghai(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** `11月23日 周一`, with the year when it is not the year of `now`. */
export function formatDate(instant: Instant, now: Instant = Date.now()): string {
  const at = inShanghai(instant);
  const year = at.getUTCFullYear() === inShanghai(now).getUTCFullYear() ? null : at.getUTCFullYear();
  if (language.value === "zh") {
    return `${year ? `${year}年` : ""}${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${WEEKDAYS_ZH[at.getUTCDay()]}`;
  }
  return `${WEEKDAYS_EN[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS_EN[at.getUTCMonth()]}${year ? ` ${year}` : ""}`;
}

/** A day written as `2026-11-23`, read as `11月23日 周一`. */
export function formatDay(day: string, now: Instant = Date.now()): string {
  return formatDate(`${day}T00:00:00+08:00`, now);
}

/** `11月23日 周一 14:05`. */
export function formatInstant(instant: Instant, now: Instant = Date.now()): string {
  return `${formatDate(instant, now)} ${formatTime(instant)}`;
}

/** `07:00–11:00`, with `次日` when the end lies on the next day. */
export function formatSpan(start: Instant, end: Instant): string {
  const nextDay = dayOf(start) !== dayOf(end);
  if (language.value === "zh") return `${formatTime(start)}–${nextDay ? "次日 " : ""}${formatTime(end)}`;
  return `${formatTime(start)}–${formatTime(end)}${nextDay ? " next day" : ""}`;
}

/** `2小时15分`; less than a minute reads as `不到1分`. */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const chinese = language.value === "zh";
  if (minutes === 0) return chinese ? "不到1分" : "under 1 min";
  const parts = chinese
    ? [hours ? `${hours}小时` : "", rest ? `${rest}分` : ""]
    : [hours ? `${hours} h` : "", rest ? `${rest} min` : ""];
  return parts.filter(Boolean).join(chinese ? "" : " ");
}

/** `3分前`, `刚刚`, `2小时后`, `5天前`: to be shown with the absolute time beside it. */
export function formatRelative(instant: Instant, now: Instant = Date.now()): string {
  const ms = toMs(instant) - toMs(now);
  const size = Math.abs(ms);
  const chinese = language.value === "zh";
  if (size < MINUTE) return chinese ? "刚刚" : "just now";
  const length =
    size < HOUR
      ? formatDuration(size)
      : size < DAY
        ? chinese
          ? `${Math.floor(size / HOUR)}小时`
          : `${Math.floor(size / HOUR)} h`
        : chinese
          ? `${Math.floor(size / DAY)}天`
          : `${Math.floor(size / DAY)} d`;
  if (chinese) return `${length}${ms < 0 ? "前" : "后"}`;
  return ms < 0 ? `${length} ago` : `in ${length}`;
}

/** `3分前（14:05）`. */
export function formatRelativeWithTime(instant: Instant, now: Instant = Date.now()): string {
  const absolute = dayOf(instant) === dayOf(now) ? formatTime(instant) : formatInstant(instant, now);
  return language.value === "zh"
    ? `${formatRelative(instant, now)}（${absolute}）`
    : `${formatRelative(instant, now)} (${absolute})`;
}

/** Thousands are grouped only from five digits on: `1234`, `12,345`. */
export function formatNumber(value: number, digits = 0): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.length >= 5 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return `${value < 0 ? "-" : ""}${grouped}${fraction ? `.${fraction}` : ""}`;
}

/** `38%`; digits after the point on demand. */
export function formatShare(share: number, digits = 0): string {
  return `${formatNumber(share * 100, digits)}%`;
}

/** `12 米`, `1.2 公里`; the unit never stands alone on a line. */
export function formatMetres(metres: number): string {
  const chinese = language.value === "zh";
  if (metres < 1000) return `${Math.round(metres)}\u00a0${chinese ? "米" : "m"}`;
  return `${(metres / 1000).toFixed(1)}\u00a0${chinese ? "公里" : "km"}`;
}

/** `3.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
