import { expect, test } from "vitest";
import { newId } from "@/shared/ids";
import { FakeServer } from "@/sync/testing/fake-server";
import { createPhone, NOW, withReference } from "@/sync/testing/phone";
import { getBlob } from "./blobs";
import { addDraftPhoto } from "./drafts";
import { listEntries, listReceipts } from "./outbox";
import { KEEP_DONE_MS, prune } from "./prune";

async function phoneWithOneDone() {
  const server = await FakeServer.create();
  const phone = createPhone({ fetch: server.fetch, name: newId() });
  await withReference(phone);
  const key = await phone.save("one", ["photo a"]);
  await phone.engine.syncNow();
  const [entry] = await listEntries(phone.db, "person-1");
  return { db: phone.db, key, photo: entry?.photos[0]?.sha256 ?? "", save: phone.save };
}

test("what was acknowledged stays with its bytes for seven days, then goes; its receipt stays", async () => {
  const { db, key, photo } = await phoneWithOneDone();
  await prune(db, NOW + KEEP_DONE_MS - 1);
  expect((await getBlob(db, photo))?.sha256).toBe(photo);
  await prune(db, NOW + KEEP_DONE_MS);
  expect(await listEntries(db, "person-1")).toEqual([]);
  expect(await getBlob(db, photo)).toBeNull();
  expect((await listReceipts(db, [key])).size).toBe(1);
});

test("what was not acknowledged is never pruned", async () => {
  const { db, save } = await phoneWithOneDone();
  const waiting = await save("two", ["photo b"]);
  await prune(db, NOW + 100 * KEEP_DONE_MS);
  const entries = await listEntries(db, "person-1");
  expect(entries.map((entry) => entry.key)).toEqual([waiting]);
  expect((await getBlob(db, entries[0]?.photos[0]?.sha256 ?? ""))?.size).toBe(7);
});

test("bytes that a draft holds stay", async () => {
  const { db, photo } = await phoneWithOneDone();
  const blob = await getBlob(db, photo);
  if (blob) await addDraftPhoto(db, "person-1", "violation", { blob, thumbnail: null }, NOW);
  await prune(db, NOW + KEEP_DONE_MS);
  expect(await getBlob(db, photo)).not.toBeNull();
});
