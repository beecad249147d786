import { expect, test } from "vitest";
import { parsePlate } from "@/domain/violations/plate";
import {
  erase,
  keyboardAt,
  LETTERS,
  moveTo,
  type PlateInput,
  PROVINCE_KEYS,
  press,
  startOfPlate,
  typedCharacter,
} from "./plate-input";

const type = (from: PlateInput, keys: string) => [...keys].reduce(press, from);

test("the plate begins with 沪 and the letter keyboard is open", () => {
  expect(keyboardAt(startOfPlate)).toBe("serial");
  expect(parsePlate(type(startOfPlate, "A12345").text).number).toBe("沪A12345");
});

test("a Shanghai plate takes one key per character after 沪", () => {
  const input = type(startOfPlate, "AD12345");
  expect(input).toEqual({ text: "沪AD12345", cursor: 8 });
});

test("another province is one tap on the first box and one on its key", () => {
  const input = press(moveTo(type(startOfPlate, "E1A2B3"), 0), "苏");
  expect(input.text).toBe("苏E1A2B3");
});

test("a wrong character is written over where the box was tapped", () => {
  const input = press(moveTo(type(startOfPlate, "A12845"), 4), "3");
  expect(input).toEqual({ text: "沪A12345", cursor: 5 });
});

test("erasing goes back from the cursor", () => {
  expect(erase(type(startOfPlate, "A1"))).toEqual({ text: "沪A", cursor: 2 });
  expect(erase({ text: "沪A", cursor: 0 })).toEqual({ text: "A", cursor: 0 });
  expect(erase({ text: "", cursor: 0 })).toEqual({ text: "", cursor: 0 });
});

test("after 应急 a province is asked for", () => {
  expect(keyboardAt(press({ text: "", cursor: 0 }, "应急"))).toBe("provinces");
});

test("the keyboard has neither I nor O, and every province once", () => {
  expect(LETTERS).not.toMatch(/[IO]/);
  expect(LETTERS).toHaveLength(24);
  expect(new Set(PROVINCE_KEYS).size).toBe(31);
  expect(PROVINCE_KEYS).toHaveLength(31);
});

test("a ninth key is not taken, except the long special form", () => {
  const full = type(startOfPlate, "X1234");
  expect(press(full, "应急").text).toBe("沪X1234应急");
  const longest = press({ text: "应急沪123XX", cursor: 8 }, "9");
  expect(press(longest, "9")).toEqual(longest);
});

test("a real keyboard writes letters, digits and characters, nothing else", () => {
  expect(typedCharacter("a")).toBe("A");
  expect(typedCharacter("沪")).toBe("沪");
  expect(typedCharacter("Enter")).toBeNull();
  expect(typedCharacter("-")).toBeNull();
});
