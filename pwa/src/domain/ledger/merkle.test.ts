import { describe, expect, it } from "vitest";
import consistency from "../../../../tests/vectors/merkle_consistency.json";
import inclusion from "../../../../tests/vectors/merkle_inclusion.json";
import { isConsistent, isIncluded, leafHash } from "./merkle";

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

describe("Merkle tree of RFC 9162", () => {
  it.each(inclusion.vectors)("inclusion: $dir $desc", async (vector) => {
    const held = await isIncluded({
      leaf: bytes(vector.leafHash),
      leaf_index: vector.leafIdx,
      tree_size: vector.treeSize,
      proof: vector.proof.map(bytes),
      root: bytes(vector.root),
    });
    expect(held).toBe(!vector.wantErr);
  });

  it.each(consistency.vectors)("consistency: $dir $desc", async (vector) => {
    const held = await isConsistent({
      from_size: vector.size1,
      from_root: bytes(vector.root1),
      to_size: vector.size2,
      to_root: bytes(vector.root2),
      proof: vector.proof.map(bytes),
    });
    expect(held).toBe(!vector.wantErr);
  });

  it("hashes the empty leaf as the published log does", async () => {
    const hash = await leafHash();
    expect([...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")).toBe(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
  });
});
