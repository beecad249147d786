/** The making side of the RFC 9162 tree, for the fake server; the app itself only verifies. */
import { hashChildren, hashLeaf } from "@/domain/ledger/merkle";
import { toHex } from "@/shared/encoding";

function split(size: number): number {
  let width = 1;
  while (width * 2 < size) width *= 2;
  return width;
}

async function subtree(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = leaves;
  if (only === undefined) return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array()));
  if (leaves.length === 1) return hashLeaf(only);
  const middle = split(leaves.length);
  return hashChildren(await subtree(leaves.slice(0, middle)), await subtree(leaves.slice(middle)));
}

async function subproof(leaves: readonly Uint8Array[], size: number, whole: boolean): Promise<Uint8Array[]> {
  if (size === leaves.length) return whole ? [] : [await subtree(leaves)];
  const middle = split(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  if (size <= middle) return [...(await subproof(left, size, whole)), await subtree(right)];
  return [...(await subproof(right, size - middle, false)), await subtree(left)];
}

export async function rootOf(leaves: readonly Uint8Array[]): Promise<string> {
  return toHex(await subtree(leaves));
}

/** RFC 9162 §2.1.4.1; empty when the older tree is larger than this one. */
export async function consistencyProof(leaves: readonly Uint8Array[], from: number): Promise<string[]> {
  if (from > leaves.length) return [];
  return (await subproof(leaves, from, true)).map(toHex);
}
