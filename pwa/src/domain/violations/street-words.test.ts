/** Against the names of the list that ships with the software. */
import { expect, test } from "vitest";
import { searchCodes } from "@/domain/reference/code-search";
import type { CodeItem } from "@/domain/reference/types";
import shipped from "../../../../backend/violations/data/violation_codes.csv?raw";
import { STREET_WORD_LIST } from "./street-words";

const PARTIES = { "2": "nonmotor", "3": "pedestrian" } as const;
const CODES: CodeItem[] = shipped
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [code = "", name_zh = ""] = line.split(",");
    const party = code.startsWith("SH-N") ? "nonmotor" : (PARTIES[code[0] as "2" | "3"] ?? "motor");
    const rest = { name_en: "", initials: "", legal_basis: "", group: "", fine_min: 20, fine_max: 200 };
    return { ...rest, code, name_zh, party, points: 0, procedure: "simple", certainty: "high", local: false };
  });

const found = (text: string, party?: CodeItem["party"]): string[] =>
  searchCodes(CODES, [], { text, party }).map((item) => item.code);

test.each(STREET_WORD_LIST)("the street word %s finds something", (word) => {
  expect(found(word)).not.toEqual([]);
});

test.each([
  ["闯红灯", "motor", "1625"],
  ["红灯", "motor", "1625"],
  ["闯红灯", "nonmotor", "2007"],
  ["闯红灯", "pedestrian", "3001"],
  ["逆行", "motor", "1373"],
  ["逆行", "nonmotor", "2004"],
  ["酒驾", "motor", "1712"],
  ["酒驾", "nonmotor", "2010"],
  ["头盔", "motor", "1207"],
  ["头盔", "nonmotor", "SH-N01"],
  ["违停", "motor", "1039"],
  ["违停", "nonmotor", "2014"],
  ["打电话", "motor", "1362"],
  ["打电话", "nonmotor", "SH-N02"],
  ["超速", "motor", "6050"],
  ["超速", "nonmotor", "2012"],
  ["套牌", "motor", "5704"],
  ["无证", "motor", "1005"],
  ["无牌", "motor", "1717"],
  ["斑马线", "motor", "1357"],
  ["变道", "motor", "1043"],
  ["加塞", "motor", "1021"],
] as const)("%s of a %s finds %s", (word, party, code) => {
  expect(found(word, party)).toContain(code);
});

test("the nearest meaning stands first", () => {
  expect(found("闯红灯", "motor")[0]).toBe("1625");
  expect(found("违停", "motor")[0]).toBe("1039");
});

test("half a street word and one inside a longer word are understood", () => {
  expect(found("闯红", "motor")).toContain("1625");
  expect(found("行人闯红灯", "pedestrian")).toContain("3001");
});

test("a street word does not bring in other acts", () => {
  expect(found("闯红灯", "motor")).not.toContain("1039");
  expect(found("酒驾", "motor")).toEqual(["1711", "1712", "1713"]);
});

test("one letter is no street word, and nonsense finds nothing", () => {
  expect(found("闯")).toEqual([]);
  expect(found("飞碟")).toEqual([]);
});
