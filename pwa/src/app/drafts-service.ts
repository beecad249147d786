import { computed, type ReadonlySignal } from "@preact/signals";
import type { CapturedPhoto } from "@/domain/records/photo";
import type { Database } from "@/store/database";
import {
  addDraftPhoto,
  getDraft,
  getDraftPhotos,
  listDrafts,
  putDraft,
  removeDraft,
  removeDraftPhoto,
} from "@/store/drafts";
import { StorageError } from "@/store/errors";
import { live } from "./live";
import type { DraftsService } from "./services";

export interface DraftsParts {
  db: Database;
  author: ReadonlySignal<string | null>;
  now: () => number;
}

/** Writes of one draft in order; while one is under way only the newest waits. */
function createWriter(): (key: string, write: () => Promise<void>) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, { write: () => Promise<void>; done: Promise<void> }>();
  function start(key: string, write: () => Promise<void>): Promise<void> {
    const run = write().finally(() => running.delete(key));
    running.set(key, run);
    return run;
  }
  return (key, write) => {
    const current = running.get(key);
    if (!current) return start(key, write);
    const waiting = next.get(key);
    if (waiting) {
      waiting.write = write;
      return waiting.done;
    }
    const done = current
      .catch(() => undefined)
      .then(() => {
        const newest = next.get(key);
        next.delete(key);
        return newest ? start(key, newest.write) : undefined;
      });
    next.set(key, { write, done });
    return done;
  };
}

export interface Drafts extends DraftsService {
  /** Resolves when no write of this draft is under way: a late one would bring a sent draft back. */
  settled(key: string): Promise<void>;
}

export function createDrafts({ db, author, now }: DraftsParts): Drafts {
  const inOrder = createWriter();
  const list = live(db, ["drafts"], author, [], (who) => listDrafts(db, who));

  function who(): string {
    const person = author.peek();
    if (person === null) throw new StorageError("not_logged_in");
    return person;
  }

  return {
    settled: (key) => inOrder(key, async () => undefined),
    keys: computed(() => list.value.value.map((draft) => draft.key)),
    async get<T>(key: string) {
      return ((await getDraft(db, who(), key))?.value ?? null) as T | null;
    },
    async put(key, value) {
      const person = who();
      await inOrder(key, () => putDraft(db, person, key, value, now()));
    },
    async remove(key) {
      const person = who();
      await inOrder(key, () => removeDraft(db, person, key));
    },
    async photos(key) {
      const kept = await getDraftPhotos(db, who(), key);
      return kept.map(
        ({ blob, thumbnail }): CapturedPhoto => ({ ...blob, thumbnail: thumbnail?.bytes ?? null }),
      );
    },
    async addPhoto(key, { thumbnail, ...blob }) {
      const photo = { blob, thumbnail: thumbnail && { sha256: blob.sha256, bytes: thumbnail } };
      await addDraftPhoto(db, who(), key, photo, now());
    },
    async removePhoto(key, sha256) {
      await removeDraftPhoto(db, who(), key, sha256, now());
    },
  };
}
