import type { Head, LedgerKey } from "@/domain/ledger/types";
import type { RecordSummary } from "@/domain/records/types";
import type { CodeList } from "@/domain/reference/types";
import type { Database } from "./database";
import type { ClockReading, CodeUse, StoredReference } from "./schema";

export async function getReference(db: Database, author: string): Promise<StoredReference | null> {
  return (await db.read(["reference"], (tx) => tx.objectStore("reference").get(author))) ?? null;
}

export function putReference(db: Database, reference: StoredReference): Promise<void> {
  return db.write(["reference"], async (tx) => {
    await tx.objectStore("reference").put(reference);
  });
}

export function listCodeLists(db: Database): Promise<CodeList[]> {
  return db.read(["code_lists"], (tx) => tx.objectStore("code_lists").getAll());
}

export function putCodeList(db: Database, list: CodeList): Promise<void> {
  return db.write(["code_lists"], async (tx) => {
    await tx.objectStore("code_lists").put(list);
  });
}

export function listCodeUses(db: Database, author: string): Promise<CodeUse[]> {
  return db.read(["code_uses"], (tx) => tx.objectStore("code_uses").index("author").getAll(author));
}

export function toggleFavourite(db: Database, author: string, code: string): Promise<void> {
  return db.write(["code_uses"], async (tx) => {
    const old = await tx.objectStore("code_uses").get([author, code]);
    const blank: CodeUse = { author, code, favourite: false, count: 0, posts: {}, last_used_at: 0 };
    await tx.objectStore("code_uses").put({ ...(old ?? blank), favourite: !old?.favourite });
  });
}

export async function listSummaries(db: Database, author: string): Promise<RecordSummary[]> {
  const found = await db.read(["summaries"], (tx) =>
    tx.objectStore("summaries").index("author").getAll(author),
  );
  return found.map((row) => row.summary);
}

/** What the feed brought, and how far it was read, together. */
export function applyChanges(
  db: Database,
  author: string,
  changes: { records: readonly RecordSummary[]; gone: readonly string[]; since: number },
): Promise<void> {
  return db.write(["summaries", "meta"], async (tx) => {
    const summaries = tx.objectStore("summaries");
    for (const summary of changes.records) {
      const old = await summaries.get([author, summary.id]);
      if (old && old.summary.seq > summary.seq) continue;
      await summaries.put({ author, id: summary.id, summary });
    }
    for (const id of changes.gone) await summaries.delete([author, id]);
    await tx.objectStore("meta").put({ key: `changes:${author}`, since: changes.since });
  });
}

/** Null before the first pull of this person. */
export async function getWatermark(db: Database, author: string): Promise<number | null> {
  const kept = await db.read(["meta"], (tx) => tx.objectStore("meta").get(`changes:${author}`));
  return kept && "since" in kept ? kept.since : null;
}

export async function getHead(db: Database): Promise<Head | null> {
  const kept = await db.read(["meta"], (tx) => tx.objectStore("meta").get("head"));
  return kept && "head" in kept ? kept.head : null;
}

/** Keeps the larger of two heads that were both checked. */
export function putHead(db: Database, head: Head): Promise<void> {
  return db.write(["meta"], async (tx) => {
    const kept = await tx.objectStore("meta").get("head");
    if (kept && "head" in kept && kept.head.size > head.size) return;
    await tx.objectStore("meta").put({ key: "head", head });
  });
}

export async function getLedgerKeys(db: Database): Promise<LedgerKey[]> {
  const kept = await db.read(["meta"], (tx) => tx.objectStore("meta").get("ledger_keys"));
  return kept && "keys" in kept ? kept.keys : [];
}

/** Adds keys that are new. A key id that the phone knows keeps the public key that it was first seen with. */
export function addLedgerKeys(db: Database, keys: readonly LedgerKey[]): Promise<void> {
  return db.write(["meta"], async (tx) => {
    const kept = await tx.objectStore("meta").get("ledger_keys");
    const known = kept && "keys" in kept ? kept.keys : [];
    const fresh = keys.filter((key) => !known.some((old) => old.key_id === key.key_id));
    await tx.objectStore("meta").put({ key: "ledger_keys", keys: [...known, ...fresh] });
  });
}

export async function getClock(db: Database): Promise<ClockReading | null> {
  const kept = await db.read(["meta"], (tx) => tx.objectStore("meta").get("clock"));
  return kept && "offset_ms" in kept ? kept : null;
}

export function putClock(db: Database, reading: Omit<ClockReading, "key">): Promise<void> {
  return db.write(["meta"], async (tx) => {
    await tx.objectStore("meta").put({ key: "clock", ...reading });
  });
}

/** When the sender last finished without a fault; milliseconds, device clock. */
export async function getLastSuccess(db: Database): Promise<number | null> {
  const kept = await db.read(["meta"], (tx) => tx.objectStore("meta").get("last_success"));
  return kept && "at" in kept ? kept.at : null;
}

export function putLastSuccess(db: Database, at: number): Promise<void> {
  return db.write(["meta"], async (tx) => {
    await tx.objectStore("meta").put({ key: "last_success", at });
  });
}
