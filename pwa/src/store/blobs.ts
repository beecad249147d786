import type { Database } from "./database";
import type { StoredBlob, StoredThumbnail } from "./schema";

export async function getBlob(db: Database, sha256: string): Promise<StoredBlob | null> {
  return (await db.read(["blobs"], (tx) => tx.objectStore("blobs").get(sha256))) ?? null;
}

export async function getThumbnail(db: Database, sha256: string): Promise<StoredThumbnail | null> {
  return (await db.read(["thumbnails"], (tx) => tx.objectStore("thumbnails").get(sha256))) ?? null;
}
