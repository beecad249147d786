/** Saving a record: text, photo bytes, outbox item, chain and draft in one transaction, or nothing. */
import type { IDBPObjectStore } from "idb";
import { chainKey, type Tail } from "./chain";
import type { Database } from "./database";
import { StorageError } from "./errors";
import {
  type LuqinSchema,
  type OutboxEntry,
  REPLACED_BY,
  type StoredBlob,
  type StoredRecord,
  type StoredThumbnail,
  type StoreName,
} from "./schema";

export interface Capture {
  device: string;
  /** The chain's end that the record was signed on; if it has moved, nothing is saved. */
  tail: Tail;
  record: StoredRecord;
  entry: OutboxEntry;
  blobs: StoredBlob[];
  thumbnails: StoredThumbnail[];
  draftKey: string | null;
  /** Id of the record whose refused or conflicting item this one takes the place of. */
  replaces: string | null;
  /** The code that was used and where, for "recent" and "most used here". */
  used: { code: string; post: string | null } | null;
}

const STORES = ["records", "blobs", "thumbnails", "outbox", "drafts", "code_uses", "meta"] as const;

export function saveCapture(db: Database, capture: Capture): Promise<void> {
  const { record, entry } = capture;
  return db.write(STORES, async (tx) => {
    const meta = tx.objectStore("meta");
    const kept = await meta.get(chainKey(capture.device));
    const seq = kept && "seq" in kept ? kept.seq : 0;
    if (seq !== capture.tail.seq) throw new StorageError("chain_moved");
    // One after the other: the first failure stops here and takes the whole transaction back.
    await tx.objectStore("records").add(record);
    await tx.objectStore("outbox").add(entry);
    await meta.put({ key: chainKey(capture.device), seq: record.device_seq, hash: record.content_hash });
    for (const blob of capture.blobs) await tx.objectStore("blobs").put(blob);
    for (const thumbnail of capture.thumbnails) await tx.objectStore("thumbnails").put(thumbnail);
    if (capture.draftKey !== null) await tx.objectStore("drafts").delete([entry.author, capture.draftKey]);
    if (capture.replaces !== null) await setReplaced(tx.objectStore("outbox"), capture.replaces, entry);
    if (capture.used !== null) await countUse(tx.objectStore("code_uses"), entry, capture.used);
  });
}

type Outbox = IDBPObjectStore<LuqinSchema, StoreName[], "outbox", "readwrite">;
type CodeUses = IDBPObjectStore<LuqinSchema, StoreName[], "code_uses", "readwrite">;

/** The refused item is kept, but set aside: its place is taken by a record that can be sent. */
async function setReplaced(outbox: Outbox, id: string, by: OutboxEntry): Promise<void> {
  for (const old of await outbox.index("author").getAll(by.author)) {
    if (old.id !== id || old.status !== "needs_attention") continue;
    await outbox.put({ ...old, status: "set_aside", set_aside_reason: REPLACED_BY + by.key });
  }
}

async function countUse(
  uses: CodeUses,
  { author, saved_at }: OutboxEntry,
  { code, post }: { code: string; post: string | null },
): Promise<void> {
  const old = await uses.get([author, code]);
  const posts = { ...old?.posts };
  if (post !== null) posts[post] = (posts[post] ?? 0) + 1;
  const count = (old?.count ?? 0) + 1;
  await uses.put({
    author,
    code,
    favourite: old?.favourite ?? false,
    count,
    posts,
    last_used_at: saved_at,
  });
}
