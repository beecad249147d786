import { afterEach, expect, test } from "vitest";
import {
  dayOf,
  formatBytes,
  formatDuration,
  formatInstant,
  formatMetres,
  formatNumber,
  formatRelative,
  formatRelativeWithTime,
  formatSpan,
} from "./format";
import { setLanguage } from "./words";

const NOW = "2026-11-23T06:05:00.000Z";

afterEach(() => setLanguage("zh"));

test("an instant is read as a Shanghai date with weekday and time", () => {
  expect(formatInstant(NOW, NOW)).toBe("11月23日 周一 14:05");
  setLanguage("en");
  expect(formatInstant(NOW, NOW)).toBe("Mon 23 Nov 14:05");
});

test("the year is said only when it is another one", () => {
  expect(formatInstant("2025-12-31T16:30:00Z", NOW)).toBe("1月1日 周四 00:30");
  expect(formatInstant("2025-12-31T15:30:00Z", NOW)).toBe("2025年12月31日 周三 23:30");
});

test("the day begins at midnight in Shanghai, not in Greenwich", () => {
  expect(dayOf("2026-11-22T16:00:00Z")).toBe("2026-11-23");
  expect(dayOf("2026-11-22T15:59:59Z")).toBe("2026-11-22");
});

test("durations leave out what is nothing", () => {
  expect(formatDuration(135 * 60_000)).toBe("2小时15分");
  expect(formatDuration(120 * 60_000)).toBe("2小时");
  expect(formatDuration(9 * 60_000)).toBe("9分");
  expect(formatDuration(59_000)).toBe("不到1分");
  setLanguage("en");
  expect(formatDuration(135 * 60_000)).toBe("2 h 15 min");
});

test("relative times stand beside the absolute one", () => {
  expect(formatRelative("2026-11-23T06:02:00Z", NOW)).toBe("3分前");
  expect(formatRelative("2026-11-23T08:05:00Z", NOW)).toBe("2小时后");
  expect(formatRelative(NOW, NOW)).toBe("刚刚");
  expect(formatRelativeWithTime("2026-11-20T06:05:00Z", NOW)).toBe("3天前（11月20日 周五 14:05）");
  expect(formatRelativeWithTime("2026-11-23T06:02:00Z", NOW)).toBe("3分前（14:02）");
});

test("thousands are grouped from five digits on", () => {
  expect(formatNumber(1234)).toBe("1234");
  expect(formatNumber(12345)).toBe("12,345");
  expect(formatNumber(-1234567.5, 1)).toBe("-1,234,567.5");
});

test("a shift over midnight names the next day", () => {
  expect(formatSpan("2026-11-23T14:00:00Z", "2026-11-23T22:00:00Z")).toBe("22:00–次日 06:00");
  expect(formatSpan("2026-11-23T01:00:00Z", "2026-11-23T05:00:00Z")).toBe("09:00–13:00");
});

test("lengths and sizes have fitting units", () => {
  expect(formatMetres(12.4)).toBe("12\u00a0米");
  expect(formatMetres(1234)).toBe("1.2\u00a0公里");
  expect(formatBytes(301_244)).toBe("301 KB");
  expect(formatBytes(3_200_000)).toBe("3.2 MB");
});
