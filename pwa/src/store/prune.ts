import type { Database } from "./database";

/** How long the phone keeps what the server has acknowledged, so that a restored server can be healed. */
export const KEEP_DONE_MS = 7 * 24 * 3_600_000;

/**
 * Forgets items that were done more than seven days ago, then photo bytes that no record and no draft holds.
 * Receipts stay. Photos of a draft being written are held by the draft in the same transaction.
 */
export function prune(db: Database, now: number): Promise<void> {
  return db.write(["records", "outbox", "blobs", "thumbnails", "drafts"], async (tx) => {
    for (const entry of await tx.objectStore("outbox").getAll()) {
      if (entry.status !== "done" || entry.done_at === null || now - entry.done_at < KEEP_DONE_MS) continue;
      await tx.objectStore("outbox").delete(entry.key);
      await tx.objectStore("records").delete(entry.key);
    }
    const held = new Set<string>();
    for (const record of await tx.objectStore("records").getAll())
      for (const sha of record.photos) held.add(sha);
    for (const draft of await tx.objectStore("drafts").getAll())
      for (const sha of draft.photos) held.add(sha);
    for (const name of ["blobs", "thumbnails"] as const) {
      const store = tx.objectStore(name);
      for (const sha of await store.getAllKeys()) if (!held.has(sha)) await store.delete(sha);
    }
  });
}
