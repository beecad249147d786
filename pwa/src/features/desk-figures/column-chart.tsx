import { zeroAxis } from "@/domain/statistics/axis";
import { formatNumber } from "@/ui";
import { useWidth } from "./use-width";

export interface Column {
  readonly key: string;
  /** Under the column. */
  readonly tick: string;
  /** For readers and the tooltip. */
  readonly name: string;
  readonly value: number;
  /** Striped instead of solid: days off. */
  readonly striped: boolean;
  readonly href: string;
}

interface ColumnChartProps {
  readonly title: string;
  readonly columns: readonly Column[];
}

const HEIGHT = 220;
const TOP = 20;
const BOTTOM = 24;
const LEFT = 36;
const SMALLEST_FOR_LABEL = 17;
const SMALLEST_FOR_TICK = 34;

/** Counts in order of time: columns from zero, the value on each, each a link to its records. */
export function ColumnChart({ title, columns }: ColumnChartProps) {
  const { box, width } = useWidth<HTMLDivElement>(640);
  const axis = zeroAxis(Math.max(0, ...columns.map((column) => column.value)));
  const step = (width - LEFT) / Math.max(1, columns.length);
  const high = HEIGHT - TOP - BOTTOM;
  const y = (value: number) => TOP + high * (1 - value / axis.max);
  const tickEvery = Math.max(1, Math.ceil(SMALLEST_FOR_TICK / step));
  return (
    <section class="chart" ref={box} aria-label={title}>
      <svg width={width} height={HEIGHT} role="presentation">
        <defs>
          <pattern
            id="stripes"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect class="chart__stripe-ground" width="6" height="6" />
            <rect class="chart__stripe" width="3" height="6" />
          </pattern>
        </defs>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line class="chart__grid" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
            <text class="chart__tick" x={LEFT - 6} y={y(tick)} dy="0.35em" text-anchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        {columns.map((column, index) => (
          <a key={column.key} href={column.href} class="chart__link">
            <title>{column.name}</title>
            <rect class="chart__touch" x={LEFT + step * index} y={0} width={step} height={HEIGHT} />
            <rect
              class={column.striped ? "chart__bar chart__bar--striped" : "chart__bar"}
              x={LEFT + step * index + step * 0.12}
              y={y(column.value)}
              width={step * 0.76}
              height={TOP + high - y(column.value)}
            />
            {step >= SMALLEST_FOR_LABEL ? (
              <text
                class="chart__value"
                x={LEFT + step * (index + 0.5)}
                y={y(column.value) - 4}
                text-anchor="middle"
              >
                {formatNumber(column.value)}
              </text>
            ) : null}
            {index % tickEvery === 0 ? (
              <text class="chart__tick" x={LEFT + step * (index + 0.5)} y={HEIGHT - 6} text-anchor="middle">
                {column.tick}
              </text>
            ) : null}
          </a>
        ))}
      </svg>
    </section>
  );
}
