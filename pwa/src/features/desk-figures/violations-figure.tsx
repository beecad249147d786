import { useServices } from "@/app/services";
import { findViolations, share } from "@/domain/statistics/findings";
import type { CountRow, FigureBy, ViolationFigures } from "@/domain/statistics/types";
import { Card, formatDay, formatNumber, formatShare } from "@/ui";
import { countDays, Loaded, useResource } from "@/ui/desk";
import { BarChart } from "./bar-chart";
import { isDayOff, useDayTypes } from "./calendar";
import { ColumnChart } from "./column-chart";
import { CountTable } from "./count-table";
import { DefinitionNote } from "./definition";
import { type Scope, violationsLink } from "./links";
import { spanWords } from "./span";
import { words } from "./words";

interface FigureProps {
  readonly by: FigureBy;
  readonly scope: Scope;
}

/** Violations by day, unit or group: the finding, the picture, the table, what stands behind them. */
export function ViolationsFigure({ by, scope }: FigureProps) {
  const w = words();
  const { api } = useServices();
  const query = { from: scope.period.from, to: scope.period.to, unit: scope.unit, by };
  const figures = useResource(JSON.stringify(query), (signal) =>
    api.get<ViolationFigures>("/statistics/violations", { query, signal }),
  );
  return (
    <Card title={w.by[by]} testId={`figure-${by}`}>
      <Loaded of={figures} lines={4}>
        {(data) => (
          <div class="stack">
            <p class="sentence">{findingWords(by, data, scope)}</p>
            {data.rows.length === 0 ? null : (
              <>
                <Picture by={by} data={data} scope={scope} />
                <CountTable by={by} data={data} scope={scope} />
              </>
            )}
            <Quality data={data} />
            <DefinitionNote definition={data.definition} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function findingWords(by: FigureBy, data: ViolationFigures, scope: Scope): string {
  const w = words();
  const span = spanWords(scope.period);
  const { total } = data;
  if (total.count === 0) return w.none(span);
  const finding = findViolations(data.rows, total.count);
  if (by === "unit") return w.unitFinding(formatNumber(total.count), formatNumber(finding.rows_with_records));
  if (by === "code_group") {
    const { largest, largest_share } = finding;
    if (largest === null || largest_share === null) {
      return w.groupFindingBare(formatNumber(total.count), formatNumber(finding.rows_with_records));
    }
    return w.groupFinding({
      label: largest.label,
      count: formatNumber(largest.count),
      share: formatShare(largest_share),
    });
  }
  const days = countDays(scope.period.from, scope.period.to);
  const mean = formatNumber(total.count / days, 1);
  const peak =
    finding.largest !== null && days > 1
      ? w.peak(formatDay(finding.largest.key), formatNumber(finding.largest.count))
      : "";
  return w.dayFinding({ span, total: formatNumber(total.count), mean, peak });
}

interface PictureProps extends FigureProps {
  readonly data: ViolationFigures;
}

function Picture({ by, data, scope }: PictureProps) {
  const w = words();
  if (by === "day") return <DayPicture rows={data.rows} scope={scope} />;
  const bars = data.rows.map((row) => ({
    key: row.key,
    label: row.label,
    name: w.openRecords(row.label, formatNumber(row.count)),
    value: row.count,
    shown: formatNumber(row.count),
    href: violationsLink(scope, by, row.key, { complete: true }),
  }));
  return <BarChart title={by === "unit" ? w.chartUnits : w.chartGroups} bars={bars} />;
}

function DayPicture({ rows, scope }: { readonly rows: readonly CountRow[]; readonly scope: Scope }) {
  const w = words();
  const types = useDayTypes(scope.period);
  const columns = rows.map((row) => ({
    key: row.key,
    tick: `${Number(row.key.slice(5, 7))}/${Number(row.key.slice(8))}`,
    name: w.openRecords(formatDay(row.key), formatNumber(row.count)),
    value: row.count,
    striped: isDayOff(types.get(row.key)),
    href: violationsLink(scope, "day", row.key, { complete: true }),
  }));
  return (
    <div>
      <ColumnChart title={w.chartDays} columns={columns} />
      <ul class="chart-legend">
        <li>
          <span class="chart-legend__ink" />
          {w.work}
        </li>
        <li>
          <span class="chart-legend__ink chart-legend__ink--striped" />
          {w.rest}
        </li>
      </ul>
    </div>
  );
}

function Quality({ data }: { readonly data: ViolationFigures }) {
  const w = words();
  const { count, incomplete, late } = data.total;
  const of = (part: number, whole: number) => {
    const value = share(part, whole);
    return value === null ? w.shareUnknown : formatShare(value, 1);
  };
  return (
    <p class="soft small">
      {w.quality({
        incomplete: formatNumber(incomplete),
        incompleteShare: of(incomplete, count + incomplete),
        late: formatNumber(late),
        lateShare: of(late, count),
      })}
    </p>
  );
}
