/** Everything a feature may use, as one typed object. The wiring (`main.tsx`) builds it; tests hand in fakes. */
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Capability, DemoAccount, Me } from "@/domain/identity/types";
import type { Receipt } from "@/domain/ledger/types";
import type { CapturedPhoto } from "@/domain/records/photo";
import type {
  DataByKind,
  FieldRecord,
  Fix,
  Party,
  RecordDetail,
  RecordKind,
  RecordSummary,
} from "@/domain/records/types";
import type { CodeItem, Reference } from "@/domain/reference/types";
import type { Problem } from "@/shared/problem";
import type { ItemState, SyncState } from "@/sync/state";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface CallOptions {
  query?: Query;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** Paths are below `/api/v1` (`/records`). Every failure is an `ApiProblem`. */
export interface Api {
  get<T>(path: string, options?: CallOptions): Promise<T>;
  post<T>(path: string, body?: unknown, options?: CallOptions): Promise<T>;
  del<T = void>(path: string, options?: CallOptions): Promise<T>;
  /** Bytes with the access token, for example `/photos/{sha256}/thumbnail`. */
  blob(path: string, options?: CallOptions): Promise<Blob>;
  /** A file as the raw body (spreadsheet and CSV imports). */
  send<T>(path: string, file: Blob, contentType: string, options?: CallOptions): Promise<T>;
}

export type SessionStatus = "none" | "active" | "login_again";

export interface SessionService {
  /** Who uses this browser; known offline too. */
  me: ReadonlySignal<Me | null>;
  status: ReadonlySignal<SessionStatus>;
  login(input: { badge_number: string; password: string; enrolment_code?: string }): Promise<Me>;
  logout(): Promise<void>;
  changePassword(oldPassword: string, newPassword: string): Promise<void>;
  can(capability: Capability): boolean;
  /** Null outside of demo mode. */
  demoAccounts(): Promise<DemoAccount[] | null>;
}

export type { CapturedPhoto };

export interface RecordDraft<K extends RecordKind = RecordKind> {
  data: DataByKind[K];
  post: string | null;
  shift?: string | null;
  operation?: string | null;
  fix: Fix | null;
  /** Device clock, milliseconds; now when left out. */
  device_time?: number;
  /** A correction of a record that the server has. */
  correction?: { id: string; base_revision: number; reason: string };
  /** A refused or conflicting item of the outbox that this record takes the place of. */
  replaces?: string;
  /** This draft is emptied in the same transaction. */
  draft_key?: string;
}

export interface SavedRecord {
  id: string;
  revision: number;
  occurred_at: string;
}

export interface LocalPhoto {
  sha256: string;
  size: number;
  type: string;
  on_server: boolean;
}

/** A record that this phone made. */
export interface LocalRecord {
  id: string;
  kind: RecordKind;
  revision: number;
  body: FieldRecord;
  content_hash: string;
  saved_at: number;
  state: ItemState;
  photos: LocalPhoto[];
  receipt: Receipt | null;
}

/** One line of "My records": what the server has and what only the phone has, newest first. */
export interface MyRecord {
  id: string;
  kind: RecordKind;
  revision: number;
  occurred_at: string;
  local: LocalRecord | null;
  server: RecordSummary | null;
}

export interface RecordsService {
  mine: ReadonlySignal<readonly MyRecord[]>;
  get(id: string): Promise<MyRecord | null>;
  /** The whole of it, from the server. */
  detail(id: string): Promise<RecordDetail>;
  /** From the phone while it has it, otherwise from the server. Object URLs are the caller's to revoke. */
  photo(sha256: string): Promise<Blob | null>;
  thumbnail(sha256: string): Promise<Blob | null>;
}

export interface OutboxItem {
  id: string;
  revision: number;
  kind: RecordKind;
  body: FieldRecord;
  saved_at: number;
  state: ItemState;
  photos_total: number;
  photos_done: number;
  /** 0–1 over all bytes while sending, else null. */
  progress: number | null;
  problem: Problem | null;
  /** The server's copy, with a conflict. */
  current: { revision: number; content_hash: string; body: string } | null;
  tries: number;
  received_at: string | null;
  /** Why it is not sent any more; `replaced` when a mended record has taken its place. */
  set_aside: { reason: string; replaced: boolean } | null;
}

export interface OutboxCounts {
  /** Items with something still to send, set-aside ones not counted. */
  pending: number;
  photos_pending: number;
  needs_attention: number;
}

export interface OutboxService {
  /** Mine: everything not done, then what was done in the last seven days. Oldest pending first. */
  items: ReadonlySignal<readonly OutboxItem[]>;
  counts: ReadonlySignal<OutboxCounts>;
  /** Unsent items of other people on this shared phone; only the number is known. */
  others: ReadonlySignal<number>;
  /** Try an item that needs attention once more. */
  retry(id: string, revision: number): Promise<void>;
  /** Not sent any more but kept; a reason is asked of the person. */
  setAside(id: string, revision: number, reason: string): Promise<void>;
}

export interface DraftsService {
  get<T>(key: string): Promise<T | null>;
  /** Durable when the promise resolves. Calls for one key are kept in order; only the newest value is written. */
  put<T>(key: string, value: T): Promise<void>;
  remove(key: string): Promise<void>;
  /** Keys of my drafts, for "carry on where you left off". */
  keys: ReadonlySignal<readonly string[]>;
  photos(key: string): Promise<CapturedPhoto[]>;
  addPhoto(key: string, photo: CapturedPhoto): Promise<void>;
  removePhoto(key: string, sha256: string): Promise<void>;
}

export type PositionState = "idle" | "searching" | "ok" | "denied" | "unavailable";

export interface PositionService {
  fix: ReadonlySignal<Fix | null>;
  state: ReadonlySignal<PositionState>;
  /** Starts watching; call the answer to stop. */
  watch(): () => void;
  /** The best fix within the time, or null. Never throws. */
  getFix(options?: { timeout_ms?: number; wanted_accuracy_m?: number }): Promise<Fix | null>;
}

export interface CameraSession {
  stream: MediaStream;
  grab(): Promise<CapturedPhoto>;
  /** Null when the camera has no lamp. */
  setTorch: ((on: boolean) => Promise<void>) | null;
  close(): void;
}

export interface CameraService {
  available: boolean;
  open(): Promise<CameraSession>;
  fromFile(file: Blob, takenAt?: number): Promise<CapturedPhoto>;
}

export interface ClockService {
  /** Milliseconds, device clock corrected by the last measured offset. */
  now(): number;
  deviceNow(): number;
  /** Server minus device, milliseconds; null before it was ever measured. */
  offset: ReadonlySignal<number | null>;
  /** Half of the round trip of that measurement: how wrong the offset can be, milliseconds. */
  uncertainty: ReadonlySignal<number | null>;
  measuredAt: ReadonlySignal<number | null>;
  /** Ticks once a second while somebody looks. */
  tick: ReadonlySignal<number>;
}

export type SpaceLevel = "ok" | "low" | "full" | "unknown";

export interface QuotaService {
  level: ReadonlySignal<SpaceLevel>;
  /** Bytes. */
  usage: ReadonlySignal<number | null>;
  quota: ReadonlySignal<number | null>;
  persisted: ReadonlySignal<boolean | null>;
  refresh(): Promise<void>;
}

export interface CodesService {
  /** The list in force now; empty until the first sync. */
  list: ReadonlySignal<readonly CodeItem[]>;
  version: ReadonlySignal<string | null>;
  /** By number, pinyin initials or words of the name (zh, en) and law; best first. Empty query: most used first. */
  search(query: string, options?: { party?: Party; post?: string | null; limit?: number }): CodeItem[];
  get(code: string): CodeItem | null;
  recent: ReadonlySignal<readonly CodeItem[]>;
  /** What this person used at the post, on this phone, the most used first; empty when nothing was. */
  usedAt(post: string | null): CodeItem[];
  favourites: ReadonlySignal<readonly CodeItem[]>;
  toggleFavourite(code: string): Promise<void>;
}

export interface SyncService {
  state: ReadonlySignal<SyncState>;
  lastSuccessAt: ReadonlySignal<number | null>;
  syncNow(): Promise<void>;
  /** A person confirmed that the server's ledger was replaced: everything that this phone holds is sent again. */
  startOver(): Promise<void>;
}

export interface UpdateService {
  /** A new version is ready and waits for consent. */
  waiting: ReadonlySignal<boolean>;
  apply(): Promise<void>;
}

export interface Services {
  api: Api;
  session: SessionService;
  saveRecord<K extends RecordKind>(
    kind: K,
    draft: RecordDraft<K>,
    photos: CapturedPhoto[],
  ): Promise<SavedRecord>;
  records: RecordsService;
  outbox: OutboxService;
  drafts: DraftsService;
  /** Null until the first sync. */
  reference: ReadonlySignal<Reference | null>;
  sync: SyncService;
  position: PositionService;
  camera: CameraService;
  clock: ClockService;
  quota: QuotaService;
  codes: CodesService;
  /** True when the server was reached last time it was tried, not what the browser believes. */
  online: ReadonlySignal<boolean>;
  update: UpdateService;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error("no services around this component");
  return services;
}
