/** The words people read for the closed lists of the record contract. One word per thing, the same on every screen. */
import type { PersonKind } from "@/domain/identity/types";
import type { Words } from "@/shared/words";
import type { Channel, FixVerdict, Outcome, Party, RecordKind, RecordState, Seat } from "./types";

export const RECORD_KIND_WORDS: Record<RecordKind, Words> = {
  check_in: { zh: "到岗", en: "Check-in" },
  check_out: { zh: "离岗", en: "Check-out" },
  violation: { zh: "违法记录", en: "Violation" },
};

export const SEAT_WORDS: Record<Seat, Words> = {
  centre: { zh: "路中指挥", en: "Road centre" },
  roadside: { zh: "路边协管", en: "Roadside" },
};

export const VERDICT_WORDS: Record<FixVerdict, Words> = {
  inside: { zh: "在岗区内", en: "Inside the post" },
  uncertain: { zh: "不确定", en: "Uncertain" },
  outside: { zh: "岗区外", en: "Outside the post" },
  no_fix: { zh: "无定位", en: "No position" },
};

export const PARTY_WORDS: Record<Party, Words> = {
  motor: { zh: "机动车", en: "Motor vehicle" },
  nonmotor: { zh: "非机动车", en: "Non-motor" },
  pedestrian: { zh: "行人", en: "Pedestrian" },
  passenger: { zh: "乘车人", en: "Passenger" },
};

export const OUTCOME_WORDS: Record<Outcome, Words> = {
  oral_warning: { zh: "口头警告", en: "Oral warning" },
  simple: { zh: "简易程序", en: "Simple procedure" },
  ordinary_notice: { zh: "普通程序，开具通知书", en: "Ordinary procedure, notice" },
  measure_voucher: { zh: "强制措施凭证", en: "Voucher for a measure" },
  transferred: { zh: "移交", en: "Transferred" },
};

export const CHANNEL_WORDS: Record<Channel, Words> = {
  street: { zh: "路面发现", en: "Street" },
  video: { zh: "视频巡查", en: "Video patrol" },
  camera: { zh: "电子设备", en: "Camera" },
  citizen: { zh: "群众举报", en: "Citizen" },
  lead: { zh: "线索", en: "Lead" },
  operation: { zh: "专项行动", en: "Operation" },
};

export const RECORD_STATE_WORDS: Record<RecordState, Words> = {
  accepted: { zh: "已接收", en: "Accepted" },
  under_review: { zh: "审核中", en: "Under review" },
  returned: { zh: "已退回", en: "Returned" },
  voided: { zh: "已作废", en: "Voided" },
};

export const PERSON_KIND_WORDS: Record<PersonKind, Words> = {
  officer: { zh: "民警", en: "Officer" },
  duty_auxiliary: { zh: "勤务辅警", en: "Duty auxiliary" },
  clerical_auxiliary: { zh: "文职辅警", en: "Clerical auxiliary" },
  civilian: { zh: "文职人员", en: "Civilian" },
};
