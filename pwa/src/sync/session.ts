/** Who is logged in, and the access token: made once online, refreshed so that a lost answer costs nothing. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { createDeviceKey, loginText, refreshText, signText } from "@/device/key";
import type { Me, Session } from "@/domain/identity/types";
import { newId } from "@/shared/ids";
import { fromInstant } from "@/shared/instant";
import { withLock } from "@/shared/lock";
import { shared } from "@/shared/once";
import { ApiProblem } from "@/shared/problem";
import type { Database } from "@/store/database";
import type { StoredKey, StoredSession } from "@/store/schema";
import { changeSession, clearSession, getKey, getSession, keepKey, putSession } from "@/store/session";
import { type Call, callJson, type Fetch } from "./http";
import { readSession } from "./protocol";

/** A token that ends sooner than this is renewed before it is used. */
const SPARE_MS = 20_000;

export interface SessionParts {
  db: Database;
  fetch: Fetch;
  deviceNow: () => number;
  /** Told about each server time that came along. */
  onServerTime: (serverTime: number, sentAt: number, receivedAt: number) => void;
  /** What a supervisor reads in the list of devices. */
  describeDevice: () => { label: string; platform: string };
}

export interface Credentials {
  badge_number: string;
  password: string;
  enrolment_code?: string;
}

export interface SessionKeeper {
  me: ReadonlySignal<Me | null>;
  status: ReadonlySignal<"none" | "active" | "login_again">;
  deviceId: ReadonlySignal<string | null>;
  /** Reads what the phone knows; no network. */
  restore(): Promise<void>;
  login(credentials: Credentials): Promise<Me>;
  logout(): Promise<void>;
  /** A token that is good for a while. Throws ApiProblem 401 when only a new log-in helps. */
  token(): Promise<string>;
  /** The server did not take this token: forget it, so that `token` brings another. */
  dropToken(token: string): Promise<void>;
  /** Newer knowledge about the person, from the reference data. */
  learn(me: Me): Promise<void>;
  key(): Promise<StoredKey>;
}

export function createSessionKeeper(parts: SessionParts): SessionKeeper {
  const { db, fetch, deviceNow } = parts;
  const stored = signal<StoredSession | null>(null);
  const me = signal<Me | null>(null);
  const deviceId = signal<string | null>(null);
  const status = signal<"none" | "active" | "login_again">("none");

  function show(session: StoredSession | null): void {
    stored.value = session;
    if (JSON.stringify(me.peek()) !== JSON.stringify(session?.me ?? null)) me.value = session?.me ?? null;
    deviceId.value = session?.device.id ?? null;
    status.value = session === null ? "none" : session.login_again ? "login_again" : "active";
  }

  async function restore(): Promise<void> {
    show(await getSession(db));
  }

  async function key(): Promise<StoredKey> {
    return (await getKey(db)) ?? keepKey(db, { key: "device", ...(await createDeviceKey()) });
  }

  async function ask(path: string, body: unknown): Promise<Session> {
    const sentAt = deviceNow();
    const answer = await callJson(fetch, jsonCall(path, body));
    const session = readSession(answer.body);
    const serverTime = fromInstant(session.server_time);
    if (serverTime !== null) parts.onServerTime(serverTime, sentAt, deviceNow());
    return session;
  }

  async function keep(session: Session): Promise<void> {
    await putSession(db, {
      key: "current",
      session_id: session.session_id,
      device: session.device,
      me: session.me,
      access_token: session.access_token,
      access_expires_at: deviceNow() + session.expires_in * 1000,
      refresh_request_id: null,
      login_again: false,
    });
    await restore();
  }

  async function login({ badge_number, password, enrolment_code }: Credentials): Promise<Me> {
    const device = await key();
    const request_id = newId();
    const proof = await signText(device, loginText(badge_number, request_id, device.publicKey));
    const session = await ask("/auth/login", {
      badge_number,
      password,
      request_id,
      device: { public_key: device.publicKey, ...parts.describeDevice() },
      proof,
      ...(enrolment_code ? { enrolment_code } : {}),
    });
    await withLock("luqin-session", () => keep(session));
    return session.me;
  }

  /** Asks under the request id that is kept until an answer came; so the same question may be asked twice. */
  async function refreshOnce(session: StoredSession): Promise<string> {
    const request_id = session.refresh_request_id ?? newId();
    await changeSession(db, session.session_id, { refresh_request_id: request_id, access_token: null });
    const proof = await signText(await key(), refreshText(session.session_id, request_id));
    try {
      const next = await ask("/auth/refresh", { request_id, session_id: session.session_id, proof });
      await keep(next);
      return next.access_token;
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) {
        await changeSession(db, session.session_id, { login_again: true });
        await restore();
      }
      throw error;
    }
  }

  const token = shared(() =>
    withLock("luqin-session", async () => {
      const session = await getSession(db);
      show(session);
      if (session === null || session.login_again)
        throw new ApiProblem({ status: 401, code: "token_missing" });
      if (session.access_token !== null && session.access_expires_at - SPARE_MS > deviceNow())
        return session.access_token;
      return refreshOnce(session);
    }),
  );

  return {
    me,
    status,
    deviceId,
    restore,
    login,
    token,
    key,
    async logout() {
      // Under the lock: a request on its way is refused now, and must not ask for a new token of this session.
      await withLock("luqin-session", async () => {
        const session = stored.value;
        if (session?.access_token) {
          const headers = { Authorization: `Bearer ${session.access_token}` };
          await callJson(fetch, { method: "POST", path: "/auth/logout", headers, timeoutMs: 5_000 }).catch(
            () => undefined,
          );
        }
        await clearSession(db);
      });
      await restore();
    },
    async dropToken(used) {
      const session = await getSession(db);
      if (session?.access_token === used) await changeSession(db, session.session_id, { access_token: null });
    },
    async learn(next) {
      const session = await getSession(db);
      if (session?.me.person.id !== next.person.id) return;
      await changeSession(db, session.session_id, { me: next });
      await restore();
    },
  };
}

function jsonCall(path: string, body: unknown): Call {
  return {
    method: "POST",
    path,
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  };
}
