import { expect, test } from "vitest";
import { createClock } from "./clock";

const NOW = 1_000_000;

test("the offset is the server's time against the middle of the round trip", () => {
  const clock = createClock(() => NOW);
  clock.measure(NOW + 5_000, NOW - 100, NOW + 100);
  expect(clock.offset.value).toBe(5_000);
  expect(clock.uncertainty.value).toBe(100);
  expect(clock.now()).toBe(NOW + 5_000);
});

test("before any measurement the device is believed and the offset unknown", () => {
  const clock = createClock(() => NOW);
  expect([clock.now(), clock.offset.value]).toEqual([NOW, null]);
});

test("a slow answer does not spoil a sharp reading", () => {
  const clock = createClock(() => NOW);
  clock.measure(NOW + 5_000, NOW - 10, NOW + 10);
  expect(clock.measure(NOW + 5_400, NOW - 1_000, NOW + 1_000)).toBeNull();
  expect(clock.offset.value).toBe(5_000);
});

test("a slow answer that proves the device clock was moved is taken", () => {
  const clock = createClock(() => NOW);
  clock.measure(NOW + 5_000, NOW - 10, NOW + 10);
  clock.measure(NOW + 3_600_000, NOW - 1_000, NOW + 1_000);
  expect(clock.offset.value).toBe(3_600_000);
});

test("a stale reading gives way to a blunter one", () => {
  const clock = createClock(() => NOW);
  clock.restore({ offset_ms: 1, uncertainty_ms: 10, measured_at: NOW - 11 * 60_000 });
  clock.measure(NOW + 20, NOW - 100, NOW + 100);
  expect(clock.offset.value).toBe(20);
});
