/**
 * The Merkle tree of the ledger (RFC 9162 §2.1): anybody with a proof can check it here, without trusting the server.
 * Hashes are 32 raw bytes; the leaf prefix is 0x00 and the node prefix 0x01.
 */

const HASH_BYTES = 32;

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of one leaf; the parts are joined as they are. */
export function leafHash(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return sha256(LEAF, ...parts);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(NODE, left, right);
}

export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly leaf_index: number;
  readonly tree_size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

const isOdd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2);

/** RFC 9162 §2.1.3.2. */
export async function isIncluded({ leaf, leaf_index, tree_size, proof, root }: Inclusion): Promise<boolean> {
  if (!isIndex(leaf_index) || !isIndex(tree_size) || leaf_index >= tree_size) return false;
  if ([leaf, root, ...proof].some((hash) => hash.length !== HASH_BYTES)) return false;
  let node = leaf_index;
  let last = tree_size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = await nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSameHash(hash, root);
}

export interface Consistency {
  readonly from_size: number;
  readonly from_root: Uint8Array;
  readonly to_size: number;
  readonly to_root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * RFC 9162 §2.1.4.2. A tree is consistent with itself. From size 0 the answer is always false: a head of the empty
 * tree binds nobody, so who has no head yet must not ask.
 */
export async function isConsistent(claim: Consistency): Promise<boolean> {
  const { from_size, from_root, to_size, to_root, proof } = claim;
  if (!isIndex(from_size) || !isIndex(to_size) || from_size === 0 || from_size > to_size) return false;
  if (from_size === to_size) return proof.length === 0 && isSameHash(from_root, to_root);
  if ([from_root, to_root, ...proof].some((hash) => hash.length !== HASH_BYTES)) return false;
  return followConsistency(claim);
}

async function followConsistency({ from_size, from_root, to_size, to_root, proof }: Consistency) {
  // A full subtree at the front is not repeated in the proof: the old root itself stands in for it.
  const isPower = 2 ** Math.round(Math.log2(from_size)) === from_size;
  const path = isPower ? [from_root, ...proof] : [...proof];
  let node = from_size - 1;
  let last = to_size - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  const first = path.shift();
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newer = await nodeHash(newer, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSameHash(older, from_root) && isSameHash(newer, to_root);
}
