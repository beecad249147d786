import type { Database } from "./database";
import type { OutboxEntry } from "./schema";

/**
 * After a person confirmed that the server's ledger was replaced (restored from a backup, set up anew):
 * what this phone still holds is sent again, so that the server gets back what it lacks. A record that it has is
 * answered as a duplicate. Head, receipts and keys of the old ledger are kept beside, as evidence.
 */
export function startOver(db: Database, now: number): Promise<void> {
  return db.write(["outbox", "receipts", "meta"], async (tx) => {
    const [outbox, receipts, meta] = [
      tx.objectStore("outbox"),
      tx.objectStore("receipts"),
      tx.objectStore("meta"),
    ];
    const head = await meta.get("head");
    if (head && "head" in head) await meta.put({ key: `head_before:${now}`, head: head.head });
    await meta.delete("head");
    const keys = await meta.get("ledger_keys");
    if (keys && "keys" in keys) await meta.put({ key: `ledger_keys_before:${now}`, keys: keys.keys });
    await meta.delete("ledger_keys");
    for (const entry of await outbox.getAll()) {
      if (entry.status !== "done" && entry.status !== "received") continue;
      const receipt = await receipts.get(entry.key);
      if (receipt) await receipts.put({ ...receipt, key: `${entry.key}~${now}` });
      await receipts.delete(entry.key);
      await outbox.put(asUnsent(entry));
    }
  });
}

function asUnsent(entry: OutboxEntry): OutboxEntry {
  const photos = entry.photos.map((photo) => ({ ...photo, on_server: false, upload_url: null }));
  return { ...entry, status: "waiting", photos, received_at: null, done_at: null };
}
