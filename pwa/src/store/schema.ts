/** The shape of the phone's own database, version by version. The only truth that screens see. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { Me } from "@/domain/identity/types";
import type { Head, LedgerKey, Receipt } from "@/domain/ledger/types";
import type { RecordKind, RecordSummary } from "@/domain/records/types";
import type { CodeList, Reference } from "@/domain/reference/types";
import type { Problem } from "@/shared/problem";

export const DATABASE_NAME = "luqin";
export const DATABASE_VERSION = 1;

/** A record exactly as it was signed. `key` is `<id>/<revision>`. Never changed after it was saved. */
export interface StoredRecord {
  key: string;
  id: string;
  revision: number;
  kind: RecordKind;
  author: string;
  body: string;
  signature: string;
  content_hash: string;
  device_seq: number;
  occurred_at: string;
  /** Milliseconds, device clock. */
  saved_at: number;
  photos: string[];
}

export interface StoredBlob {
  sha256: string;
  bytes: ArrayBuffer;
  type: string;
  size: number;
  width: number;
  height: number;
  taken_at: number;
}

export interface StoredThumbnail {
  sha256: string;
  bytes: ArrayBuffer;
}

/** How the reason of an item begins whose place a mended record has taken; the key of that record follows. */
export const REPLACED_BY = "replaced by ";

export type OutboxStatus = "waiting" | "received" | "done" | "needs_attention" | "set_aside";

export interface OutboxPhoto {
  sha256: string;
  size: number;
  type: string;
  on_server: boolean;
  /** Where a begun upload goes on. */
  upload_url: string | null;
}

export interface OutboxEntry {
  key: string;
  id: string;
  revision: number;
  author: string;
  kind: RecordKind;
  device_seq: number;
  saved_at: number;
  status: OutboxStatus;
  photos: OutboxPhoto[];
  problem: Problem | null;
  current: { revision: number; content_hash: string; body: string } | null;
  tries: number;
  received_at: string | null;
  done_at: number | null;
  set_aside_reason: string | null;
}

export interface StoredDraft {
  author: string;
  key: string;
  value: unknown;
  photos: string[];
  updated_at: number;
}

/** Who uses this browser, and the refresh that is under way. */
export interface StoredSession {
  key: "current";
  session_id: string;
  device: { id: string; label: string };
  me: Me;
  access_token: string | null;
  /** Milliseconds, device clock. */
  access_expires_at: number;
  /** Kept until answered, so that a lost answer can be asked for again. */
  refresh_request_id: string | null;
  login_again: boolean;
}

export interface StoredKey {
  key: "device";
  privateKey: CryptoKey;
  publicKey: string;
}

export interface StoredReference {
  author: string;
  etag: string | null;
  value: Reference;
  fetched_at: number;
}

export interface CodeUse {
  author: string;
  code: string;
  favourite: boolean;
  count: number;
  /** How often at each post. */
  posts: Record<string, number>;
  last_used_at: number;
}

export interface StoredSummary {
  author: string;
  id: string;
  summary: RecordSummary;
}

export interface ChainTail {
  key: `chain:${string}`;
  seq: number;
  hash: string | null;
}

export interface ClockReading {
  key: "clock";
  offset_ms: number;
  uncertainty_ms: number;
  measured_at: number;
}

export interface Watermark {
  key: `changes:${string}`;
  since: number;
}

export type Meta =
  | ChainTail
  | ClockReading
  | Watermark
  | { key: "head" | `head_before:${number}`; head: Head }
  | { key: "ledger_keys" | `ledger_keys_before:${number}`; keys: LedgerKey[] }
  | { key: "last_success"; at: number };

export interface LuqinSchema extends DBSchema {
  records: { key: string; value: StoredRecord; indexes: { author: string; id: string } };
  blobs: { key: string; value: StoredBlob };
  thumbnails: { key: string; value: StoredThumbnail };
  outbox: { key: string; value: OutboxEntry; indexes: { author: string } };
  receipts: { key: string; value: Receipt & { key: string } };
  drafts: { key: [string, string]; value: StoredDraft; indexes: { author: string } };
  session: { key: string; value: StoredSession };
  keys: { key: string; value: StoredKey };
  reference: { key: string; value: StoredReference };
  code_lists: { key: string; value: CodeList };
  code_uses: { key: [string, string]; value: CodeUse; indexes: { author: string } };
  summaries: { key: [string, string]; value: StoredSummary; indexes: { author: string } };
  meta: { key: string; value: Meta };
}

export type StoreName = StoreNames<LuqinSchema>;
export type LuqinDatabase = IDBPDatabase<LuqinSchema>;
export type Upgrade = IDBPTransaction<LuqinSchema, StoreName[], "versionchange">;

function createFirstStores(db: LuqinDatabase): void {
  const records = db.createObjectStore("records", { keyPath: "key" });
  records.createIndex("author", "author");
  records.createIndex("id", "id");
  db.createObjectStore("blobs", { keyPath: "sha256" });
  db.createObjectStore("thumbnails", { keyPath: "sha256" });
  db.createObjectStore("outbox", { keyPath: "key" }).createIndex("author", "author");
  db.createObjectStore("receipts", { keyPath: "key" });
  db.createObjectStore("drafts", { keyPath: ["author", "key"] }).createIndex("author", "author");
  db.createObjectStore("session", { keyPath: "key" });
  db.createObjectStore("keys", { keyPath: "key" });
  db.createObjectStore("reference", { keyPath: "author" });
  db.createObjectStore("code_lists", { keyPath: "version" });
  db.createObjectStore("code_uses", { keyPath: ["author", "code"] }).createIndex("author", "author");
  db.createObjectStore("summaries", { keyPath: ["author", "id"] }).createIndex("author", "author");
  db.createObjectStore("meta", { keyPath: "key" });
}

/** One step for each version: a phone that skipped some releases runs them all, in order. Steps never drop unsent work. */
const steps: Readonly<Record<number, (db: LuqinDatabase, tx: Upgrade) => void>> = { 1: createFirstStores };

export function upgrade(db: LuqinDatabase, from: number, to: number, tx: Upgrade): void {
  for (let version = from + 1; version <= to; version += 1) steps[version]?.(db, tx);
}

export function recordKey(id: string, revision: number): string {
  return `${id}/${revision}`;
}
