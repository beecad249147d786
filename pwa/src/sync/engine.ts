/** The sender: one across all tabs, woken by reasons, patient with the network, honest about its state. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "@/domain/identity/types";
import { withLockIfFree } from "@/shared/lock";
import { coalesced } from "@/shared/once";
import { ApiProblem, NOT_OUR_SERVER, UNREACHABLE } from "@/shared/problem";
import type { Database } from "@/store/database";
import { StorageError } from "@/store/errors";
import { isOpen, listEntries } from "@/store/outbox";
import { prune } from "@/store/prune";
import { getLastSuccess, putLastSuccess } from "@/store/reference";
import { backoffMs } from "./backoff";
import { type PhotoParts, uploadPhotos } from "./photos";
import { type PullParts, pullChanges, pullReference, pullTime } from "./pull";
import { LedgerMismatch, type PushParts, pushRecords } from "./push";
import type { SessionKeeper } from "./session";
import type { SyncState } from "./state";

/** Timers that tests can hold in their hand. */
export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

export interface EngineParts {
  db: Database;
  session: Pick<SessionKeeper, "me" | "status">;
  push: Omit<PushParts, "onSending">;
  photos: Omit<PhotoParts, "onProgress" | "beforeEach">;
  pull: PullParts;
  deviceNow: () => number;
  timers?: Timers;
  random?: () => number;
  /** Another tab holds the sender: ask it to look again. */
  askOtherTab?: () => void;
}

export interface Engine {
  state: ReadonlySignal<SyncState>;
  lastSuccessAt: ReadonlySignal<number | null>;
  /** Items under way and how much of their bytes is there. */
  sending: ReadonlySignal<ReadonlyMap<string, number>>;
  /** A person asked, or there is a good reason: now, whatever the back-off says. */
  syncNow(): Promise<void>;
  /** A new session must not wait for what the old one was told. */
  refreshAll(): Promise<void>;
  stop(): void;
}

/** With nothing to send the phone still looks for news this often. */
const IDLE_MS = 5 * 60_000;
const OTHER_TAB_MS = 30_000;

const realTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export function createEngine(parts: EngineParts): Engine {
  const { db, session, deviceNow, timers = realTimers, random = Math.random } = parts;
  const state = signal<SyncState>({ name: "idle" });
  const lastSuccessAt = signal<number | null>(null);
  const sending = signal<ReadonlyMap<string, number>>(new Map());
  let failures = 0;
  let timer: unknown = null;
  let stopped = false;
  let force = false;

  const push: PushParts = {
    ...parts.push,
    onSending: (keys) => {
      sending.value = new Map(keys.map((key) => [key, 0]));
    },
  };
  const photos: Omit<PhotoParts, "beforeEach"> = {
    ...parts.photos,
    onProgress: (key, part) => {
      const next = new Map(sending.value);
      if (part === null) next.delete(key);
      else next.set(key, part);
      sending.value = next;
    },
  };

  async function pass(): Promise<void> {
    const author = session.me.value?.person.id;
    if (author === undefined) return;
    if (session.status.value === "login_again") throw new ApiProblem({ status: 401, code: "token_missing" });
    const open = (await listEntries(db, author)).some(
      (entry) => isOpen(entry) && entry.status !== "needs_attention",
    );
    if (open) state.value = { name: "sending" };
    await pushRecords(push, author);
    await uploadPhotos({ ...photos, beforeEach: () => pushRecords(push, author) }, author);
    await pullTime(parts.pull);
    const all = force;
    force = false;
    await pullReference(parts.pull, author, all);
    if (writesRecords(session.me.value)) await pullChanges(parts.pull, author);
    await prune(db, deviceNow());
    await putLastSuccess(db, deviceNow());
  }

  function schedule(ms: number): void {
    timers.clear(timer);
    if (!stopped) timer = timers.set(() => void run(), ms);
  }

  function succeed(): void {
    failures = 0;
    lastSuccessAt.value = deviceNow();
    state.value = { name: "idle" };
    schedule(IDLE_MS);
  }

  function fail(error: unknown): void {
    failures += 1;
    const asked = error instanceof ApiProblem ? (error.retryAfter ?? 0) * 1000 : 0;
    const wait = Math.max(asked, backoffMs(failures, random));
    state.value = describe(error, deviceNow() + wait);
    if (state.value.name !== "login_needed") schedule(wait);
  }

  void getLastSuccess(db)
    .then((at) => {
      lastSuccessAt.value ??= at;
    })
    .catch(() => undefined);

  const run = coalesced(async () => {
    if (stopped) return;
    const ran = await withLockIfFree("luqin-sync", () => pass().then(succeed, fail));
    if (ran) return;
    parts.askOtherTab?.();
    schedule(OTHER_TAB_MS);
  });

  return {
    state,
    lastSuccessAt,
    sending,
    syncNow() {
      timers.clear(timer);
      return run();
    },
    refreshAll() {
      force = true;
      failures = 0;
      return run();
    },
    stop() {
      stopped = true;
      timers.clear(timer);
    },
  };
}

function writesRecords(me: Me | null): boolean {
  return me?.capabilities.includes("record.write") ?? false;
}

function describe(error: unknown, retryAt: number): SyncState {
  if (error instanceof LedgerMismatch) {
    const problem = { status: 0, code: error.code, title: error.code, detail: null, fields: [] };
    return { name: "ledger_mismatch", problem };
  }
  if (error instanceof StorageError) {
    const problem = { status: 0, code: error.code, title: error.code, detail: null, fields: [] };
    return { name: "storage_trouble", problem };
  }
  if (!(error instanceof ApiProblem)) return { name: "waiting_retry", retryAt };
  if (error.status === 401) return { name: "login_needed" };
  if (error.code === UNREACHABLE) return { name: "offline" };
  if (error.status >= 500 || error.status === 429) return { name: "server_unwell", retryAt };
  if (error.code === NOT_OUR_SERVER) return { name: "captive_portal" };
  return { name: "waiting_retry", retryAt };
}
