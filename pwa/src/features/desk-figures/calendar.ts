import { useServices } from "@/app/services";
import type { DayType } from "@/domain/statistics/types";
import type { Period } from "@/ui/desk";
import { useResource } from "@/ui/desk";

interface CalendarDay {
  readonly day: string;
  readonly day_type: DayType;
  readonly name: string | null;
}

/** The stored type of each day of the period; empty until read, and when it cannot be read. */
export function useDayTypes(period: Period): ReadonlyMap<string, DayType> {
  const { api } = useServices();
  const calendar = useResource(`${period.from} ${period.to}`, (signal) =>
    api.get<{ items: CalendarDay[] }>("/calendar", { query: { from: period.from, to: period.to }, signal }),
  );
  return new Map(calendar.data?.items.map((item) => [item.day, item.day_type]));
}

export function isDayOff(type: DayType | undefined): boolean {
  return type === "weekend" || type === "holiday";
}
