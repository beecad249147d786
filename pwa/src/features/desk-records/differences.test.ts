import { describe, expect, it } from "vitest";
import { findDifferences } from "./differences";

describe("differences of two revisions", () => {
  it("name the changed field with before and after, and leave the counting fields out", () => {
    const before = JSON.stringify({ revision: 1, data: { plate: "沪A12345", code: "1039" }, fix: null });
    const after = JSON.stringify({
      revision: 2,
      data: { plate: "沪A12346", code: "1039" },
      fix: { lat: 31 },
    });
    expect(findDifferences(before, after)).toEqual([
      { path: "data.plate", before: "沪A12345", after: "沪A12346" },
      { path: "fix", before: "", after: '{"lat":31}' },
    ]);
  });

  it("are none for the same text and for broken text", () => {
    expect(findDifferences("{}", "{}")).toEqual([]);
    expect(findDifferences("{", "{}")).toEqual([]);
  });
});
