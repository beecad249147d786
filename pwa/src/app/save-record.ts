/** From a finished form to a saved record: composed, hashed, signed, then stored whole or not at all. */
import { type DeviceKey, signText } from "@/device/key";
import type { Me } from "@/domain/identity/types";
import { composeRecord } from "@/domain/records/compose";
import type { CapturedPhoto } from "@/domain/records/photo";
import type { DataByKind, FieldRecord, RecordKind } from "@/domain/records/types";
import { sha256 } from "@/shared/digest";
import { newId } from "@/shared/ids";
import { withLock } from "@/shared/lock";
import { type Capture, saveCapture } from "@/store/capture";
import { getTail, type Tail } from "@/store/chain";
import type { Database } from "@/store/database";
import { StorageError } from "@/store/errors";
import { type OutboxEntry, recordKey, type StoredRecord } from "@/store/schema";
import type { RecordDraft, SavedRecord } from "./services";

export interface SaveParts {
  db: Database;
  me: () => Me | null;
  deviceId: () => string | null;
  key: () => Promise<DeviceKey>;
  deviceNow: () => number;
  clockOffset: () => number | null;
  /** False when one more record with photos might not fit. */
  hasSpace: () => boolean;
}

async function checkPhotos(photos: readonly CapturedPhoto[]): Promise<void> {
  for (const photo of photos) {
    const whole = photo.bytes.byteLength === photo.size && (await sha256(photo.bytes)) === photo.sha256;
    if (!whole) throw new StorageError("photo_damaged");
  }
}

/**
 * Resolves when record, photo bytes, outbox item and the device's chain are one committed transaction on disk.
 * Throws StorageError, and then nothing was stored and the draft is untouched.
 */
export async function saveRecord<K extends RecordKind>(
  parts: SaveParts,
  kind: K,
  draft: RecordDraft<K>,
  photos: readonly CapturedPhoto[],
): Promise<SavedRecord> {
  const [me, device] = [parts.me(), parts.deviceId()];
  if (me === null || device === null) throw new StorageError("not_logged_in");
  if (!parts.hasSpace()) throw new StorageError("storage_full");
  await checkPhotos(photos);
  // One record after the other across tabs: each names the hash of the one before.
  return withLock("luqin-chain", async () => {
    const tail = await getTail(parts.db, device);
    const now = parts.deviceNow();
    const capture = await sign(parts, { me, device, tail, now, kind, draft, photos });
    await saveCapture(parts.db, capture);
    const { id, revision, occurred_at } = capture.record;
    return { id, revision, occurred_at };
  });
}

interface Signing<K extends RecordKind> {
  me: Me;
  device: string;
  tail: Tail;
  now: number;
  kind: K;
  draft: RecordDraft<K>;
  photos: readonly CapturedPhoto[];
}

function compose<K extends RecordKind>(parts: SaveParts, signing: Signing<K>): FieldRecord<K> {
  const { me, device, tail, now, kind, draft, photos } = signing;
  return composeRecord({
    id: draft.correction?.id ?? newId(),
    kind,
    revision: (draft.correction?.base_revision ?? 0) + 1,
    base_revision: draft.correction?.base_revision ?? null,
    reason: draft.correction?.reason ?? null,
    author: me.person.id,
    unit: me.person.unit.id,
    device,
    tail,
    shift: draft.shift ?? null,
    post: draft.post,
    operation: draft.operation ?? null,
    device_time: draft.device_time ?? now,
    clock_offset_ms: parts.clockOffset() ?? 0,
    fix: draft.fix,
    photos,
    data: draft.data,
  });
}

async function sign<K extends RecordKind>(parts: SaveParts, signing: Signing<K>): Promise<Capture> {
  const { device, tail, now, kind, draft, photos } = signing;
  const record = compose(parts, signing);
  const body = JSON.stringify(record);
  const stored: StoredRecord = {
    key: recordKey(record.id, record.revision),
    id: record.id,
    revision: record.revision,
    kind,
    author: record.author,
    body,
    signature: await signText(await parts.key(), body),
    content_hash: await sha256(body),
    device_seq: record.device_seq,
    occurred_at: record.occurred_at,
    saved_at: now,
    photos: record.photos.map((photo) => photo.sha256),
  };
  return {
    device,
    tail,
    record: stored,
    entry: entryFor(stored, photos),
    blobs: photos.map(({ thumbnail: _, ...blob }) => blob),
    thumbnails: photos.flatMap(({ sha256, thumbnail }) => (thumbnail ? [{ sha256, bytes: thumbnail }] : [])),
    draftKey: draft.draft_key ?? null,
    replaces: draft.replaces ?? null,
    used:
      kind === "violation" ? { code: (record.data as DataByKind["violation"]).code, post: draft.post } : null,
  };
}

function entryFor(record: StoredRecord, photos: readonly CapturedPhoto[]): OutboxEntry {
  return {
    key: record.key,
    id: record.id,
    revision: record.revision,
    author: record.author,
    kind: record.kind,
    device_seq: record.device_seq,
    saved_at: record.saved_at,
    status: "waiting",
    photos: photos.map(({ sha256, size, type }) => ({
      sha256,
      size,
      type,
      on_server: false,
      upload_url: null,
    })),
    problem: null,
    current: null,
    tries: 0,
    received_at: null,
    done_at: null,
    set_aside_reason: null,
  };
}
