import type { CountRow, FigureBy, ViolationFigures } from "@/domain/statistics/types";
import { formatDay, formatNumber } from "@/ui";
import { type Scope, type Slice, violationsLink } from "./links";
import { words } from "./words";

interface CountTableProps {
  readonly by: FigureBy;
  readonly data: ViolationFigures;
  readonly scope: Scope;
}

/** The same figures as numbers; each number opens its own records. */
export function CountTable({ by, data, scope }: CountTableProps) {
  const c = words().column;
  return (
    <div class="table-frame">
      <table class="table" data-testid={`table-${by}`}>
        <thead>
          <tr>
            <th scope="col">{c[by]}</th>
            <th scope="col" class="end">
              {c.count}
            </th>
            <th scope="col" class="end">
              {c.incomplete}
            </th>
            <th scope="col" class="end">
              {c.late}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <Row key={row.key} by={by} row={row} scope={scope} />
          ))}
        </tbody>
        <tfoot>
          <tr class="strong">
            <td>{words().total}</td>
            <Numbers by={by} id={null} of={data.total} scope={scope} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface RowProps {
  readonly by: FigureBy;
  readonly row: CountRow;
  readonly scope: Scope;
}

function Row({ by, row, scope }: RowProps) {
  return (
    <tr>
      <td>
        <a href={violationsLink(scope, by, row.key, { complete: true })}>
          {by === "day" ? formatDay(row.key) : row.label}
        </a>
      </td>
      <Numbers by={by} id={row.key} of={row} scope={scope} />
    </tr>
  );
}

interface NumbersProps {
  readonly by: FigureBy;
  readonly id: string | null;
  readonly of: { readonly count: number; readonly incomplete: number; readonly late: number };
  readonly scope: Scope;
}

function Numbers({ by, id, of, scope }: NumbersProps) {
  const cells: readonly (readonly [number, Slice])[] = [
    [of.count, { complete: true }],
    [of.incomplete, { complete: false }],
    [of.late, { complete: true, late: true }],
  ];
  return (
    <>
      {cells.map(([value, slice], index) => (
        <td key={index} class="end">
          {value === 0 ? "0" : <a href={violationsLink(scope, by, id, slice)}>{formatNumber(value)}</a>}
        </td>
      ))}
    </>
  );
}
