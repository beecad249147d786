/** Whether the server signed what it says: Ed25519 over the texts of the contract. */
import { type Bytes, fromBase64Url, fromHex, utf8 } from "@/shared/encoding";
import { verifyConsistency } from "./merkle";
import type { Head, LedgerKey, Receipt } from "./types";

/** The text that the signature of a receipt covers. */
export function receiptText(receipt: Omit<Receipt, "signature" | "key_id" | "v">): string {
  const { record_id, revision, content_hash, leaf_index, tree_size, root, time } = receipt;
  return `luqin-receipt-v1\n${record_id}\n${revision}\n${content_hash}\n${leaf_index}\n${tree_size}\n${root}\n${time}\n`;
}

export function headText(head: Pick<Head, "size" | "root" | "time">): string {
  return `luqin-head-v1\n${head.size}\n${head.root}\n${head.time}\n`;
}

async function verifyWithLibrary(signature: Bytes, message: Bytes, publicKey: Bytes): Promise<boolean> {
  const { verifyAsync } = await import("@noble/ed25519");
  return verifyAsync(signature, message, publicKey);
}

/** With WebCrypto where it knows Ed25519, else with a small library. Never throws for bad input. */
export async function verifyEd25519(publicKey: string, message: string, signature: string): Promise<boolean> {
  try {
    const [key, bytes, text] = [fromBase64Url(publicKey), fromBase64Url(signature), utf8(message)];
    if (key.length !== 32 || bytes.length !== 64) return false;
    try {
      const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, imported, bytes, text);
    } catch {
      return await verifyWithLibrary(bytes, text, key);
    }
  } catch {
    return false;
  }
}

function keyFor(keys: readonly LedgerKey[], keyId: string): LedgerKey | undefined {
  return keys.find((key) => key.key_id === keyId);
}

/** What the phone knows about the record that a receipt must be for. */
export interface Expected {
  id: string;
  revision: number;
  content_hash: string;
}

export async function isReceiptFor(
  expected: Expected,
  receipt: Receipt,
  keys: readonly LedgerKey[],
): Promise<boolean> {
  const key = keyFor(keys, receipt.key_id);
  if (!key) return false;
  if (receipt.record_id !== expected.id || receipt.revision !== expected.revision) return false;
  if (receipt.content_hash !== expected.content_hash) return false;
  if (receipt.leaf_index < 0 || receipt.leaf_index >= receipt.tree_size) return false;
  return verifyEd25519(key.public_key, receiptText(receipt), receipt.signature);
}

export async function isHeadSigned(head: Head, keys: readonly LedgerKey[]): Promise<boolean> {
  const key = keyFor(keys, head.key_id);
  return key !== undefined && verifyEd25519(key.public_key, headText(head), head.signature);
}

/** The new head continues the last one that this phone saw; without a last one there is nothing to compare. */
export async function continuesFrom(
  last: Head | null,
  next: Head,
  proof: readonly string[] | null,
): Promise<boolean> {
  if (last === null || last.size === 0) return true;
  try {
    return await verifyConsistency({
      first: last.size,
      second: next.size,
      firstRoot: fromHex(last.root),
      secondRoot: fromHex(next.root),
      proof: (proof ?? []).map(fromHex),
    });
  } catch {
    return false;
  }
}
