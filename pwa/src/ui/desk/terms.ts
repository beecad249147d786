import { defineWords } from "../words";

/** The police's own terms for the codes that the desk shows; the codes are those of the interface. */
export const terms = defineWords(
  "terms",
  {
    seat: { centre: "路中", roadside: "路边" },
    seatLong: { centre: "路中指挥", roadside: "路边协管" },
    person: {
      officer: "民警",
      duty_auxiliary: "勤务辅警",
      clerical_auxiliary: "文职辅警",
      civilian: "职工",
    },
    problem: {
      not_manned: "无人在岗",
      late: "逾时未到岗",
      wrong_kind: "人员类别不符",
      unplanned: "未排班到岗",
      outside: "定位在岗位范围外",
    },
    verdict: {
      inside: "在岗位范围内",
      uncertain: "可能在范围内",
      outside: "在岗位范围外",
      no_fix: "无定位",
    },
    kind: { check_in: "到岗", check_out: "离岗", violation: "违法" },
    state: { accepted: "已接收", under_review: "审核中", returned: "已退回", voided: "已作废" },
    outcome: {
      oral_warning: "口头警告",
      simple: "简易程序",
      ordinary_notice: "一般程序通知",
      measure_voucher: "强制措施凭证",
      transferred: "移交处理",
    },
    channel: {
      street: "路面执勤",
      video: "视频巡查",
      camera: "电子监控",
      citizen: "群众举报",
      lead: "辅警线索",
      operation: "专项行动",
    },
    party: { motor: "机动车", nonmotor: "非机动车", pedestrian: "行人", passenger: "乘车人" },
    dayType: { workday: "工作日", adjusted_workday: "调休工作日", weekend: "双休日", holiday: "节假日" },
    source: { gps: "卫星定位", network: "网络定位", manual: "人工标注" },
    procedure: { simple: "简易程序", ordinary: "一般程序" },
    road: {
      highway: "高速公路",
      expressway: "快速路",
      main: "主干路",
      secondary: "次干路",
      branch: "支路",
    },
    force: {
      traffic_police: "交警",
      police_station: "派出所",
      special_police: "特警",
      rotation_force: "轮训轮值",
      office_reinforcement: "机关增援",
    },
    unknown: "未说明",
  },
  {
    seat: { centre: "Centre", roadside: "Roadside" },
    seatLong: { centre: "Road centre, directing", roadside: "Roadside, assisting" },
    person: {
      officer: "Officer",
      duty_auxiliary: "Duty auxiliary",
      clerical_auxiliary: "Clerical auxiliary",
      civilian: "Civilian staff",
    },
    problem: {
      not_manned: "Nobody on post",
      late: "Not arrived in time",
      wrong_kind: "Wrong kind of person",
      unplanned: "Present without a plan",
      outside: "Position outside the post",
    },
    verdict: {
      inside: "Inside the post",
      uncertain: "Possibly inside",
      outside: "Outside the post",
      no_fix: "No position",
    },
    kind: { check_in: "Check-in", check_out: "Check-out", violation: "Violation" },
    state: { accepted: "Accepted", under_review: "Under review", returned: "Returned", voided: "Voided" },
    outcome: {
      oral_warning: "Oral warning",
      simple: "Simple procedure",
      ordinary_notice: "Notice, ordinary procedure",
      measure_voucher: "Voucher of a measure",
      transferred: "Transferred",
    },
    channel: {
      street: "On the street",
      video: "Video patrol",
      camera: "Camera",
      citizen: "Citizen report",
      lead: "Lead of an auxiliary",
      operation: "Operation",
    },
    party: {
      motor: "Motor vehicle",
      nonmotor: "Non-motor vehicle",
      pedestrian: "Pedestrian",
      passenger: "Passenger",
    },
    dayType: {
      workday: "Workday",
      adjusted_workday: "Adjusted workday",
      weekend: "Weekend",
      holiday: "Holiday",
    },
    source: { gps: "Satellite", network: "Network", manual: "Set by hand" },
    procedure: { simple: "Simple", ordinary: "Ordinary" },
    road: {
      highway: "Highway",
      expressway: "Expressway",
      main: "Main road",
      secondary: "Secondary road",
      branch: "Branch road",
    },
    force: {
      traffic_police: "Traffic police",
      police_station: "Police station",
      special_police: "Special police",
      rotation_force: "Rotation force",
      office_reinforcement: "Office reinforcement",
    },
    unknown: "Not stated",
  },
);

/** The word for a code; a code this version does not know is shown as it is, never hidden. */
export function term(book: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (code === null || code === undefined || code === "") return terms().unknown;
  return book[code] ?? code;
}
