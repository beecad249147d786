import { expect, test } from "vitest";
import { actOf as actOfItem } from "./item-act";

type Item = Parameters<typeof actOfItem>[0];
const actOf = (item: Omit<Item, "set_aside">, set_aside: Item["set_aside"] = null) =>
  actOfItem({ ...item, set_aside });

const problem = (status: number) => ({ status, code: "x", title: "", detail: null, fields: [] });

test("a refused violation is mended, a refused check-in is tried again", () => {
  const refused = { state: "needs_attention", problem: problem(422), current: null } as const;
  expect(actOf({ ...refused, kind: "violation" })).toBe("mend");
  expect(actOf({ ...refused, kind: "check_in" })).toBe("retry");
});

test("a fault of the server is tried again, not mended", () => {
  expect(actOf({ state: "needs_attention", kind: "violation", problem: problem(500), current: null })).toBe(
    "retry",
  );
});

test("a conflict is looked at before anything else", () => {
  const current = { revision: 2, content_hash: "", body: "" };
  expect(actOf({ state: "needs_attention", kind: "violation", problem: problem(409), current })).toBe("open");
});

test("a refused record that was mended is not sent as well", () => {
  const item = { state: "set_aside", kind: "violation", problem: problem(422), current: null } as const;
  expect(actOf(item, { reason: "replaced by x:1", replaced: true })).toBe("open");
  expect(actOf(item, { reason: "记错了", replaced: false })).toBe("resume");
});

test("what waits can be opened, what was set aside can be sent after all", () => {
  expect(actOf({ state: "waiting", kind: "check_in", problem: null, current: null })).toBe("open");
  expect(actOf({ state: "set_aside", kind: "violation", problem: null, current: null })).toBe("resume");
});
