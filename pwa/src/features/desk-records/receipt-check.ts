/**
 * The receipt of one revision, checked here from the texts themselves. Each step stands on its own, so that a reader
 * sees which one fails. Nothing that the server says of itself is taken on trust except its public keys.
 */
import { hashLeaf, verifyConsistency, verifyInclusion } from "@/domain/ledger/merkle";
import { isHeadSigned, isReceiptFor } from "@/domain/ledger/signatures";
import type { Head, LedgerKey } from "@/domain/ledger/types";
import type { RecordRevision } from "@/domain/records/types";
import { sha256 } from "@/shared/digest";
import { type Bytes, fromBase64Url, fromHex, utf8 } from "@/shared/encoding";

export const STEPS = ["content", "device", "receipt", "included", "head", "consistent"] as const;
export type StepName = (typeof STEPS)[number];
export type StepState = "held" | "failed" | "unread";

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
}

export interface InclusionAnswer {
  readonly leaf_index: number;
  readonly tree_size: number;
  /** 16 bytes, hex or base64url. */
  readonly salt: string;
  readonly proof: readonly string[];
  readonly head: Head;
}

/** What is read from the server; each may fail alone. */
export interface LedgerReader {
  keys(): Promise<readonly LedgerKey[]>;
  inclusion(record: string, revision: number): Promise<InclusionAnswer>;
  consistency(from: number, to: number): Promise<readonly string[]>;
}

const SALT_HEX_LENGTH = 32;

function saltBytes(text: string): Bytes {
  return text.length === SALT_HEX_LENGTH && /^[0-9a-f]+$/.test(text) ? fromHex(text) : fromBase64Url(text);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** ECDSA P-256 with SHA-256 over the text, signature as raw r‖s. */
export async function isSignedByDevice(revision: RecordRevision): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    "spki",
    fromBase64Url(revision.device.public_key),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  const signature = fromBase64Url(revision.signature);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, utf8(revision.body));
}

async function isInLedger(revision: RecordRevision, answer: InclusionAnswer): Promise<boolean> {
  if (answer.leaf_index !== revision.receipt.leaf_index || answer.tree_size !== answer.head.size)
    return false;
  const leaf = join(saltBytes(answer.salt), utf8(revision.body), fromBase64Url(revision.signature));
  return verifyInclusion({
    leafHash: await hashLeaf(leaf),
    leafIndex: answer.leaf_index,
    treeSize: answer.tree_size,
    root: fromHex(answer.head.root),
    proof: answer.proof.map(fromHex),
  });
}

/** The tree that the receipt spoke of is the beginning of the tree of today. */
async function isContinued(revision: RecordRevision, head: Head, reader: LedgerReader): Promise<boolean> {
  const { tree_size, root } = revision.receipt;
  const proof = tree_size === head.size ? [] : await reader.consistency(tree_size, head.size);
  return verifyConsistency({
    first: tree_size,
    second: head.size,
    firstRoot: fromHex(root),
    secondRoot: fromHex(head.root),
    proof: proof.map(fromHex),
  });
}

/** Bad text fails the step; only a read that did not happen leaves it unread. */
async function held(check: () => Promise<boolean>): Promise<StepState> {
  try {
    return (await check()) ? "held" : "failed";
  } catch {
    return "failed";
  }
}

async function readOrNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch {
    return null;
  }
}

export async function checkReceipt(
  record: string,
  revision: RecordRevision,
  reader: LedgerReader,
): Promise<readonly Step[]> {
  const expected = { id: record, revision: revision.revision, content_hash: revision.content_hash };
  const [keys, answer] = await Promise.all([
    readOrNull(reader.keys()),
    readOrNull(reader.inclusion(record, revision.revision)),
  ]);
  const head = answer?.head ?? null;
  const unread = "unread" as const;
  const states: Record<StepName, StepState> = {
    content: await held(async () => (await sha256(revision.body)) === revision.content_hash),
    device: await held(() => isSignedByDevice(revision)),
    receipt: keys === null ? unread : await held(() => isReceiptFor(expected, revision.receipt, keys)),
    included: answer === null ? unread : await held(() => isInLedger(revision, answer)),
    head: keys === null || head === null ? unread : await held(() => isHeadSigned(head, keys)),
    consistent: head === null ? unread : await checkContinued(revision, head, reader),
  };
  return STEPS.map((name) => ({ name, state: states[name] }));
}

async function checkContinued(
  revision: RecordRevision,
  head: Head,
  reader: LedgerReader,
): Promise<StepState> {
  let wasRead = true;
  const counting: LedgerReader = {
    ...reader,
    consistency: async (from, to) => {
      wasRead = false;
      const proof = await reader.consistency(from, to);
      wasRead = true;
      return proof;
    },
  };
  const state = await held(() => isContinued(revision, head, counting));
  return wasRead ? state : "unread";
}

export type CheckResult = "held" | "failed" | "unread";

/** One failed step fails the whole; a step that could not be read leaves the question open. */
export function resultOf(steps: readonly Step[]): CheckResult {
  if (steps.some((step) => step.state === "failed")) return "failed";
  return steps.every((step) => step.state === "held") ? "held" : "unread";
}
