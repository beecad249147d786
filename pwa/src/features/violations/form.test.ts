import { expect, test } from "vitest";
import type { Grant, Me } from "@/domain/identity/types";
import type { CodeItem } from "@/domain/reference/types";
import {
  mayEnforce,
  mayRecordViolations,
  needsSecondOfficer,
  outcomesFor,
  outcomesOf,
  procedureOf,
  secondOfficers,
} from "@/domain/violations/law";
import { changeForm, emptyForm, type FormAct, isUntouched, readDraft, type ViolationForm } from "./form";
import { factsOf, missingOf, toData } from "./problems";
import { factsSentence, fineText } from "./sentence";

const START = { post: "p1", shift: "s1", place: "漕溪北路零陵路口" };

const LANE: CodeItem = {
  code: "1018",
  name_zh: "机动车不在机动车道内行驶",
  name_en: "driving outside the motor lane",
  party: "motor",
  legal_basis: "道交法36,90",
  fine_min: 20,
  fine_max: 200,
  points: 0,
  procedure: "simple",
  group: "lane",
  initials: "jdcbzjdcdnxs",
  certainty: "high",
  local: false,
};
const NO_LICENCE: CodeItem = {
  ...LANE,
  code: "1005",
  name_zh: "未取得驾驶证驾驶机动车",
  fine_min: 200,
  fine_max: 2000,
  procedure: "ordinary",
};

const run = (acts: readonly FormAct[], from: ViolationForm = emptyForm(START)) =>
  acts.reduce(changeForm, from);

const typed = (text: string, guess: string | null = "02"): FormAct => ({
  type: "plate",
  plate: { text, cursor: text.length },
  guess,
});

/**
 * The usual way, by taps besides typing the plate:
 * 1 round button · 2 违法记录 · 3 first photo · 4 second photo · 5 下一步 · (plate) · 6 下一步 · 7 the offence · 8 保存.
 */
test("eight taps besides typing make a complete record", () => {
  const form = run([
    { type: "photo", at: 1000, fix: null },
    { type: "photo", at: 12_000, fix: null },
    { type: "go", step: "plate" },
    typed("沪A12345"),
    { type: "go", step: "offence" },
    { type: "code", code: "1018", outcome: "simple", party: "motor" },
  ]);
  expect(form.step).toBe("check");
  expect(missingOf(form, 2, 2, LANE)).toEqual([]);
  expect(toData(form, LANE, "2022.1", "simple")).toEqual({
    code: "1018",
    code_version: "2022.1",
    party: "motor",
    plate_kind: "02",
    plate: "沪A12345",
    plate_typed: "沪A12345",
    plate_confirmed: false,
    place: "漕溪北路零陵路口",
    direction: null,
    facts:
      "驾驶人驾驶号牌为沪A12345的小型汽车，在漕溪北路零陵路口，实施“机动车不在机动车道内行驶”的违法行为。",
    outcome: "simple",
    second_officer: null,
    channel: "street",
  });
});

test("the act is dated by its first photo", () => {
  const form = run([
    { type: "photo", at: 1000, fix: null },
    { type: "photo", at: 12_000, fix: null },
  ]);
  expect(form.at).toBe(1000);
});

test("an empty form names everything that is missing, in the order of the steps", () => {
  expect(missingOf(emptyForm({ ...START, place: "" }), 0, 2, null)).toEqual([
    "photos",
    "plate",
    "offence",
    "place",
  ]);
});

test("one photo is not enough", () => {
  const form = run([typed("沪A12345"), { type: "code", code: "1018", outcome: "simple", party: "motor" }]);
  expect(missingOf(form, 1, 2, LANE)).toEqual(["photos"]);
});

test("a kind chosen by hand survives further typing, a guessed one follows the form", () => {
  expect(run([typed("沪A1234"), typed("沪AD12345", "52")]).plateKind).toBe("52");
  expect(run([typed("沪A12345"), { type: "kind", kind: "01" }, typed("沪A12346", "02")]).plateKind).toBe(
    "01",
  );
});

