/** The words for what coverage tells: problems of a seat, classes of road. */
import type { RoadClass } from "@/domain/reference/types";
import type { Words } from "@/shared/words";
import type { SeatProblem } from "./types";

export const SEAT_PROBLEM_WORDS: Record<SeatProblem, Words> = {
  not_manned: { zh: "无人在岗", en: "Nobody on post" },
  late: { zh: "逾时未到岗", en: "Not arrived in time" },
  wrong_kind: { zh: "人员类别不符", en: "Wrong kind of person" },
  unplanned: { zh: "未排班到岗", en: "Present without a plan" },
  outside: { zh: "定位在岗区外", en: "Position outside the post" },
};

export const ROAD_CLASS_WORDS: Record<RoadClass, Words> = {
  highway: { zh: "高速公路", en: "Highway" },
  expressway: { zh: "快速路", en: "Expressway" },
  main: { zh: "主干路", en: "Main road" },
  secondary: { zh: "次干路", en: "Secondary road" },
  branch: { zh: "支路", en: "Branch road" },
};
