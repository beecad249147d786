const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;

/** Milliseconds before try number `failures` + 1: doubling to five minutes, each time between half and all of it. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + random() / 2));
}
