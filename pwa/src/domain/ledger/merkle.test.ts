import { describe, expect, test } from "vitest";
import { fromBase64, toHex } from "@/shared/encoding";
import consistency from "../../../../tests/vectors/merkle_consistency.json";
import inclusion from "../../../../tests/vectors/merkle_inclusion.json";
import { hashLeaf, verifyConsistency, verifyInclusion } from "./merkle";

describe("the public vectors of transparency-dev/merkle", () => {
  test("every inclusion vector gets its verdict", async () => {
    const wrong: string[] = [];
    for (const vector of inclusion.vectors) {
      const verdict = await verifyInclusion({
        leafHash: fromBase64(vector.leafHash),
        leafIndex: vector.leafIdx,
        treeSize: vector.treeSize,
        root: fromBase64(vector.root),
        proof: (vector.proof ?? []).map(fromBase64),
      });
      if (verdict === vector.wantErr) wrong.push(`${vector.dir} ${vector.desc}`);
    }
    expect(inclusion.vectors.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  test("every consistency vector gets its verdict", async () => {
    const wrong: string[] = [];
    for (const vector of consistency.vectors) {
      const verdict = await verifyConsistency({
        first: vector.size1,
        second: vector.size2,
        firstRoot: fromBase64(vector.root1),
        secondRoot: fromBase64(vector.root2),
        proof: (vector.proof ?? []).map(fromBase64),
      });
      if (verdict === vector.wantErr) wrong.push(`${vector.dir} ${vector.desc}`);
    }
    expect(consistency.vectors.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });
});

test("the hash of the empty leaf is the one of RFC 6962", async () => {
  const leaf = await hashLeaf(new Uint8Array());
  expect(toHex(leaf)).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
});
