/** The one place where the parts are put together; tests put together others. */
import { computed, effect } from "@preact/signals";
import { createCamera } from "@/device/camera";
import { type Clock, createClock } from "@/device/clock";
import { createPosition } from "@/device/position";
import { createQuota } from "@/device/quota";
import type { DemoAccount, Me } from "@/domain/identity/types";
import { createImaging } from "@/imaging/bridge";
import { ApiProblem } from "@/shared/problem";
import { type Database, openDatabase } from "@/store/database";
import { getClock, getReference, putClock } from "@/store/reference";
import { startOver } from "@/store/repair";
import { startUpdates } from "@/sw/bridge";
import { type Client, createClient } from "@/sync/client";
import { createEngine, type Engine } from "@/sync/engine";
import type { Fetch } from "@/sync/http";
import type { Uploader } from "@/sync/photos";
import { createSessionKeeper, type SessionKeeper } from "@/sync/session";
import { createCodes } from "./codes-service";
import { createDrafts } from "./drafts-service";
import { live } from "./live";
import { createRecords } from "./records-service";
import { saveRecord } from "./save-record";
import type { Api, CallOptions, Services, SessionService } from "./services";

export interface Running {
  services: Services;
  engine: Engine;
  stop(): void;
}

const SHARP_MS = 500;
const CLOCK_FRESH_MS = 10 * 60_000;

type ServerTime = (serverTime: number, sentAt: number, receivedAt: number) => void;

function createApi(client: Client): Api {
  const json = { "Content-Type": "application/json" };
  async function call<T>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body: unknown,
    options: CallOptions = {},
  ): Promise<T> {
    const text = body === undefined ? null : JSON.stringify(body);
    const headers = text === null ? { ...options.headers } : { ...json, ...options.headers };
    return (await client.json({ ...options, method, path, body: text, headers })).body as T;
  }
  return {
    get: (path, options) => call("GET", path, undefined, options),
    post: (path, body, options) => call("POST", path, body, options),
    del: (path, options) => call("DELETE", path, undefined, options),
    blob: (path, options = {}) => client.bytes({ ...options, method: "GET", path }),
    async send<T>(path: string, file: Blob, contentType: string, options: CallOptions = {}) {
      const headers = { "Content-Type": contentType, ...options.headers };
      const timeoutMs = 120_000;
      return (await client.json({ ...options, method: "POST", path, body: file, headers, timeoutMs }))
        .body as T;
    },
  };
}

