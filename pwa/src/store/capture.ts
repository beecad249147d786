/** Saving a record: text, photo bytes, outbox item, chain and draft in one transaction, or nothing. */
import { chainKey, type Tail } from "./chain";
import type { Database } from "./database";
import { StorageError } from "./errors";
import type { CodeUse, OutboxEntry, StoredBlob, StoredRecord, StoredThumbnail } from "./schema";

export interface Capture {
  device: string;
  /** The chain's end that the record was signed on; if it has moved, nothing is saved. */
  tail: Tail;
  record: StoredRecord;
  entry: OutboxEntry;
  blobs: StoredBlob[];
  thumbnails: StoredThumbnail[];
  draftKey: string | null;
  /** Key of the outbox item that this one takes the place of. */
  replaces: string | null;
  /** The code that was used, for "recent". */
  code: string | null;
}

const STORES = ["records", "blobs", "thumbnails", "outbox", "drafts", "code_uses", "meta"] as const;

export function saveCapture(db: Database, capture: Capture): Promise<void> {
  const { record, entry } = capture;
  return db.write(STORES, async (tx) => {
    const meta = tx.objectStore("meta");
    const kept = await meta.get(chainKey(capture.device));
    const seq = kept && "seq" in kept ? kept.seq : 0;
    if (seq !== capture.tail.seq) throw new StorageError("chain_moved");
    const writes: Promise<unknown>[] = [
      tx.objectStore("records").add(record),
      tx.objectStore("outbox").add(entry),
      meta.put({ key: chainKey(capture.device), seq: record.device_seq, hash: record.content_hash }),
      ...capture.blobs.map((blob) => tx.objectStore("blobs").put(blob)),
      ...capture.thumbnails.map((thumbnail) => tx.objectStore("thumbnails").put(thumbnail)),
    ];
    if (capture.draftKey !== null)
      writes.push(tx.objectStore("drafts").delete([entry.author, capture.draftKey]));
    if (capture.replaces !== null)
      writes.push(setReplaced(tx.objectStore("outbox"), capture.replaces, entry));
    if (capture.code !== null) writes.push(countUse(tx.objectStore("code_uses"), entry, capture.code));
    await Promise.all(writes);
  });
}

interface Table<K, V> {
  get(key: K): Promise<V | undefined>;
  put?: (value: V) => Promise<unknown>;
}

async function setReplaced(outbox: Table<string, OutboxEntry>, key: string, by: OutboxEntry): Promise<void> {
  const old = await outbox.get(key);
  if (old === undefined || old.author !== by.author || old.status === "done") return;
  await outbox.put?.({ ...old, status: "set_aside", set_aside_reason: `replaced by ${by.key}` });
}

async function countUse(
  uses: Table<[string, string], CodeUse>,
  entry: OutboxEntry,
  code: string,
): Promise<void> {
  const old = await uses.get([entry.author, code]);
  await uses.put?.({
    author: entry.author,
    code,
    favourite: old?.favourite ?? false,
    count: (old?.count ?? 0) + 1,
    last_used_at: entry.saved_at,
  });
}
