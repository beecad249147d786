import type { Words } from "@/shared/words";
import type { DayType } from "./types";

/** A day type is a stored fact of each day, not its weekday: a Saturday can be an adjusted workday. */
export const DAY_TYPE_WORDS: Record<DayType, Words> = {
  workday: { zh: "工作日", en: "Workday" },
  adjusted_workday: { zh: "调休工作日", en: "Adjusted workday" },
  weekend: { zh: "双休日", en: "Weekend" },
  holiday: { zh: "节假日", en: "Holiday" },
};

/** The headings that offence codes stand under, in the order of display. */
export const CODE_GROUP_WORDS: Readonly<Record<string, Words>> = {
  motor: { zh: "机动车", en: "Motor vehicles" },
  nonmotor: { zh: "非机动车", en: "Non-motor vehicles" },
  pedestrian: { zh: "行人", en: "Pedestrians" },
  passenger: { zh: "乘车人", en: "Passengers" },
  highway: { zh: "高速公路", en: "Motorways" },
  other: { zh: "其他", en: "Other" },
  local: { zh: "本市", en: "Shanghai" },
};