test("a confirmation holds only for the number that was looked at", () => {
  const confirmed = run([typed("沪AD1234"), { type: "confirm_plate", confirmed: true }]);
  expect(missingOf(confirmed, 2, 2, null)).not.toContain("plate_confirmation");
  const other = run([typed("沪AD1235")], confirmed);
  expect(missingOf(other, 2, 2, null)).toContain("plate_confirmation");
});

test("no plate is a choice, and leaves the number out", () => {
  const form = run([
    { type: "kind", kind: "41" },
    { type: "code", code: "1018", outcome: "simple", party: "motor" },
  ]);
  expect(missingOf(form, 2, 2, LANE)).toEqual([]);
  const data = toData(form, LANE, "v", "simple");
  expect([data.plate_kind, data.plate, data.plate_typed]).toEqual(["41", null, null]);
  expect(data.facts).toContain("无号牌机动车");
});

test("a pedestrian needs no plate, a rider may have free text of up to sixteen characters", () => {
  expect(missingOf(run([{ type: "party", party: "pedestrian" }]), 2, 2, null)).toEqual(["offence"]);
  const rider = run([
    { type: "party", party: "nonmotor" },
    { type: "plate_text", text: " 沪 a123456 " },
  ]);
  expect(toData(rider, LANE, "v", "simple").plate).toBe("沪A123456");
  const long = run([{ type: "plate_text", text: "12345678901234567" }], rider);
  expect(missingOf(long, 2, 2, null)).toContain("plate");
});

test("another party forgets plate kind and offence, which do not fit it", () => {
  const form = run([
    typed("沪A12345"),
    { type: "code", code: "1018", outcome: "simple", party: "motor" },
    { type: "party", party: "nonmotor" },
  ]);
  expect([form.plateKind, form.code, form.outcome]).toEqual([null, null, null]);
});

test("two hundred yuan itself is simple, more is ordinary", () => {
  expect(procedureOf({ ...LANE, fine_max: 200 })).toBe("simple");
  expect(procedureOf({ ...LANE, fine_max: 201 })).toBe("ordinary");
  expect(procedureOf({ ...LANE, fine_max: null })).toBe("ordinary");
  expect(procedureOf({ ...LANE, legal_basis: "道交法91; 并处暂扣驾驶证" })).toBe("ordinary");
  expect(outcomesOf("ordinary")).not.toContain("simple");
});

test("ordinary procedure asks for a second officer, simple does not", () => {
  const form = run([
    typed("沪A12345"),
    { type: "code", code: "1005", outcome: "ordinary_notice", party: "motor" },
  ]);
  expect(missingOf(form, 2, 2, NO_LICENCE)).toEqual(["second_officer"]);
  expect(missingOf(run([{ type: "second_officer", person: "x" }], form), 2, 2, NO_LICENCE)).toEqual([]);
  expect(needsSecondOfficer("simple", "simple")).toBe(false);
});

test("only officers other than oneself stand as second officer, partners first", () => {
  const person = (id: string, kind: "officer" | "duty_auxiliary") => ({
    id,
    name: id,
    badge_number: id,
    kind,
    unit_id: "u",
  });
  const all = [
    person("a", "officer"),
    person("me", "officer"),
    person("b", "officer"),
    person("c", "duty_auxiliary"),
  ];
  expect(secondOfficers(all, "me", ["b"]).map((one) => one.id)).toEqual(["b", "a"]);
});

const me = (kind: Me["person"]["kind"], grants: Grant[]): Me => ({
  person: { id: "me", name: "张", badge_number: "1", kind, unit: { id: "u", name: "u", kind: "squad" } },
  roles: [],
  capabilities: ["self", "record.write"],
  scopes: {},
  grants,
  must_change_password: false,
});
const GRANT: Grant = {
  party: "motor",
  procedure: "simple",
  valid_from: "2026-01-01",
  valid_to: "2026-12-31",
};

