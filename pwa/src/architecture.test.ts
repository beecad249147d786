/** Tests about the code itself: imports point down, features stay apart, files stay small. */
import { expect, test } from "vitest";

const sources = import.meta.glob<string>("./**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const MOST_LINES = 400;

/** What each folder may import besides itself, low to high. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  domain: ["shared"],
  store: ["shared", "domain"],
  device: ["shared", "domain"],
  imaging: ["shared", "domain"],
  sw: ["shared"],
  ui: ["shared"],
  sync: ["shared", "domain", "store", "device"],
  features: ["shared", "domain", "store", "sync", "ui", "app"],
  app: ["shared", "domain", "store", "device", "imaging", "sw", "ui", "sync", "features"],
};

interface Import {
  from: string;
  to: string;
}

function partsOf(path: string): string[] {
  return path.replace(/^(\.\/|@\/)/, "").split("/");
}

/** Where an import leads, as a path below `src`; null for packages and for files beside `src`. */
function resolve(file: string, target: string): string | null {
  if (target.startsWith("@/")) return target.slice(2);
  if (!target.startsWith(".")) return null;
  const at = partsOf(file).slice(0, -1);
  for (const part of target.split("/")) {
    if (part === ".." && at.length === 0) return null;
    if (part === "..") at.pop();
    else if (part !== ".") at.push(part);
  }
  return at.join("/");
}

function importsOf(): Import[] {
  return Object.entries(sources).flatMap(([file, text]) => {
    if (/\.test\.tsx?$|\/testing\//.test(file) || partsOf(file).length < 2) return [];
    return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].flatMap(([, target = ""]) => {
      const to = resolve(file, target);
      return to === null ? [] : [{ from: partsOf(file).join("/"), to }];
    });
  });
}

const folderOf = (path: string): string => path.split("/")[0] ?? "";
const shown = ({ from, to }: Import): string => `${from} → ${to}`;

test("imports point down", () => {
  const all = importsOf();
  const wrong = all.filter(({ from, to }) => {
    const [here, there] = [folderOf(from), folderOf(to)];
    return here !== there && !MAY_IMPORT[here]?.includes(there);
  });
  expect(all.length).toBeGreaterThan(100);
  expect(wrong.map(shown)).toEqual([]);
});

test("features never import each other", () => {
  const wrong = importsOf().filter(({ from, to }) => {
    const [here, there] = [from.split("/"), to.split("/")];
    return here[0] === "features" && there[0] === "features" && here[1] !== there[1];
  });
  expect(wrong.map(shown)).toEqual([]);
});

test("what features are handed comes from above, the features themselves only meet in the registry", () => {
  const wrong = importsOf().filter(({ from, to }) => folderOf(from) === "app" && folderOf(to) === "features");
  expect(wrong.map(shown)).toEqual([]);
});

test("no file is longer than four hundred lines", () => {
  const long = Object.entries(sources).filter(([, text]) => text.split("\n").length > MOST_LINES);
  expect(long.map(([file]) => file)).toEqual([]);
});
