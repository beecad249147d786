import { type ReadonlySignal, signal } from "@preact/signals";
import type { Fix } from "@/domain/records/types";

export type PositionState = "idle" | "searching" | "ok" | "denied" | "unavailable";

export interface Position {
  fix: ReadonlySignal<Fix | null>;
  state: ReadonlySignal<PositionState>;
  watch(): () => void;
  getFix(options?: { timeout_ms?: number; wanted_accuracy_m?: number }): Promise<Fix | null>;
}

/** The part of the browser's geolocation that is used; tests hand in their own. */
export type Geolocation = Pick<globalThis.Geolocation, "watchPosition" | "clearWatch">;

/** Satellites give tens of metres; what is coarser came from masts or Wi-Fi. */
const GPS_ACCURACY_M = 100;
const DENIED = 1;
const AGEING_MS = 5_000;

function toFix(position: GeolocationPosition, now: number): Fix {
  const { latitude, longitude, accuracy } = position.coords;
  return {
    lat: latitude,
    lon: longitude,
    accuracy_m: accuracy,
    age_s: Math.max(0, (now - position.timestamp) / 1000),
    source: accuracy <= GPS_ACCURACY_M ? "gps" : "network",
  };
}

export function createPosition(geolocation: Geolocation | undefined, now: () => number = Date.now): Position {
  const fix = signal<Fix | null>(null);
  const state = signal<PositionState>(geolocation ? "idle" : "unavailable");
  let last: GeolocationPosition | null = null;
  let watchers = 0;
  let watchId = 0;
  let ageing: ReturnType<typeof setInterval> | undefined;

  function show(): void {
    fix.value = last && toFix(last, now());
  }

  function begin(): void {
    if (!geolocation) return;
    if (last === null) state.value = "searching";
    ageing = setInterval(show, AGEING_MS);
    watchId = geolocation.watchPosition(
      (position) => {
        last = position;
        state.value = "ok";
        show();
      },
      (error) => {
        state.value = error.code === DENIED ? "denied" : last === null ? "unavailable" : "ok";
      },
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 },
    );
  }

  function watch(): () => void {
    watchers += 1;
    if (watchers === 1) begin();
    let active = true;
    return () => {
      if (!active) return;
      active = false;
      watchers -= 1;
      if (watchers > 0) return;
      geolocation?.clearWatch(watchId);
      clearInterval(ageing);
    };
  }

  /** Waits until a fix is good enough, the time is over, or the person said no; then answers the last one. */
  function getFix({ timeout_ms = 10_000, wanted_accuracy_m = 30 } = {}): Promise<Fix | null> {
    const stop = watch();
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        unsubscribe();
        stop();
        resolve(last && toFix(last, now()));
      };
      const timer = setTimeout(finish, timeout_ms);
      let unsubscribe = (): void => undefined;
      const check = (): void => {
        const good = fix.value !== null && fix.value.age_s < 15 && fix.value.accuracy_m <= wanted_accuracy_m;
        if (good || state.value === "denied" || !geolocation) queueMicrotask(finish);
      };
      const unsubscribeFix = fix.subscribe(check);
      const unsubscribeState = state.subscribe(check);
      unsubscribe = () => {
        unsubscribeFix();
        unsubscribeState();
      };
    });
  }

  return { fix, state, watch, getFix };
}
