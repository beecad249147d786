/** A phone of a test: a real store and a real sender against a server of the test. */
import { signal } from "@preact/signals";
import { createDeviceKey, signText } from "@/device/key";
import type { Me } from "@/domain/identity/types";
import { composeRecord } from "@/domain/records/compose";
import { sha256 } from "@/shared/digest";
import { newId } from "@/shared/ids";
import { saveCapture } from "@/store/capture";
import { getTail } from "@/store/chain";
import { type Database, openDatabase } from "@/store/database";
import { putReference } from "@/store/reference";
import { type OutboxEntry, recordKey } from "@/store/schema";
import { createClient } from "../client";
import { createEngine, type Engine, type Timers } from "../engine";
import type { Fetch } from "../http";
import type { Uploader } from "../photos";

export const NOW = Date.parse("2026-11-23T06:00:00.000Z");

export function meNamed(id: string): Me {
  const unit = { id: "unit-1", name: "一大队", kind: "battalion" };
  return {
    person: { id, name: "张三", badge_number: "031001", kind: "officer", unit },
    roles: ["officer"],
    capabilities: ["self", "record.write"],
    scopes: {},
    grants: [],
    must_change_password: false,
  };
}

export interface Phone {
  /** Of its database; another phone of the same name is this one after a restart. */
  name: string;
  db: Database;
  engine: Engine;
  me: ReturnType<typeof signal<Me | null>>;
  status: ReturnType<typeof signal<"none" | "active" | "login_again">>;
  /** Waits of the sender that were asked for, newest last. */
  waits: number[];
  save(note: string, photos?: string[]): Promise<string>;
}

interface Options {
  fetch: Fetch;
  upload?: Uploader;
  name?: string;
}

export function createPhone({
  fetch,
  upload = async () => undefined,
  name = `phone-${newId()}`,
}: Options): Phone {
  const db = openDatabase({ name });
  const me = signal<Me | null>(meNamed("person-1"));
  const status = signal<"none" | "active" | "login_again">("active");
  const session = { token: async () => "token", dropToken: async () => undefined };
  const client = createClient({ fetch, session, language: () => "zh-CN" });
  const deviceNow = (): number => NOW;
  const parts = { db, client, deviceNow, onServerTime: () => undefined };
  const waits: number[] = [];
  const timers: Timers = { set: (_run, ms) => waits.push(ms), clear: () => undefined };
  const engine = createEngine({
    db,
    session: { me, status },
    push: parts,
    photos: { db, upload, deviceNow },
    pull: { ...parts, onMe: async () => undefined, isClockSharp: () => true },
    deviceNow,
    timers,
    random: () => 1,
  });
  return {
    name,
    db,
    engine,
    me,
    status,
    waits,
    save: (note, photos) => save(db, me.peek()?.person.id ?? "", note, photos),
  };
}

/** Fresh reference data, so that the sender does not ask for them. */
export function withReference(phone: Phone, author = "person-1"): Promise<void> {
  const value = { code_lists: [], ledger_keys: [] } as never;
  return putReference(phone.db, { author, etag: null, value, fetched_at: NOW });
}

const keys = createDeviceKey();

async function save(db: Database, author: string, note: string, photos: string[] = []): Promise<string> {
  const tail = await getTail(db, "device-1");
  const blobs = await Promise.all(photos.map(photoOf));
  const record = composeRecord({
    id: newId(),
    kind: "check_out",
    revision: 1,
    base_revision: null,
    reason: null,
    author,
    unit: "unit-1",
    device: "device-1",
    tail,
    shift: null,
    post: null,
    operation: null,
    device_time: NOW,
    clock_offset_ms: 0,
    fix: null,
    photos: blobs,
    data: { check_in: newId(), note },
  });
  const body = JSON.stringify(record);
  const key = recordKey(record.id, 1);
  const common = {
    key,
    id: record.id,
    revision: 1,
    author,
    kind: record.kind,
    device_seq: record.device_seq,
  };
  const entry: OutboxEntry = {
    ...common,
    saved_at: NOW,
    status: "waiting",
    photos: blobs.map(({ sha256, size, type }) => ({
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
  await saveCapture(db, {
    device: "device-1",
    tail,
    record: {
      ...common,
      body,
      signature: await signText(await keys, body),
      content_hash: await sha256(body),
      occurred_at: record.occurred_at,
      saved_at: NOW,
      photos: blobs.map((blob) => blob.sha256),
    },
    entry,
    blobs,
    thumbnails: [],
    draftKey: null,
    replaces: null,
    used: null,
  });
  return key;
}

async function photoOf(text: string) {
  const bytes = new TextEncoder().encode(text).buffer as ArrayBuffer;
  const common = { type: "image/jpeg", width: 1280, height: 720, taken_at: NOW };
  return { sha256: await sha256(bytes), bytes, size: bytes.byteLength, ...common };
}