test("an auxiliary never enforces, whatever grant is written beside the name", () => {
  expect(mayRecordViolations(me("duty_auxiliary", [GRANT]), "2026-11-23")).toBe(false);
});

test("a grant covers its party, its procedure and its days, the last one included", () => {
  const officer = me("officer", [GRANT]);
  expect(mayEnforce(officer, LANE, "simple", "2026-12-31")).toBe(true);
  expect(mayEnforce(officer, LANE, "simple", "2027-01-01")).toBe(false);
  expect(mayEnforce(officer, { ...LANE, party: "nonmotor" }, "simple", "2026-11-23")).toBe(false);
  expect(mayRecordViolations(officer, "2027-01-01")).toBe(false);
});

test("with a simple grant an ordinary matter can only be handed over", () => {
  expect(outcomesFor(me("officer", [GRANT]), NO_LICENCE, "2026-11-23")).toEqual(["transferred"]);
  const ordinary = me("officer", [{ ...GRANT, party: "any", procedure: "ordinary" }]);
  expect(outcomesFor(ordinary, NO_LICENCE, "2026-11-23")[0]).toBe("ordinary_notice");
  expect(outcomesFor(ordinary, LANE, "2026-11-23")[0]).toBe("simple");
});

test("a grant for parking notices is good for those and nothing else", () => {
  const station = me("officer", [{ ...GRANT, procedure: "parking_notice" }]);
  const parking = { ...LANE, code: "1039", name_zh: "违反规定停放" };
  expect(outcomesFor(station, parking, "2026-11-23")).toEqual(["ordinary_notice"]);
  expect(outcomesFor(station, LANE, "2026-11-23")).toEqual([]);
});

test("the proposed facts follow place and direction until somebody writes their own", () => {
  const form = run([typed("沪A12345"), { type: "direction", direction: "由北向南" }]);
  expect(factsOf(form, LANE)).toContain("在漕溪北路零陵路口由北向南");
  expect(factsOf(run([{ type: "facts", facts: "自述。" }], form), LANE)).toBe("自述。");
  expect(
    factsSentence({
      party: "pedestrian",
      plate: null,
      plateKind: null,
      place: "A",
      direction: null,
      code: LANE,
    }),
  ).toBe("行人，在A，实施“机动车不在机动车道内行驶”的违法行为。");
});

test("a fine reads as a sum, a range, nothing, or as the law says", () => {
  const words = {
    none: "无",
    open: "依法",
    fixed: (n: number) => `${n}`,
    range: (a: number, b: number) => `${a}–${b}`,
  };
  expect(fineText({ fine_min: 20, fine_max: 50 }, words)).toBe("20–50");
  expect(fineText({ fine_min: 50, fine_max: 50 }, words)).toBe("50");
  expect(fineText({ fine_min: 0, fine_max: 0 }, words)).toBe("无");
  expect(fineText({ fine_min: null, fine_max: null }, words)).toBe("依法");
});

test("a post that becomes known later fills an empty place and never a written one", () => {
  const late: FormAct = { type: "start", start: START };
  const open = emptyForm({ post: null, shift: null, place: "" });
  expect(run([late], open)).toMatchObject({ ...START });
  expect(run([{ type: "place", place: "桥下" }, late], open)).toMatchObject({ post: "p1", place: "桥下" });
  expect(run([{ type: "start", start: { post: "p2", shift: null, place: "别处" } }]).post).toBe("p1");
});

test("a draft survives storage, a foreign shape is not taken for one", () => {
  const form = run([typed("沪A1")]);
  expect(readDraft(structuredClone(form))).toEqual(form);
  expect(readDraft({ v: 0 })).toBeNull();
  expect(readDraft(null)).toBeNull();
  expect(isUntouched(emptyForm(START), 0)).toBe(true);
  expect(isUntouched(form, 0)).toBe(false);
  expect(isUntouched(emptyForm(START), 1)).toBe(false);
});
