import { type ReadonlySignal, signal } from "@preact/signals";

/** One measurement of the server's clock against the device's. */
export interface Reading {
  offset_ms: number;
  uncertainty_ms: number;
  /** Milliseconds, device clock. */
  measured_at: number;
}

/** A sharper reading is not given up for a blunter one until it is this old. */
const STALE_MS = 10 * 60_000;

export interface Clock {
  now(): number;
  deviceNow(): number;
  offset: ReadonlySignal<number | null>;
  uncertainty: ReadonlySignal<number | null>;
  measuredAt: ReadonlySignal<number | null>;
  tick: ReadonlySignal<number>;
  /** Takes a server time that came between two moments of the device; answers the reading if it was used. */
  measure(serverTime: number, sentAt: number, receivedAt: number): Reading | null;
  restore(reading: Reading): void;
}

export function createClock(deviceNow: () => number = Date.now): Clock {
  const offset = signal<number | null>(null);
  const uncertainty = signal<number | null>(null);
  const measuredAt = signal<number | null>(null);
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = signal(deviceNow(), {
    watched() {
      timer = setInterval(() => {
        tick.value = deviceNow();
      }, 1000);
    },
    unwatched() {
      clearInterval(timer);
    },
  });

  function restore(reading: Reading): void {
    offset.value = reading.offset_ms;
    uncertainty.value = reading.uncertainty_ms;
    measuredAt.value = reading.measured_at;
  }

  /** True when the device clock itself was moved since, or the old reading is blunter or stale. */
  function isBetter(next: Reading): boolean {
    if (offset.value === null || uncertainty.value === null || measuredAt.value === null) return true;
    const moved = Math.abs(next.offset_ms - offset.value) > next.uncertainty_ms + uncertainty.value;
    const stale = next.measured_at - measuredAt.value > STALE_MS;
    return moved || stale || next.uncertainty_ms <= uncertainty.value;
  }

  return {
    deviceNow,
    now: () => deviceNow() + (offset.value ?? 0),
    offset,
    uncertainty,
    measuredAt,
    tick,
    restore,
    measure(serverTime, sentAt, receivedAt) {
      const next: Reading = {
        offset_ms: Math.round(serverTime - (sentAt + receivedAt) / 2),
        uncertainty_ms: Math.ceil(Math.max(0, receivedAt - sentAt) / 2),
        measured_at: receivedAt,
      };
      if (!isBetter(next)) return null;
      restore(next);
      return next;
    },
  };
}
