import { zeroAxis } from "@/domain/statistics/axis";
import { useWidth } from "./use-width";

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly name: string;
  readonly value: number;
  /** As written at the end of the bar. */
  readonly shown: string;
  /** A second length, drawn as an outline behind the bar: what was planned. */
  readonly target?: number;
  readonly targetShown?: string;
  readonly href: string;
}

interface BarChartProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly whole?: boolean;
}

const ROW = 34;
const BAR = 20;
const CHARACTER = 13;
const VALUE_ROOM = 76;

/** Horizontal bars from zero with their names before and their values behind; each a link to its records. */
export function BarChart({ title, bars, whole = true }: BarChartProps) {
  const { box, width } = useWidth<HTMLDivElement>(640);
  const longest = Math.max(3, ...bars.map((bar) => [...bar.label].length));
  const left = Math.min(width * 0.38, longest * CHARACTER + 12);
  const axis = zeroAxis(Math.max(0, ...bars.map((bar) => Math.max(bar.value, bar.target ?? 0))), 4, whole);
  const long = (value: number) => ((width - left - VALUE_ROOM) * value) / axis.max;
  const height = bars.length * ROW + 4;
  return (
    <section class="chart" ref={box} aria-label={title}>
      <svg width={width} height={height} role="presentation">
        {bars.map((bar, index) => {
          const top = index * ROW + (ROW - BAR) / 2;
          const end = left + long(Math.max(bar.value, bar.target ?? 0));
          return (
            <a key={bar.key} href={bar.href} class="chart__link">
              <title>{bar.name}</title>
              <rect class="chart__touch" x={0} y={index * ROW} width={width} height={ROW} />
              <text class="chart__label" x={left - 8} y={top + BAR / 2} dy="0.35em" text-anchor="end">
                {shorten(bar.label, Math.floor(left / CHARACTER))}
              </text>
              {bar.target === undefined ? null : (
                <rect class="chart__target" x={left} y={top - 3} width={long(bar.target)} height={BAR + 6} />
              )}
              <rect class="chart__bar" x={left} y={top} width={long(bar.value)} height={BAR} />
              <text class="chart__value" x={end + 6} y={top + BAR / 2} dy="0.35em">
                {bar.shown}
              </text>
            </a>
          );
        })}
        <line class="chart__zero" x1={left} x2={left} y1={0} y2={height} />
      </svg>
    </section>
  );
}

function shorten(text: string, room: number): string {
  const characters = [...text];
  return characters.length <= room ? text : `${characters.slice(0, Math.max(1, room - 1)).join("")}…`;
}
