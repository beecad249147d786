import type { Words } from "@/shared/words";
import type { DayType } from "./types";

/** A day type is a stored fact of each day, not its weekday: a Saturday can be an adjusted workday. */
export const DAY_TYPE_WORDS: Record<DayType, Words> = {
  workday: { zh: "工作日", en: "Workday" },
  adjusted_workday: { zh: "调休工作日", en: "Adjusted workday" },
  weekend: { zh: "双休日", en: "Weekend" },
  holiday: { zh: "节假日", en: "Holiday" },
};
