import { useServices } from "@/app/services";
import { addHours, balanceOfDays, mannedShare } from "@/domain/statistics/findings";
import type { PostHoursFigures, PostHoursRow } from "@/domain/statistics/types";
import { Card, formatNumber, formatShare } from "@/ui";
import { joinClauses, joinProse, Loaded, useResource } from "@/ui/desk";
import { BarChart } from "./bar-chart";
import { DefinitionNote } from "./definition";
import { postHoursLink, type Scope } from "./links";
import { PlannedDays } from "./planned-days";
import { spanWords } from "./span";
import { words } from "./words";

/** Planned and manned hours on posts by day type. */
export function HoursFigure({ scope }: { readonly scope: Scope }) {
  const w = words();
  const { api } = useServices();
  const query = { from: scope.period.from, to: scope.period.to, unit: scope.unit };
  const figures = useResource(JSON.stringify(query), (signal) =>
    api.get<PostHoursFigures>("/statistics/post-hours", { query, signal }),
  );
  return (
    <Card title={w.hours} testId="figure-hours">
      <Loaded of={figures} lines={4}>
        {(data) => <Hours data={data} scope={scope} />}
      </Loaded>
    </Card>
  );
}

interface HoursProps {
  readonly data: PostHoursFigures;
  readonly scope: Scope;
}

function Hours({ data, scope }: HoursProps) {
  const w = words();
  const total = addHours(data.rows);
  const rows = data.rows.filter((row) => row.days > 0);
  return (
    <div class="stack">
      <p class="sentence">{findingWords(data, scope)}</p>
      {rows.length === 0 ? null : (
        <>
          <HoursPicture rows={rows} scope={scope} />
          <HoursTable rows={rows} scope={scope} />
          <PlannedDays rows={rows} scope={scope} />
          <p class="soft small">
            {w.hoursQuality(formatNumber(total.open_shifts), formatNumber(total.days))}
          </p>
        </>
      )}
      <DefinitionNote definition={data.definition} />
    </div>
  );
}

function findingWords(data: PostHoursFigures, scope: Scope): string {
  const w = words();
  const total = addHours(data.rows);
  const share = mannedShare(total);
  if (share === null && total.manned_hours === 0) return w.hoursNone(spanWords(scope.period));
  const balance = balanceOfDays(data.rows);
  const sum = w.hoursFinding(
    formatNumber(total.planned_hours, 1),
    formatNumber(total.manned_hours, 1),
    share === null ? w.shareUnknown : formatShare(share),
  );
  if (balance === null) return sum;
  const compared = w.balance({
    weekend: formatNumber(balance.weekend_hours_per_day, 1),
    workday: formatNumber(balance.workday_hours_per_day, 1),
    ratio: formatNumber(balance.ratio, 2),
  });
  return joinProse([`${compared}${balance.within_band ? w.inBand : w.outOfBand}`, sum]);
}

interface RowsProps {
  readonly rows: readonly PostHoursRow[];
  readonly scope: Scope;
}

function HoursPicture({ rows, scope }: RowsProps) {
  const w = words();
  const bars = rows.map((row) => {
    const [manned, planned] = [row.manned_hours / row.days, row.planned_hours / row.days];
    const shown = formatNumber(manned, 1);
    return {
      key: row.day_type,
      label: row.label,
      name: w.openRecords(
        row.label,
        joinClauses([
          `${w.manned} ${w.hoursUnit(shown)}`,
          `${w.planned} ${w.hoursUnit(formatNumber(planned, 1))}`,
        ]),
      ),
      value: manned,
      target: planned,
      shown: `${shown} / ${formatNumber(planned, 1)}`,
      href: postHoursLink(scope, row.day_type),
    };
  });
  return (
    <div>
      <p class="soft small">{w.chartHours}</p>
      <BarChart title={w.chartHours} bars={bars} whole={false} />
      <ul class="chart-legend">
        <li>
          <span class="chart-legend__ink" />
          {w.manned}
        </li>
        <li>
          <span class="chart-legend__ink chart-legend__ink--target" />
          {w.planned}
        </li>
      </ul>
    </div>
  );
}

function HoursTable({ rows, scope }: RowsProps) {
  const c = words().column;
  const heads = [c.days, c.planned, c.manned, c.share, c.perDay, c.open];
  return (
    <div class="table-frame">
      <table class="table" data-testid="table-hours">
        <thead>
          <tr>
            <th scope="col">{c.dayType}</th>
            {heads.map((head) => (
              <th key={head} scope="col" class="end">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <HoursRow key={row.day_type} row={row} href={postHoursLink(scope, row.day_type)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HoursRow({ row, href }: { readonly row: PostHoursRow; readonly href: string }) {
  const share = mannedShare(row);
  return (
    <tr>
      <td>
        <a href={href}>{row.label}</a>
      </td>
      <td class="end">{formatNumber(row.days)}</td>
      <td class="end">{formatNumber(row.planned_hours, 1)}</td>
      <td class="end">
        <a href={href}>{formatNumber(row.manned_hours, 1)}</a>
      </td>
      <td class="end">{share === null ? "—" : formatShare(share)}</td>
      <td class="end">{formatNumber(row.manned_hours / row.days, 1)}</td>
      <td class="end">{formatNumber(row.open_shifts)}</td>
    </tr>
  );
}