function createSessionService(keeper: SessionKeeper, client: Client, engine: Engine): SessionService {
  return {
    me: keeper.me,
    status: keeper.status,
    can: (capability) => keeper.me.value?.capabilities.includes(capability) ?? false,
    async login(input) {
      const me = await keeper.login(input);
      void engine.refreshAll();
      return me;
    },
    logout: () => keeper.logout(),
    async changePassword(old_password, new_password) {
      const body = JSON.stringify({ old_password, new_password });
      const headers = { "Content-Type": "application/json" };
      await client.json({ method: "POST", path: "/auth/password", body, headers });
      await keeper.learn((await client.json({ method: "GET", path: "/auth/me" })).body as Me);
      void engine.refreshAll();
    },
    async demoAccounts() {
      try {
        const { body } = await client.open({ method: "GET", path: "/auth/demo-accounts" });
        return (body as { items: DemoAccount[] }).items;
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
  };
}

/** The clock with a memory: what was measured survives a restart without a network. */
function createRememberedClock(db: Database): { clock: Clock; onServerTime: ServerTime } {
  const clock = createClock();
  void getClock(db)
    .then((reading) => reading && clock.restore(reading))
    .catch(() => undefined);
  return {
    clock,
    onServerTime: (serverTime, sentAt, receivedAt) => {
      const reading = clock.measure(serverTime, sentAt, receivedAt);
      if (reading) void putClock(db, reading).catch(() => undefined);
    },
  };
}

/** How well the server's time is known: half a second is far below the one second that evidence asks for. */
function isSharp(clock: Clock): boolean {
  const [error, at] = [clock.uncertainty.value, clock.measuredAt.value];
  if (error === null || at === null) return false;
  return error <= SHARP_MS && Math.abs(clock.deviceNow() - at) < CLOCK_FRESH_MS;
}

/** The upload library is loaded with the first photo, not with the first screen. */
function createUploader(keeper: SessionKeeper): Uploader {
  let loaded: Promise<Uploader> | null = null;
  return async (upload) => {
    loaded ??= import("@/sync/tus-uploader").then(({ createTusUploader }) => createTusUploader(keeper));
    return (await loaded)(upload);
  };
}

function describeDevice(): { label: string; platform: string } {
  const agent = navigator.userAgent;
  const system = /Android|iPhone|iPad|HarmonyOS|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? "?";
  const browser = /Edg|Firefox|CriOS|Chrome|Safari/.exec(agent)?.[0] ?? "?";
  return { label: `${browser} · ${system}`, platform: agent.slice(0, 200) };
}

/** Reasons to look at the outbox at once. */
function wakeOn(engine: Engine, client: Client, channel: BroadcastChannel | null): () => void {
  const wake = (): void => void engine.syncNow();
  const wakeWhenSeen = (): void => {
    if (document.visibilityState === "visible") wake();
  };
  const loseNetwork = (): void => client.lose();
  addEventListener("online", wake);
  addEventListener("offline", loseNetwork);
  document.addEventListener("visibilitychange", wakeWhenSeen);
  channel?.addEventListener("message", wake);
  return () => {
    removeEventListener("online", wake);
    removeEventListener("offline", loseNetwork);
    document.removeEventListener("visibilitychange", wakeWhenSeen);
    channel?.removeEventListener("message", wake);
  };
}

function openChannel(name: string): BroadcastChannel | null {
  return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
}

export async function createServices(language: () => string): Promise<Running> {
  const wakeChannel = openChannel("luqin-wake");
  const update = startUpdates(navigator.serviceWorker);
  const db = openDatabase({ channel: openChannel("luqin-store"), onOutdated: () => update.announce() });
  const fetchHere: Fetch = (input, init) => fetch(input, init);
  const { clock, onServerTime } = createRememberedClock(db);
  const { deviceNow } = clock;
  const keeper = createSessionKeeper({ db, fetch: fetchHere, deviceNow, onServerTime, describeDevice });
  const client = createClient({ fetch: fetchHere, session: keeper, language });
  const author = computed(() => keeper.me.value?.person.id ?? null);
  const timed = { db, client, deviceNow, onServerTime };
  const engine = createEngine({
    db,
    session: keeper,
    push: timed,
    photos: { db, deviceNow, upload: createUploader(keeper) },
    pull: { ...timed, onMe: (me) => keeper.learn(me), isClockSharp: () => isSharp(clock) },
    deviceNow,
    askOtherTab: () => wakeChannel?.postMessage("look"),
  });
  const quota = createQuota(navigator.storage);
  const drafts = createDrafts({ db, author, now: deviceNow });
  const { records, outbox, reload } = createRecords({ db, client, engine, author });
  const reference = live(
    db,
    ["reference"],
    author,
    null,
    async (who) => (await getReference(db, who))?.value ?? null,
  );
  const services: Services = {
    api: createApi(client),
    session: createSessionService(keeper, client, engine),
    records,
    outbox,
    drafts,
    reference: reference.value,
    sync: {
      state: engine.state,
      lastSuccessAt: engine.lastSuccessAt,
      syncNow: () => engine.refreshAll(),
      startOver: () => startOver(db, deviceNow()).then(() => engine.refreshAll()),
    },
    position: createPosition(navigator.geolocation),
    camera: createCamera({ devices: navigator.mediaDevices, prepare: createImaging(), now: deviceNow }),
    clock,
    quota,
    codes: createCodes({ db, author, now: clock.now }),
    online: computed(() => client.reached.value),
    update,
    async saveRecord(kind, draft, photos) {
      if (draft.draft_key !== undefined) await drafts.settled(draft.draft_key);
      const saved = await saveRecord(
        {
          db,
          me: () => keeper.me.value,
          deviceId: () => keeper.deviceId.value,
          key: () => keeper.key(),
          deviceNow,
          clockOffset: () => clock.offset.value,
          hasSpace: () => quota.level.value !== "full",
        },
        kind,
        draft,
        photos,
      );
      await reload();
      void quota.refresh();
      void engine.syncNow();
      return saved;
    },
  };
  const stopFollowing = db.onChange((stores) => {
    // Logged in or out in another tab.
    if (stores.includes("session")) void keeper.restore().catch(() => undefined);
  });
  await keeper.restore();
  await Promise.all([reference.reload(), reload()]);
  void quota.askToPersist();
  const stopWaking = wakeOn(engine, client, wakeChannel);
  const stopStart = effect(() => {
    if (author.value !== null) void engine.syncNow();
  });
  return {
    services,
    engine,
    stop() {
      stopWaking();
      stopFollowing();
      stopStart();
      engine.stop();
      db.close();
    },
  };
}
