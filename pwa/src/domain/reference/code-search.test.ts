import { expect, test } from "vitest";
import { type CodeHabit, listInForce, searchCodes } from "./code-search";
import type { CodeItem } from "./types";

function item(code: string, name_zh: string, initials: string, more: Partial<CodeItem> = {}): CodeItem {
  const rest = { name_en: "", legal_basis: "", fine_min: 20, fine_max: 200, points: 0, procedure: "simple" };
  return {
    code,
    name_zh,
    initials,
    party: "motor",
    group: "10",
    certainty: "high",
    local: false,
    ...rest,
    ...more,
  };
}

const items = [
  item("1018", "机动车不在机动车道内行驶", "jdcbzjdcdnxs"),
  item("1039", "违反规定停放、临时停车", "wfgdtflstc", { name_en: "illegal parking" }),
  item("1208", "驾车时拨打接听手持电话", "jcsbdjtscdh", { legal_basis: "实施条例62(3)" }),
  item("2001", "非机动车逆向行驶", "fjdcnxxs", { party: "nonmotor" }),
];
const found = (text: string, habits: CodeHabit[] = [], more = {}): string[] =>
  searchCodes(items, habits, { text, ...more }).map((one) => one.code);

const habit = (code: string, more: Partial<CodeHabit>): CodeHabit => {
  return { code, favourite: false, count: 1, posts: {}, last_used_at: 0, ...more };
};

test("a code is found by its number and by its first digits", () => {
  expect(found("1039")).toEqual(["1039"]);
  expect(found("10")).toEqual(["1018", "1039"]);
});

test("by pinyin initials, the beginning before the middle", () => {
  expect(found("wfgd")).toEqual(["1039"]);
  expect(found("jdc")).toEqual(["1018", "2001"]);
});

test("by words of the name in Chinese and English, and by the article", () => {
  expect(found("停车")).toEqual(["1039"]);
  expect(found("park")).toEqual(["1039"]);
  expect(found("62(3)")).toEqual(["1208"]);
});

test("every word must fit", () => {
  expect(found("行驶 逆向")).toEqual(["2001"]);
  expect(found("行驶 电话")).toEqual([]);
});

test("full-width digits are digits", () => {
  expect(found("１２０８")).toEqual(["1208"]);
});

test("with nothing typed the most used here stands first, a favourite before it", () => {
  const habits = [
    habit("1208", { count: 5 }),
    habit("1039", { count: 3, posts: { p: 3 } }),
    habit("1018", { favourite: true }),
  ];
  expect(found("", habits, { post: "p" })).toEqual(["1018", "1039", "1208", "2001"]);
});

test("only acts of the chosen party are offered", () => {
  expect(found("", [], { party: "nonmotor" })).toEqual(["2001"]);
});

test("the list in force on a day is the newest that is valid then", () => {
  const list = (version: string, valid_from: string, valid_to: string | null) => ({
    version,
    valid_from,
    valid_to,
    items: [],
  });
  const lists = [
    list("1", "2025-01-01", "2026-06-30"),
    list("2", "2026-07-01", null),
    list("3", "2027-01-01", null),
  ];
  expect(listInForce(lists, "2026-06-30")?.version).toBe("1");
  expect(listInForce(lists, "2026-11-23")?.version).toBe("2");
  expect(listInForce(lists, "2024-01-01")).toBeNull();
});
