import { expect, test } from "vitest";
import { THEMES } from "./look";

// The page knows no files, and the test runner empties style sheets that are imported: this test reads one from disk.
const FILES: string = "node:fs";
const { readFileSync } = (await import(FILES)) as { readFileSync: (path: URL, encoding: "utf8") => string };
const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function coloursOf(theme: string): Map<string, string> {
  const block = css.split(`:root[data-theme="${theme}"] {`)[1]?.split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ["ink", "surface"],
  ["ink", "ground"],
  ["ink-soft", "surface"],
  ["ink-soft", "ground"],
  ["ink-soft", "surface-sunk"],
  ["blue-text", "surface"],
  ["blue-text", "ground"],
  ["blue-text", "blue-soft"],
  ["on-blue", "blue"],
  ["on-blue", "blue-press"],
  ["amber-text", "amber-soft"],
  ["amber-text", "ground"],
  ["red-text", "red-soft"],
  ["red-text", "ground"],
  ["on-red", "red"],
  ["green-text", "green-soft"],
  ["green-text", "surface"],
  ["on-identity", "identity"],
] as const;

test.each(THEMES)("every text of the %s theme reads with a contrast of 4.5 at least", (theme) => {
  const colours = coloursOf(theme);
  for (const [text, ground] of PAIRS) {
    const ratio = contrast(colours.get(text) ?? "", colours.get(ground) ?? "");
    expect(ratio, `${theme}: ${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
});

test("in sunlight nothing that is read falls below 7, and lines are black", () => {
  const colours = coloursOf("sunlight");
  for (const [text, ground] of PAIRS)
    expect(
      contrast(colours.get(text) ?? "", colours.get(ground) ?? ""),
      `${text} on ${ground}`,
    ).toBeGreaterThan(7);
  expect(colours.get("line")).toBe("#000000");
});
