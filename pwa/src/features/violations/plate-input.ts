/** Typing a plate into a row of boxes: where the cursor stands, which keys fit there, what a key does. Pure. */
import { PROVINCES } from "@/domain/violations/plate";

export const BOXES = 8;
export const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
export const DIGITS = "1234567890";
/** Characters that end or begin a special number. */
export const SPECIALS = ["警", "学", "挂", "领", "港", "澳", "使", "应急"] as const;
export const HOME_PROVINCE = "沪";
/** 沪 first, then the neighbours most seen in Shanghai, then the rest in the official order. */
const NEAR = "沪苏浙皖";
export const PROVINCE_KEYS: readonly string[] = [
  ...NEAR,
  ...[...PROVINCES].filter((one) => !NEAR.includes(one)),
];

export type Keyboard = "provinces" | "serial" | "specials";

export interface PlateInput {
  text: string;
  /** Index of the character that the next key writes; `text.length` appends. */
  cursor: number;
}

export const startOfPlate: PlateInput = { text: HOME_PROVINCE, cursor: 1 };

/** The keys that fit where the cursor stands. */
export function keyboardAt({ text, cursor }: PlateInput): Keyboard {
  if (cursor === 0) return "provinces";
  const before = text.slice(0, cursor);
  return before === "应急" ? "provinces" : "serial";
}

/** Writes one key: over the character at the cursor, or at the end. */
export function press({ text, cursor }: PlateInput, key: string): PlateInput {
  const next = text.slice(0, cursor) + key + text.slice(cursor + key.length);
  if (next.length > BOXES + 1) return { text, cursor };
  return { text: next, cursor: Math.min(cursor + key.length, next.length) };
}

/** Takes away the character before the cursor. */
export function erase({ text, cursor }: PlateInput): PlateInput {
  if (cursor === 0) return { text: text.slice(1), cursor: 0 };
  return { text: text.slice(0, cursor - 1) + text.slice(cursor), cursor: cursor - 1 };
}

export function moveTo({ text }: PlateInput, index: number): PlateInput {
  return { text, cursor: Math.max(0, Math.min(index, text.length)) };
}

/** What a key of a real keyboard writes, or null. I and O are passed on so that the rule can say why they do not fit. */
export function typedCharacter(key: string): string | null {
  const upper = key.toUpperCase();
  if (/^[A-Z0-9]$/.test(upper)) return upper;
  return [...key].length === 1 && /\p{Script=Han}/u.test(key) ? key : null;
}
