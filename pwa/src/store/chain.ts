import type { Database } from "./database";
import type { ChainTail } from "./schema";

/** The last record of this device: its number and its hash. */
export type Tail = Pick<ChainTail, "seq" | "hash">;

export function chainKey(device: string): ChainTail["key"] {
  return `chain:${device}`;
}

export async function getTail(db: Database, device: string): Promise<Tail> {
  const kept = await db.read(["meta"], (tx) => tx.objectStore("meta").get(chainKey(device)));
  return kept && "seq" in kept ? { seq: kept.seq, hash: kept.hash } : { seq: 0, hash: null };
}
