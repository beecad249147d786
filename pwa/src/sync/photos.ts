/** Photos of records that the server has: one after the other, each going on where it stopped. */
import { sha256 as digest } from "@/shared/digest";
import { ApiProblem, type Problem } from "@/shared/problem";
import { getBlob } from "@/store/blobs";
import type { Database } from "@/store/database";
import { listEntries, markNeedsAttention, markPhotoOnServer, updateEntry } from "@/store/outbox";
import type { OutboxEntry, OutboxPhoto } from "@/store/schema";

export interface Upload {
  sha256: string;
  type: string;
  bytes: ArrayBuffer;
  /** Where a begun upload goes on. */
  url: string | null;
  onUrl: (url: string) => void;
  /** Bytes that the server has so far. */
  onProgress: (sent: number) => void;
}

/** Resolves when the server has verified every byte; throws ApiProblem. */
export type Uploader = (upload: Upload) => Promise<void>;

export interface PhotoParts {
  db: Database;
  upload: Uploader;
  deviceNow: () => number;
  /** Told how much of an item's photos is there, 0–1; null at its end. */
  onProgress: (key: string, part: number | null) => void;
  /** Runs before each record's photos: a record saved meanwhile is small and goes first. */
  beforeEach: () => Promise<void>;
}

const LOST: Problem = {
  status: 0,
  code: "photo_lost",
  title: "本机上的照片已损坏或丢失，记录已在服务器。",
  detail: null,
  fields: [],
};

export async function uploadPhotos(parts: PhotoParts, author: string): Promise<void> {
  for (const entry of await listEntries(parts.db, author)) {
    if (entry.status !== "received") continue;
    await parts.beforeEach();
    try {
      await uploadOf(parts, author, entry);
    } finally {
      parts.onProgress(entry.key, null);
    }
  }
}

async function uploadOf(parts: PhotoParts, author: string, entry: OutboxEntry): Promise<void> {
  const total = entry.photos.reduce((sum, photo) => sum + photo.size, 0) || 1;
  let before = entry.photos.filter((photo) => photo.on_server).reduce((sum, photo) => sum + photo.size, 0);
  for (const photo of entry.photos.filter((one) => !one.on_server)) {
    const tell = (sent: number): void => parts.onProgress(entry.key, Math.min(1, (before + sent) / total));
    tell(0);
    const problem = await uploadOne(parts, entry, photo, tell);
    if (problem !== null) {
      await markNeedsAttention(parts.db, [{ key: entry.key, problem, current: null }]);
      return;
    }
    await markPhotoOnServer(parts.db, author, photo.sha256, parts.deviceNow());
    before += photo.size;
  }
}

/** Null when the photo is on the server; a problem when it never will be. Throws for what may pass. */
async function uploadOne(
  parts: PhotoParts,
  entry: OutboxEntry,
  photo: OutboxPhoto,
  onProgress: (sent: number) => void,
): Promise<Problem | null> {
  const blob = await getBlob(parts.db, photo.sha256);
  if (blob === null || (await digest(blob.bytes)) !== photo.sha256) return LOST;
  const begin = (url: string | null): Promise<void> =>
    parts.upload({
      sha256: photo.sha256,
      type: photo.type,
      bytes: blob.bytes,
      url,
      onUrl: (next) => void keepUrl(parts.db, entry.key, photo.sha256, next),
      onProgress,
    });
  try {
    await begin(photo.upload_url);
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  // Spoilt on the way: the server has thrown it away. Once more from the first byte, then a person must look.
  try {
    await begin(null);
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return {
      status: error.status,
      code: error.code,
      title: error.title,
      detail: error.detail,
      fields: error.fields,
    };
  }
}

function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && [400, 404, 409, 410, 413, 415, 422, 460].includes(error.status);
}

function keepUrl(db: Database, key: string, sha256: string, url: string): Promise<void> {
  return updateEntry(db, key, (entry) => ({
    ...entry,
    photos: entry.photos.map((photo) => (photo.sha256 === sha256 ? { ...photo, upload_url: url } : photo)),
  })).catch(() => undefined); // Without it the upload only starts anew.
}
