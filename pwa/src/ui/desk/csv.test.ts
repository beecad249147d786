import { describe, expect, it } from "vitest";
import { toCsv } from "./csv";

describe("csv", () => {
  it("starts with a byte-order mark and ends each row with CRLF", () => {
    expect(
      toCsv([
        ["警号", 3],
        ["a", null],
      ]),
    ).toBe("\uFEFF警号,3\r\na,\r\n");
  });

  it("quotes commas, quotes and line breaks", () => {
    expect(toCsv([['他说"好",\n']])).toBe('\uFEFF"他说""好"",\n"\r\n');
  });

  it("neutralises what a spreadsheet would run, and leaves numbers alone", () => {
    expect(toCsv([["=1+1", "@x", "-3.5", "+86"]])).toBe("\uFEFF'=1+1,'@x,-3.5,'+86\r\n");
  });
});
