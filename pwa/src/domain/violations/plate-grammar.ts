/**
 * Number plates: what people type, made uniform, checked against the grammar, refused with a helpful hint.
 *
 * Nothing is ever corrected silently (no O to 0, no 泸 to 沪), because a wrong plate punishes a stranger.
 * The twin of `backend/violations/plate_grammar.py`; both are held to `tests/data/plate_cases.csv` and
 * `tests/data/plate_refusals.csv`.
 */
import { PlateProblem, type PlateProblemCode } from "./plate-problem";

export const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/** D A B C E battery, F G H J K other. */
export const NEV_LETTERS = "DABCEFGHJK";
export const FREE_TEXT_MAX = 16;
const TYPED_MAX = 64;

const LETTER = "A-HJ-NP-Z";
const SERIAL = `${LETTER}0-9`;
const OFFICE = `[${PROVINCES}][${LETTER}]`;

/** The shape of a number. Several plate kinds share one form: blue and yellow plates are both civil. */
export type PlateForm =
  | "civil"
  | "nev_small"
  | "nev_large"
  | "police"
  | "training"
  | "trailer"
  | "consulate"
  | "embassy"
  | "hk_macao"
  | "emergency"
  | "emergency_moto"
  | "armed_police"
  | "military"
  | "text";

/** A normalised number and its form; `needsConfirmation` asks the officer to look once more. */
export interface Plate {
  readonly number: string;
  readonly form: PlateForm;
  readonly needsConfirmation: boolean;
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "u");

const FORMS: readonly (readonly [PlateForm, RegExp])[] = [
  ["civil", whole(`${OFFICE}[${SERIAL}]{5}`)],
  ["nev_small", whole(`${OFFICE}[${NEV_LETTERS}][${SERIAL}][0-9]{4}`)],
  ["nev_large", whole(`${OFFICE}[0-9]{5}[${NEV_LETTERS}]`)],
  ["police", whole(`${OFFICE}[${SERIAL}]{4}警`)],
  ["training", whole(`${OFFICE}[${SERIAL}]{4}学`)],
  ["trailer", whole(`${OFFICE}[${SERIAL}]{4}挂`)],
  ["consulate", whole(`${OFFICE}[${SERIAL}]{4}领`)],
  ["embassy", whole("使[0-9]{6}")],
  ["hk_macao", whole(`粤Z[${SERIAL}]{4}[港澳]`)],
  ["emergency", whole(`[${PROVINCES}][XS][0-9]{4}应急`)],
  ["emergency_moto", whole(`应急[${PROVINCES}][0-9]{3}[XS]`)],
  ["armed_police", whole(`WJ[${PROVINCES}]?[0-9]{4}[${SERIAL}]`)],
  ["military", whole(`[${LETTER}]{2}[0-9]{5}`)],
];
/** A seven-character number that a new-energy number with one digit forgotten would look like: 沪AD1234. */
const CUT_OFF_NEV = whole(`${OFFICE}[${NEV_LETTERS}][0-9]{4}`);

