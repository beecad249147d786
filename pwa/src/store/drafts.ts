import type { Database } from "./database";
import type { StoredBlob, StoredDraft, StoredThumbnail } from "./schema";

function empty(author: string, key: string, now: number): StoredDraft {
  return { author, key, value: null, photos: [], updated_at: now };
}

export async function getDraft(db: Database, author: string, key: string): Promise<StoredDraft | null> {
  return (await db.read(["drafts"], (tx) => tx.objectStore("drafts").get([author, key]))) ?? null;
}

export function listDrafts(db: Database, author: string): Promise<StoredDraft[]> {
  return db.read(["drafts"], (tx) => tx.objectStore("drafts").index("author").getAll(author));
}

function change(
  db: Database,
  author: string,
  key: string,
  now: number,
  apply: (draft: StoredDraft) => StoredDraft,
) {
  return db.write(["drafts"], async (tx) => {
    const draft = (await tx.objectStore("drafts").get([author, key])) ?? empty(author, key, now);
    await tx.objectStore("drafts").put({ ...apply(draft), updated_at: now });
  });
}

export function putDraft(
  db: Database,
  author: string,
  key: string,
  value: unknown,
  now: number,
): Promise<void> {
  return change(db, author, key, now, (draft) => ({ ...draft, value }));
}

export function removeDraft(db: Database, author: string, key: string): Promise<void> {
  return db.write(["drafts"], (tx) => tx.objectStore("drafts").delete([author, key]));
}

export interface DraftPhoto {
  blob: StoredBlob;
  thumbnail: StoredThumbnail | null;
}

/** The photo's bytes and its place in the draft, together. The same photo twice stays one. */
export function addDraftPhoto(
  db: Database,
  author: string,
  key: string,
  photo: DraftPhoto,
  now: number,
): Promise<void> {
  return db.write(["drafts", "blobs", "thumbnails"], async (tx) => {
    const drafts = tx.objectStore("drafts");
    const draft = (await drafts.get([author, key])) ?? empty(author, key, now);
    const photos = [...draft.photos.filter((sha256) => sha256 !== photo.blob.sha256), photo.blob.sha256];
    await tx.objectStore("blobs").put(photo.blob);
    if (photo.thumbnail) await tx.objectStore("thumbnails").put(photo.thumbnail);
    await drafts.put({ ...draft, photos, updated_at: now });
  });
}

/** Takes the photo out of the draft; pruning takes the bytes when nothing else holds them. */
export function removeDraftPhoto(
  db: Database,
  author: string,
  key: string,
  sha256: string,
  now: number,
): Promise<void> {
  return change(db, author, key, now, (draft) => ({
    ...draft,
    photos: draft.photos.filter((photo) => photo !== sha256),
  }));
}

export async function getDraftPhotos(db: Database, author: string, key: string): Promise<DraftPhoto[]> {
  return db.read(["drafts", "blobs", "thumbnails"], async (tx) => {
    const draft = await tx.objectStore("drafts").get([author, key]);
    const found: DraftPhoto[] = [];
    for (const sha256 of draft?.photos ?? []) {
      const blob = await tx.objectStore("blobs").get(sha256);
      const thumbnail = (await tx.objectStore("thumbnails").get(sha256)) ?? null;
      if (blob) found.push({ blob, thumbnail });
    }
    return found;
  });
}
