import { useServices } from "@/app/services";
import type { DayType, PostHoursRow } from "@/domain/statistics/types";
import { formatDay } from "@/ui";
import { useDayTypes } from "./calendar";
import { rosterLink, type Scope } from "./links";
import { words } from "./words";

interface PlannedDaysProps {
  readonly rows: readonly PostHoursRow[];
  readonly scope: Scope;
}

/** The rosters behind the planned hours: each day of the period under its day type. */
export function PlannedDays({ rows, scope }: PlannedDaysProps) {
  const { session } = useServices();
  const types = useDayTypes(scope.period);
  // Not everybody who reads figures reads rosters.
  if (!session.can("roster.read") || types.size === 0) return null;
  return (
    <details class="planned-days" data-testid="planned-days">
      <summary>{words().plannedDays}</summary>
      <dl>
        {rows.map((row) => (
          <div key={row.day_type}>
            <dt>{row.label}</dt>
            <dd>
              {daysOf(types, row.day_type).map((day) => (
                <a key={day} href={rosterLink(day)}>
                  {formatDay(day)}
                </a>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function daysOf(types: ReadonlyMap<string, DayType>, type: DayType): string[] {
  return [...types].filter(([, known]) => known === type).map(([day]) => day);
}