const DROPPED = /[\s.·•・‧∙⋅●。\-‐‑‒–—―−_\p{Cf}\p{Cc}\p{Z}]|[\ufe00-\ufe0f]/gu;
const NO_PLATE_WORDS = new Set(["无", "无牌", "无号牌", "无牌照", "无车牌", "没有", "NONE"]);
const VIN = whole("[A-HJ-NPR-Z0-9]{17}");
const SEPARATOR = /[/\\,;、|&+]/u;
const WITHIN = new RegExp(`[${PROVINCES}][A-Z]`, "gu");
const MISSING = /[*?×✕#]/u;
const OTHER_ALPHABET = /[\u0370-\u03ff\u0400-\u052f]/u; // Greek and Cyrillic look like Latin
const NUMERALS = /[〇零一二三四五六七八九十壹贰叁肆伍陆柒捌玖]/u;
const LOOK_ALIKES = new Map(
  Object.entries({
    沪: "泸户护卢滬申",
    浙: "渐",
    皖: "晥",
    粤: "粵",
    苏: "蘇",
    辽: "遼",
    鲁: "魯",
    赣: "贛",
    闽: "閩",
    贵: "貴黔",
    云: "雲",
    陕: "陜陝",
    宁: "寧",
    琼: "瓊",
  }).flatMap(([meant, seen]) => [...seen].map((char): [string, string] => [char, meant])),
);
const SUFFIXES = ["警", "学", "挂", "领"];

/**
 * One spelling for what was typed: NFKC, upper case, without blanks, dots, hyphens and invisibles.
 * Letters and digits are never exchanged. Keep the typed text beside the result.
 */
export function normalise(text: string): string {
  return text.normalize("NFKC").toUpperCase().replace(DROPPED, "");
}

/** The plate that was typed, normalised. Throws PlateProblem with a code and a hint otherwise. */
export function parsePlate(text: string): Plate {
  if ([...text].length > TYPED_MAX) throw new PlateProblem("plate_too_long");
  const number = normalise(text);
  const form = formOf(number);
  if (form === null) throw diagnose(number);
  return { number, form, needsConfirmation: wantsSecondLook(number, form) };
}

/**
 * A number without a known grammar (non-motor, temporary, tractor, military …): letters, digits and Chinese
 * characters, at most 16. Throws PlateProblem when empty, partial, too long or of other signs.
 */
export function parseFreeText(text: string): Plate {
  if ([...text].length > TYPED_MAX) throw new PlateProblem("plate_text_too_long");
  const number = normalise(text);
  if (number === "") throw new PlateProblem("plate_empty");
  if (MISSING.test(number)) throw new PlateProblem("plate_partial");
  if ([...number].length > FREE_TEXT_MAX) throw new PlateProblem("plate_text_too_long");
  const odd = /[^A-Z0-9\u4e00-\u9fff]/u.exec(number);
  if (odd) throw new PlateProblem("plate_character", odd[0]);
  return { number, form: "text", needsConfirmation: false };
}

function formOf(number: string): PlateForm | null {
  return FORMS.find(([, pattern]) => pattern.test(number))?.[0] ?? null;
}

function wantsSecondLook(number: string, form: PlateForm): boolean {
  if (form === "civil") return CUT_OFF_NEV.test(number);
  return form === "armed_police" || form === "military";
}

// --- why a text is refused: from what it certainly is, to what is wrong inside a plate ---

function diagnose(number: string): PlateProblem {
  return (
    notAPlate(number) ??
    wrongCharacters(number) ??
    specialForm(number) ??
    ordinaryForm(number) ??
    new PlateProblem("plate_character", firstOdd(number))
  );
}

function notAPlate(number: string): PlateProblem | null {
  if (number === "") return new PlateProblem("plate_empty");
  if (NO_PLATE_WORDS.has(number)) return new PlateProblem("plate_none");
  if (VIN.test(number)) return new PlateProblem("plate_is_vin");
  if (SEPARATOR.test(number) || (number.match(WITHIN) ?? []).length > 1) {
    return new PlateProblem("plate_two_numbers");
  }
  return MISSING.test(number) ? new PlateProblem("plate_partial") : null;
}

function wrongCharacters(number: string): PlateProblem | null {
  const foreign = OTHER_ALPHABET.exec(number);
  if (foreign) return new PlateProblem("plate_foreign_letter", foreign[0]);
  const first = number.charAt(0);
  const meant = LOOK_ALIKES.get(first);
  if (meant !== undefined) {
    const corrected = meant + number.slice(1);
    return new PlateProblem("plate_look_alike", first, meant, formOf(corrected) === null ? null : corrected);
  }
  if (first === "台") return new PlateProblem("plate_not_issuing", first);
  const numeral = NUMERALS.exec(number);
  return numeral ? new PlateProblem("plate_chinese_numeral", numeral[0]) : null;
}

function specialForm(number: string): PlateProblem | null {
  if (number.includes("使")) {
    return new PlateProblem(number.startsWith("使") ? "plate_embassy_digits" : "plate_embassy_prefix");
  }
  if (number.includes("应急")) return emergency(number);
  const last = number.slice(-1);
  if (last === "港" || last === "澳") {
    return new PlateProblem(
      number.startsWith("粤Z") ? "plate_special_length" : "plate_hk_macao_prefix",
      last,
    );
  }
  const suffix = SUFFIXES.find((char) => number.includes(char));
  return suffix === undefined ? null : withSuffix(number, suffix);
}

function withSuffix(number: string, suffix: string): PlateProblem {
  const atEnd = number.indexOf(suffix) === number.length - 1;
  if (!atEnd) return new PlateProblem("plate_suffix_place", suffix);
  if (/[IO]/.test(number)) return new PlateProblem("plate_letter_io");
  return new PlateProblem("plate_special_length", suffix);
}

const EMERGENCY_LETTER = whole(`[${PROVINCES}]([A-Z]).*应急|应急[${PROVINCES}][0-9]*([A-Z])`);

function emergency(number: string): PlateProblem {
  const found = EMERGENCY_LETTER.exec(number);
  const letter = found?.[1] ?? found?.[2] ?? "X";
  return new PlateProblem("XS".includes(letter) ? "plate_emergency_digits" : "plate_emergency_letter");
}

function ordinaryForm(number: string): PlateProblem | null {
  if (!PROVINCES.includes(number.charAt(0))) return withoutProvince(number);
  if (/[IO]/.test(number)) return new PlateProblem("plate_letter_io");
  if (number.length > 1 && !whole(`[${LETTER}]`).test(number.charAt(1))) {
    return new PlateProblem("plate_office_letter");
  }
  if (!whole(`[${SERIAL}]*`).test(number.slice(1))) return null;
  return new PlateProblem(lengthFault(number));
}

function withoutProvince(number: string): PlateProblem {
  const swapped = new RegExp(`^[A-Z][${PROVINCES}]`, "u").test(number);
  return new PlateProblem(swapped ? "plate_wrong_order" : "plate_no_province");
}

function lengthFault(number: string): PlateProblemCode {
  if (number.length < 7) return "plate_too_short";
  if (number.length > 8) return "plate_too_long";
  const serial = number.slice(2);
  if (NEV_LETTERS.includes(serial.charAt(0)) || NEV_LETTERS.includes(serial.charAt(5))) {
    return "plate_nev_digits";
  }
  return whole(`[0-9]+[${NEV_LETTERS}][0-9]+`).test(serial) ? "plate_nev_position" : "plate_nev_letter";
}

function firstOdd(number: string): string {
  return new RegExp(`[^${PROVINCES}${SERIAL}]`, "u").exec(number)?.[0] ?? number;
}
