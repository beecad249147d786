/**
 * Number plates: the door to grammar and hints, and the plate kinds (号牌种类, GA/T 16.7 codes).
 *
 * Vehicle key = number + kind, because the same characters exist on a blue and on a yellow plate.
 * The twin of `backend/violations/plates.py`.
 */
import { normalise, type Plate, type PlateForm, parseFreeText, parsePlate } from "./plate-grammar";
import { PlateProblem } from "./plate-problem";

export {
  FREE_TEXT_MAX,
  normalise,
  type Plate,
  type PlateForm,
  PROVINCES,
  parseFreeText,
  parsePlate,
} from "./plate-grammar";
export { PLATE_PROBLEM_CODES, PlateProblem, type PlateProblemCode } from "./plate-problem";

export const NO_PLATE = "41";

/**
 * One kind. `forms` are the number forms it may carry; `freeText` numbers are stored as typed once the officer
 * has confirmed them; `suffix` narrows a form to one last character.
 */
export interface PlateKind {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly forms: readonly PlateForm[];
  readonly freeText: boolean;
  readonly suffix: string;
}

function kind(
  code: string,
  nameZh: string,
  nameEn: string,
  forms: readonly PlateForm[],
  suffix = "",
): PlateKind {
  return { code, nameZh, nameEn, forms, freeText: false, suffix };
}

function text(code: string, nameZh: string, nameEn: string): PlateKind {
  return { code, nameZh, nameEn, forms: [], freeText: true, suffix: "" };
}

/** The common ones first, as a picker shows them. */
export const KINDS: readonly PlateKind[] = [
  kind("02", "小型汽车", "small vehicle", ["civil"]),
  kind("52", "小型新能源汽车", "small new-energy vehicle", ["nev_small"]),
  kind("01", "大型汽车", "large vehicle", ["civil"]),
  kind("51", "大型新能源汽车", "large new-energy vehicle", ["nev_large"]),
  kind("07", "两、三轮摩托车", "motorcycle", ["civil"]),
  kind("08", "轻便摩托车", "moped", ["civil"]),
  kind("15", "挂车", "trailer", ["trailer"]),
  kind("16", "教练汽车", "training car", ["training"]),
  kind("13", "低速车", "low-speed vehicle", ["civil"]),
  text("14", "拖拉机", "tractor"),
  kind("23", "警用汽车", "police car", ["police"]),
  kind("24", "警用摩托", "police motorcycle", ["police"]),
  kind("03", "使馆汽车", "embassy car", ["embassy"]),
  kind("04", "领馆汽车", "consulate car", ["consulate"]),
  kind("05", "境外汽车", "overseas car", ["civil", "hk_macao"]),
  kind("06", "外籍汽车", "foreign car", ["civil"]),
  kind("26", "香港入出境车", "Hong Kong cross-border car", ["hk_macao"], "港"),
  kind("27", "澳门入出境车", "Macao cross-border car", ["hk_macao"], "澳"),
  text("20", "临时入境汽车", "temporary-entry car"),
  text("22", "临时行驶车", "temporary plate"),
  text("31", "武警号牌", "armed-police plate"),
  text("32", "军队号牌", "military plate"),
  kind(NO_PLATE, "无号牌", "no plate", []),
  text("42", "假号牌", "fake plate"),
  text("43", "挪用号牌", "misused plate"),
  text("99", "其他号牌", "other plate"),
];

const GUESSES: Readonly<Record<Exclude<PlateForm, "hk_macao">, string>> = {
  civil: "02",
  nev_small: "52",
  nev_large: "51",
  police: "23",
  training: "16",
  trailer: "15",
  consulate: "04",
  embassy: "03",
  emergency: "99",
  emergency_moto: "99",
  armed_police: "31",
  military: "32",
  text: "99",
};

/** The likeliest kind code for a number, to preselect it; the officer sees the plate's colour and decides. */
export function guessKind(plate: Plate): string {
  if (plate.form === "hk_macao") return plate.number.endsWith("港") ? "26" : "27";
  return GUESSES[plate.form];
}

/**
 * The plate of a motor vehicle as it goes into a record, or null for kind 41 (no plate).
 *
 * `confirmed` says that the officer looked once more; numbers that need it are refused without. Throws
 * PlateProblem: unknown kind, a number that does not fit its kind, or whatever `parsePlate` refuses.
 */
export function checkPlate(kindCode: string, typed: string | null, confirmed = false): Plate | null {
  const kindFound = KINDS.find(({ code }) => code === kindCode);
  if (!kindFound) throw new PlateProblem("plate_kind_unknown", kindCode.slice(0, 8));
  if (kindFound.code === NO_PLATE) {
    if (typed !== null && normalise(typed) !== "") throw new PlateProblem("plate_must_be_empty");
    return null;
  }
  const plate = kindFound.freeText ? parseFreeText(typed ?? "") : fitting(kindFound, typed ?? "");
  if ((kindFound.freeText || plate.needsConfirmation) && !confirmed) {
    throw new PlateProblem("plate_confirm_needed", plate.number);
  }
  return plate;
}

/** What stands in the way of this plate, or null when it can be saved: for a form that shows it while typing. */
export function plateProblem(kindCode: string, typed: string | null, confirmed = false): PlateProblem | null {
  try {
    checkPlate(kindCode, typed, confirmed);
    return null;
  } catch (error) {
    if (error instanceof PlateProblem) return error;
    throw error;
  }
}

function fitting(kindFound: PlateKind, typed: string): Plate {
  const plate = parsePlate(typed);
  if (!kindFound.forms.includes(plate.form) || !plate.number.endsWith(kindFound.suffix)) {
    throw new PlateProblem("plate_kind_mismatch", `${kindFound.code} ${kindFound.nameZh}`);
  }
  return plate;
}
