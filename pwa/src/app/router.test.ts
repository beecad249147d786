import { expect, test } from "vitest";
import { findScreen } from "./registry";
import { match } from "./router";
import type { Screen } from "./screen";

function screen(path: string): Screen {
  return { path, capability: null, layout: "desk", title: { zh: "", en: "" }, component: () => null };
}

test("named parts of a path are decoded", () => {
  expect(match("/desk/records/:id", "/desk/records/a%20b")).toEqual({ id: "a b" });
});

test("a path of another length does not fit", () => {
  expect(match("/desk/records/:id", "/desk/records")).toBeNull();
  expect(match("/desk/records", "/desk/records/1")).toBeNull();
});

test("a slash at the end makes no difference", () => {
  expect(match("/today", "/today/")).toEqual({});
});

test("text that is no proper escape is taken as it stands", () => {
  expect(match("/x/:id", "/x/%E0%A4%A")).toEqual({ id: "%E0%A4%A" });
});

test("a literal path wins over one with parameters", () => {
  const found = findScreen("/desk/records/new", [screen("/desk/records/:id"), screen("/desk/records/new")]);
  expect(found?.screen.path).toBe("/desk/records/new");
});

test("an unknown path has no screen", () => {
  expect(findScreen("/nowhere", [screen("/today")])).toBeNull();
});
