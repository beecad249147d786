import type { Receipt } from "@/domain/ledger/types";
import type { Problem } from "@/shared/problem";
import type { Database } from "./database";
import type { OutboxEntry, StoredRecord } from "./schema";

/** A receipt that was checked, and what the server still lacks. */
export interface Acknowledged {
  key: string;
  receipt: Receipt;
  photosMissing: readonly string[];
}

export interface SetAside {
  key: string;
  problem: Problem | null;
  current: OutboxEntry["current"];
}

/** All items of one person, oldest first. */
export async function listEntries(db: Database, author: string): Promise<OutboxEntry[]> {
  const found = await db.read(["outbox"], (tx) => tx.objectStore("outbox").index("author").getAll(author));
  return found.sort((a, b) => a.device_seq - b.device_seq || a.saved_at - b.saved_at);
}

/** How many unsent items other people have on this phone. */
export async function countOthers(db: Database, author: string): Promise<number> {
  const all = await db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
  return all.filter((entry) => entry.author !== author && isOpen(entry)).length;
}

export function isOpen(entry: OutboxEntry): boolean {
  return entry.status !== "done" && entry.status !== "set_aside";
}

export function listRecords(db: Database, author: string): Promise<StoredRecord[]> {
  return db.read(["records"], (tx) => tx.objectStore("records").index("author").getAll(author));
}

export async function getRecords(db: Database, keys: readonly string[]): Promise<StoredRecord[]> {
  const found = await db.read(["records"], (tx) =>
    Promise.all(keys.map((key) => tx.objectStore("records").get(key))),
  );
  return found.filter((record) => record !== undefined);
}

/** Changes one item; an item that is gone stays gone. */
export function updateEntry(
  db: Database,
  key: string,
  change: (entry: OutboxEntry) => OutboxEntry,
): Promise<void> {
  return db.write(["outbox"], async (tx) => {
    const entry = await tx.objectStore("outbox").get(key);
    if (entry) await tx.objectStore("outbox").put(change(entry));
  });
}

/** Receipts and the new state of their items, together. */
export function acknowledge(db: Database, list: readonly Acknowledged[], now: number): Promise<void> {
  return db.write(["outbox", "receipts"], async (tx) => {
    for (const { key, receipt, photosMissing } of list) {
      const entry = await tx.objectStore("outbox").get(key);
      if (!entry) continue;
      const missing = new Set(photosMissing);
      const photos = entry.photos.map((photo) => ({ ...photo, on_server: !missing.has(photo.sha256) }));
      await tx.objectStore("receipts").put({ ...receipt, key });
      await tx.objectStore("outbox").put(settleStatus({ ...entry, photos, received_at: receipt.time }, now));
    }
  });
}

function settleStatus(entry: OutboxEntry, now: number): OutboxEntry {
  const done = entry.photos.every((photo) => photo.on_server);
  return {
    ...entry,
    status: done ? "done" : "received",
    done_at: done ? now : null,
    problem: null,
    current: null,
    tries: 0,
  };
}

export function markNeedsAttention(db: Database, list: readonly SetAside[]): Promise<void> {
  return db.write(["outbox"], async (tx) => {
    for (const { key, problem, current } of list) {
      const entry = await tx.objectStore("outbox").get(key);
      if (entry)
        await tx
          .objectStore("outbox")
          .put({ ...entry, status: "needs_attention", problem, current, tries: entry.tries + 1 });
    }
  });
}

/** The server has verified this photo: every item that waits for it moves on. */
export function markPhotoOnServer(db: Database, author: string, sha256: string, now: number): Promise<void> {
  return db.write(["outbox"], async (tx) => {
    for (const entry of await tx.objectStore("outbox").index("author").getAll(author)) {
      if (!entry.photos.some((photo) => photo.sha256 === sha256 && !photo.on_server)) continue;
      const photos = entry.photos.map((photo) =>
        photo.sha256 === sha256 ? { ...photo, on_server: true, upload_url: null } : photo,
      );
      const next = { ...entry, photos };
      await tx.objectStore("outbox").put(entry.status === "received" ? settleStatus(next, now) : next);
    }
  });
}

/** Receipts of these items; items without one are left out. */
export async function listReceipts(db: Database, keys: readonly string[]): Promise<Map<string, Receipt>> {
  const found = await db.read(["receipts"], (tx) =>
    Promise.all(keys.map((key) => tx.objectStore("receipts").get(key))),
  );
  return new Map(found.flatMap((receipt) => (receipt ? [[receipt.key, receipt] as const] : [])));
}
