import type { Database } from "./database";
import type { StoredKey, StoredSession } from "./schema";

export async function getSession(db: Database): Promise<StoredSession | null> {
  return (await db.read(["session"], (tx) => tx.objectStore("session").get("current"))) ?? null;
}

export function putSession(db: Database, session: StoredSession): Promise<void> {
  return db.write(["session"], async (tx) => {
    await tx.objectStore("session").put(session);
  });
}

/** Changes the session if it is still the one with this id. */
export function changeSession(
  db: Database,
  sessionId: string,
  change: Partial<StoredSession>,
): Promise<void> {
  return db.write(["session"], async (tx) => {
    const kept = await tx.objectStore("session").get("current");
    if (kept?.session_id === sessionId) await tx.objectStore("session").put({ ...kept, ...change });
  });
}

/** Forgets who uses this browser. Unsent work stays, under its author. */
export function clearSession(db: Database): Promise<void> {
  return db.write(["session"], (tx) => tx.objectStore("session").clear());
}

export async function getKey(db: Database): Promise<StoredKey | null> {
  return (await db.read(["keys"], (tx) => tx.objectStore("keys").get("device"))) ?? null;
}

/** Keeps the key unless there is one already; answers the one that is kept. */
export function keepKey(db: Database, key: StoredKey): Promise<StoredKey> {
  return db.write(["keys"], async (tx) => {
    const kept = await tx.objectStore("keys").get("device");
    if (kept) return kept;
    await tx.objectStore("keys").add(key);
    return key;
  });
}
