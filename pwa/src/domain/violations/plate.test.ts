import { describe, expect, it } from "vitest";
import plateCases from "../../../../tests/data/plate_cases.csv?raw";
import plateRefusals from "../../../../tests/data/plate_refusals.csv?raw";
import {
  checkPlate,
  guessKind,
  KINDS,
  normalise,
  PLATE_PROBLEM_CODES,
  PlateProblem,
  parseFreeText,
  parsePlate,
  plateProblem,
} from "./plate";

/** Rows of a CSV with quoted cells, by column name. */
function rows(csv: string): Record<string, string>[] {
  const [head, ...lines] = csv.trimEnd().split("\n").map(cells);
  return lines.map((line) => Object.fromEntries((head ?? []).map((name, i) => [name, line[i] ?? ""])));
}

function cells(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}

const CASES = rows(plateCases);
const REFUSALS = rows(plateRefusals);

function refused(work: () => unknown): PlateProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof PlateProblem) return error;
    throw error;
  }
  throw new Error("was taken");
}

describe("the cases shared with the server", () => {
  it("are 76", () => {
    expect(CASES).toHaveLength(76);
  });

  it.each(CASES.filter((row) => row["valid"] === "true"))("takes $plate as $kind", (row) => {
    expect(parsePlate(row["plate"] ?? "").form).toBe(row["kind"]);
  });

  it.each(CASES.filter((row) => row["valid"] === "false"))("refuses '$plate': $note", (row) => {
    expect(PLATE_PROBLEM_CODES).toContain(refused(() => parsePlate(row["plate"] ?? "")).code);
  });

  it.each(REFUSALS)("says $code for '$kind' '$plate' in the server's words", (row) => {
    const { kind = "", plate = "" } = row;
    const problem = refused(() => (kind ? checkPlate(kind, plate) : parsePlate(plate)));
    expect([problem.code, problem.suggestion ?? "", problem.hintZh, problem.hintEn]).toEqual([
      row["code"],
      row["suggestion"],
      row["hint_zh"],
      row["hint_en"],
    ]);
  });

  it("reach every hint", () => {
    expect(new Set(REFUSALS.map((row) => row["code"]))).toEqual(new Set(PLATE_PROBLEM_CODES));
  });
});

describe("normalising", () => {
  it("drops what nobody sees", () => {
    expect(normalise("\ufeff沪\u200bA\u00ad1\u20602\t3\u202e4\u30005\ufe0f")).toBe("沪A12345");
  });

  it("keeps leading zeros", () => {
    expect(parsePlate("浙A00001").number).toBe("浙A00001");
  });
});

describe("a doubtful number", () => {
  it.each(["沪AD1234", "VA12345", "WJ沪12345"])("%s asks for a second look", (number) => {
    expect(parsePlate(number).needsConfirmation).toBe(true);
  });

  it("is taken once the officer has confirmed it", () => {
    expect(plateProblem("02", "沪AD1234")?.code).toBe("plate_confirm_needed");
    expect(plateProblem("02", "沪AD1234", true)).toBeNull();
  });
});

describe("plate kinds", () => {
  it("are 26, each once", () => {
    expect(new Set(KINDS.map(({ code }) => code)).size).toBe(26);
  });

  it.each([
    ["沪A12345", "02"],
    ["沪AD12345", "52"],
    ["沪A12345D", "51"],
    ["沪A1234警", "23"],
    ["粤Z1234港", "26"],
    ["粤ZA123澳", "27"],
    ["使014578", "03"],
    ["VA12345", "32"],
    ["应急沪123X", "99"],
  ])("%s is guessed to be kind %s, which accepts it", (number, code) => {
    expect(guessKind(parsePlate(number))).toBe(code);
    expect(checkPlate(code, number, true)?.number).toBe(number);
  });

  it("41 has no number", () => {
    expect(checkPlate("41", null)).toBeNull();
    expect(checkPlate("41", " ")).toBeNull();
  });

  it("keeps numbers managed elsewhere as text of at most 16 characters", () => {
    expect(checkPlate("22", "沪临-0123456", true)?.number).toBe("沪临0123456");
    expect(parseFreeText("8".repeat(16)).number).toHaveLength(16);
    expect(refused(() => parseFreeText("8".repeat(17))).code).toBe("plate_text_too_long");
  });
});
