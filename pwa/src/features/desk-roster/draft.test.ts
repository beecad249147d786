import { describe, expect, it } from "vitest";
import { fieldOf, toBody } from "./draft";

const draft = {
  post: "p",
  seat: "centre",
  person: "o",
  starts: "07:00",
  ends: "11:00",
  force_kind: "traffic",
  supervising_officer: null,
} as const;

describe("draft of an assignment", () => {
  it("is sent in UTC", () => {
    expect(toBody("2026-11-23", draft)).toMatchObject({
      starts_at: "2026-11-22T23:00:00.000Z",
      ends_at: "2026-11-23T03:00:00.000Z",
    });
  });

  it("ends on the next day when the end is not after the start", () => {
    expect(toBody("2026-11-23", { ...draft, starts: "22:00", ends: "06:00" }).ends_at).toBe(
      "2026-11-23T22:00:00.000Z",
    );
  });

  it("knows which field a pointer means", () => {
    expect(fieldOf("/supervising_officer")).toBe("supervising_officer");
    expect(fieldOf("")).toBe("");
  });
});
