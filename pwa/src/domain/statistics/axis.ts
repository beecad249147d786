/** A scale that starts at zero and ends at a round number at or above the largest value. */
export interface Axis {
  readonly max: number;
  /** Ascending, first 0, last `max`. */
  readonly ticks: readonly number[];
}

const ROUND_STEPS = [1, 2, 2.5, 5, 10] as const;

export function zeroAxis(largest: number, wanted = 4, whole = true): Axis {
  if (!(largest > 0)) return { max: 1, ticks: [0, 1] };
  const rough = largest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = ROUND_STEPS.find((step) => step * power >= rough) ?? 10;
  const step = whole ? Math.max(1, Math.ceil(factor * power)) : factor * power;
  const count = Math.ceil(largest / step - 1e-9);
  return { max: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}
