import { expect, test } from "vitest";
import { fitInto, longSideFor } from "./photo";

const MB = 1024 * 1024;

test("a picture of twelve megapixels stays as it was taken", () => {
  expect(longSideFor(4032, 3024, 4 * MB)).toBeNull();
});

test("a larger one is shrunk to a long side of 1920", () => {
  expect(longSideFor(8064, 6048, 12 * MB)).toBe(1920);
  expect(fitInto(8064, 6048, 1920)).toEqual({ width: 1920, height: 1440 });
});

test("a heavy one is shrunk whatever its pixels", () => {
  expect(longSideFor(4000, 3000, 9 * MB)).toBe(1920);
});

test("a wide picture keeps 720 pixels on its short side", () => {
  const side = longSideFor(12000, 2400, 9 * MB) ?? 0;
  expect(fitInto(12000, 2400, side).height).toBeGreaterThanOrEqual(720);
});

test("a small picture is never enlarged", () => {
  expect(fitInto(200, 100, 320)).toEqual({ width: 200, height: 100 });
});
