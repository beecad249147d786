import { formatDay } from "@/ui";
import { countDays, type Period } from "@/ui/desk";
import { words } from "./words";

/** `11月17日 周二至11月23日 周一（7 天）`. */
export function spanWords({ from, to }: Period): string {
  return words().span(formatDay(from), formatDay(to), countDays(from, to));
}
