import { beforeEach, expect, test } from "vitest";
import type { RecordDetail } from "@/domain/records/types";
import { setLanguage } from "@/ui";
import { recordSentence } from "./sentence";

const record = {
  kind: "violation",
  occurred_at: "2026-11-23T06:00:00.000Z",
  author: { name: "程海涛", badge_number: "020157", kind: "officer" },
  unit: { name: "交警四大队" },
  post: null,
  data: {
    place: "上海南站南广场",
    direction: "西向东",
    party: "nonmotor",
    plate: null,
    code: "2007",
    outcome: "simple",
  },
} as unknown as RecordDetail;

beforeEach(() => setLanguage("zh"));

test("an offence that names the party is not told twice", () => {
  const told = recordSentence(record, "非机动车不按照交通信号规定通行");
  expect(told).toContain("在上海南站南广场西向东记录：非机动车不按照交通信号规定通行（2007）");
});

test("without the name of the offence the party stands for it", () => {
  expect(recordSentence(record, null)).toContain("记录：非机动车（2007）");
});

test("English puts a space between place and direction", () => {
  setLanguage("en");
  expect(recordSentence(record, "non-motor vehicle disobeying traffic signals")).toContain(
    "at 上海南站南广场 西向东 recorded non-motor vehicle disobeying",
  );
});
