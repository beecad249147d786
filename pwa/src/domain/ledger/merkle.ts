/** Verification of the Merkle tree of RFC 9162 §2.1: inclusion and consistency, SHA-256. Pure apart from hashing. */
import type { Bytes } from "@/shared/encoding";

async function digest(prefix: number, ...parts: Uint8Array[]): Promise<Bytes> {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  const joined = new Uint8Array(length);
  joined[0] = prefix;
  let at = 1;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

export function hashLeaf(data: Uint8Array): Promise<Bytes> {
  return digest(0, data);
}

export function hashChildren(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return digest(1, left, right);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

export interface Inclusion {
  leafHash: Uint8Array;
  leafIndex: number;
  treeSize: number;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

/** RFC 9162 §2.1.3.2: the leaf stands at that place in the tree with that root. */
export async function verifyInclusion({
  leafHash,
  leafIndex,
  treeSize,
  root,
  proof,
}: Inclusion): Promise<boolean> {
  if (!isSize(leafIndex) || !isSize(treeSize) || leafIndex >= treeSize || leafHash.length !== 32)
    return false;
  let fn = leafIndex;
  let sn = treeSize - 1;
  let node = leafHash;
  for (const step of proof) {
    if (sn === 0 || step.length !== 32) return false;
    if (isOdd(fn) || fn === sn) {
      node = await hashChildren(step, node);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      node = await hashChildren(node, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(node, root);
}

export interface Consistency {
  first: number;
  second: number;
  firstRoot: Uint8Array;
  secondRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && 2 ** Math.round(Math.log2(value)) === value;
}

/**
 * RFC 9162 §2.1.4.2: the tree of `second` leaves begins with the tree of `first` leaves.
 * From size 0 the answer is always no: a head of the empty tree binds nobody, so there is nothing to ask.
 */
export async function verifyConsistency(claim: Consistency): Promise<boolean> {
  const { first, second, firstRoot, secondRoot, proof } = claim;
  if (!isSize(first) || !isSize(second) || first === 0 || first > second) return false;
  if (first === second) return proof.length === 0 && equalBytes(firstRoot, secondRoot);
  if (proof.length === 0 || proof.some((step) => step.length !== 32)) return false;
  return climb(claim, isPowerOfTwo(first) ? [firstRoot, ...proof] : [...proof]);
}

async function climb(
  { first, second, firstRoot, secondRoot }: Consistency,
  path: Uint8Array[],
): Promise<boolean> {
  let fn = first - 1;
  let sn = second - 1;
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let older = path[0] as Uint8Array;
  let newer = older;
  for (const step of path.slice(1)) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      older = await hashChildren(step, older);
      newer = await hashChildren(step, newer);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      newer = await hashChildren(newer, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(older, firstRoot) && equalBytes(newer, secondRoot);
}
