import { beforeEach, describe, expect, test } from "vitest";
import { createDeviceKey } from "@/device/key";
import type { CapturedPhoto } from "@/domain/records/photo";
import type { FieldRecord, ViolationData } from "@/domain/records/types";
import { sha256 } from "@/shared/digest";
import { fromBase64Url, utf8 } from "@/shared/encoding";
import { newId } from "@/shared/ids";
import { getBlob } from "@/store/blobs";
import { type Database, openDatabase } from "@/store/database";
import { getDraft, putDraft } from "@/store/drafts";
import { listEntries, listRecords } from "@/store/outbox";
import { listCodeUses } from "@/store/reference";
import { meNamed, NOW } from "@/sync/testing/phone";
import { type SaveParts, saveRecord } from "./save-record";

const key = createDeviceKey();
let db: Database;
let parts: SaveParts;

beforeEach(() => {
  db = openDatabase({ name: newId() });
  parts = {
    db,
    me: () => meNamed("person-1"),
    deviceId: () => "device-1",
    key: () => key,
    deviceNow: () => NOW,
    clockOffset: () => -1200,
    hasSpace: () => true,
  };
});

const data: ViolationData = {
  code: "1039",
  code_version: "1",
  party: "motor",
  plate_kind: "02",
  plate: "沪A12345",
  plate_typed: "沪a12345",
  plate_confirmed: true,
  place: "漕溪北路",
  direction: null,
  facts: "a\u0000b\ud800",
  outcome: "simple",
  second_officer: null,
  channel: "street",
};
const draft = { data, post: "post-1", fix: null };

async function photo(text: string): Promise<CapturedPhoto> {
  const bytes = utf8(text).buffer;
  const common = { type: "image/jpeg", size: bytes.byteLength, width: 1280, height: 720, taken_at: NOW };
  return { ...common, bytes, sha256: await sha256(bytes), thumbnail: utf8("small").buffer };
}

describe("a saved record", () => {
  test("is stored with its photo bytes and its outbox item", async () => {
    const picture = await photo("one");
    const saved = await saveRecord(parts, "violation", draft, [picture]);
    const [record] = await listRecords(db, "person-1");
    const [entry] = await listEntries(db, "person-1");
    expect(record?.id).toBe(saved.id);
    expect(entry).toMatchObject({ id: saved.id, revision: 1, status: "waiting" });
    expect((await getBlob(db, picture.sha256))?.bytes.byteLength).toBe(3);
  });

  test("is signed by the device key over its exact text", async () => {
    await saveRecord(parts, "violation", draft, []);
    const [record] = await listRecords(db, "person-1");
    const spki = fromBase64Url((await key).publicKey);
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const publicKey = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
    const signature = fromBase64Url(record?.signature ?? "");
    const verify = (text: string): Promise<boolean> =>
      crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publicKey, signature, utf8(text));
    expect(signature.length).toBe(64);
    expect(await verify(record?.body ?? "")).toBe(true);
    expect(await verify(`${record?.body} `)).toBe(false);
    expect(record?.content_hash).toBe(await sha256(record?.body ?? ""));
  });

  test("carries the corrected and the raw time of the device", async () => {
    await saveRecord(parts, "violation", draft, [await photo("one")]);
    const [stored] = await listRecords(db, "person-1");
    const record = JSON.parse(stored?.body ?? "") as FieldRecord;
    expect(record.device_time).toBe("2026-11-23T06:00:00.000Z");
    expect(record.occurred_at).toBe("2026-11-23T05:59:58.800Z");
    expect(record.photos[0]?.taken_at).toBe("2026-11-23T05:59:58.800Z");
    expect(record.clock_offset_ms).toBe(-1200);
  });

  test("holds no text that is not Unicode", async () => {
    await saveRecord(parts, "violation", draft, []);
    const [stored] = await listRecords(db, "person-1");
    expect((JSON.parse(stored?.body ?? "") as FieldRecord<"violation">).data.facts).toBe("ab\ufffd");
  });

  test("empties its draft and counts the code that was used", async () => {
    await putDraft(db, "person-1", "violation", { code: "1039" }, NOW);
    await saveRecord(parts, "violation", { ...draft, draft_key: "violation" }, []);
    expect(await getDraft(db, "person-1", "violation")).toBeNull();
    expect(await listCodeUses(db, "person-1")).toMatchObject([
      { code: "1039", count: 1, posts: { "post-1": 1 } },
    ]);
  });
});

test("records saved at the same moment form one chain without gaps", async () => {
  await Promise.all(Array.from({ length: 8 }, () => saveRecord(parts, "violation", draft, [])));
  const records = (await listRecords(db, "person-1")).sort((a, b) => a.device_seq - b.device_seq);
  expect(records.map((record) => record.device_seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const previous = records.map((record) => (JSON.parse(record.body) as FieldRecord).prev_hash);
  expect(previous).toEqual([null, ...records.slice(0, -1).map((record) => record.content_hash)]);
});

describe("when it cannot be saved", () => {
  async function expectUntouched(): Promise<void> {
    expect(await listRecords(db, "person-1")).toEqual([]);
    expect(await listEntries(db, "person-1")).toEqual([]);
    expect((await getDraft(db, "person-1", "violation"))?.value).toBe("typed");
  }

  beforeEach(() => putDraft(db, "person-1", "violation", "typed", NOW));

  test("a full disk in the middle leaves nothing behind and the draft intact", async () => {
    const original = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...values) {
      if (this.name === "blobs") throw new DOMException("no room", "QuotaExceededError");
      return original.apply(this, values);
    };
    try {
      const attempt = saveRecord(parts, "violation", { ...draft, draft_key: "violation" }, [
        await photo("one"),
      ]);
      await expect(attempt).rejects.toMatchObject({ code: "storage_full" });
    } finally {
      IDBObjectStore.prototype.put = original;
    }
    await expectUntouched();
    await saveRecord(parts, "violation", draft, []);
    expect((await listRecords(db, "person-1"))[0]?.device_seq).toBe(1);
  });

  test("capture is refused before the disk is full", async () => {
    const attempt = saveRecord({ ...parts, hasSpace: () => false }, "violation", draft, []);
    await expect(attempt).rejects.toMatchObject({ code: "storage_full" });
    await expectUntouched();
  });

  test("a photo whose bytes do not match its hash is refused", async () => {
    const damaged = { ...(await photo("one")), bytes: utf8("two").buffer };
    await expect(saveRecord(parts, "violation", draft, [damaged])).rejects.toMatchObject({
      code: "photo_damaged",
    });
    await expectUntouched();
  });

  test("nobody is logged in", async () => {
    const attempt = saveRecord({ ...parts, me: () => null }, "violation", draft, []);
    await expect(attempt).rejects.toMatchObject({ code: "not_logged_in" });
  });
});

test("a record that takes the place of a refused one sets that one aside and keeps it", async () => {
  const first = await saveRecord(parts, "violation", draft, []);
  await db.write(["outbox"], async (tx) => {
    const entry = await tx.objectStore("outbox").get(`${first.id}/1`);
    if (entry) await tx.objectStore("outbox").put({ ...entry, status: "needs_attention" });
  });
  await saveRecord(parts, "violation", { ...draft, replaces: first.id }, []);
  expect((await listEntries(db, "person-1")).map((entry) => entry.status)).toEqual(["set_aside", "waiting"]);
});
