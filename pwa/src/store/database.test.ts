import { openDB } from "idb";
import { expect, test } from "vitest";
import { newId } from "@/shared/ids";
import { openDatabase } from "./database";
import { StorageError } from "./errors";
import { DATABASE_VERSION } from "./schema";

const head = { size: 1, root: "", time: "", key_id: "", signature: "" };

test("a write that throws stores nothing of the transaction", async () => {
  const db = openDatabase({ name: newId() });
  const attempt = db.write(["meta", "receipts"], async (tx) => {
    await tx.objectStore("meta").put({ key: "head", head });
    throw new Error("dead battery");
  });
  await expect(attempt).rejects.toBeInstanceOf(StorageError);
  expect(await db.read(["meta"], (tx) => tx.objectStore("meta").count())).toBe(0);
});

test("a full disk is told as storage_full", async () => {
  const db = openDatabase({ name: newId() });
  const attempt = db.write(["meta"], async () => {
    throw new DOMException("no room", "QuotaExceededError");
  });
  await expect(attempt).rejects.toMatchObject({ code: "storage_full" });
});

test("a database that was closed is opened again by the next use", async () => {
  const db = openDatabase({ name: newId() });
  await db.read(["meta"], (tx) => tx.objectStore("meta").count());
  db.close();
  expect(await db.read(["meta"], (tx) => tx.objectStore("meta").count())).toBe(0);
});

test("an older tab lets go when a newer version of the app opens the database", async () => {
  const name = newId();
  let outdated = 0;
  const db = openDatabase({ name, onOutdated: () => (outdated += 1) });
  await db.read(["meta"], (tx) => tx.objectStore("meta").count());
  const newer = await openDB(name, DATABASE_VERSION + 1);
  expect(outdated).toBe(1);
  newer.close();
});

test("listeners hear of a write after it is committed, and not of one that failed", async () => {
  const db = openDatabase({ name: newId() });
  const heard: (readonly string[])[] = [];
  const stop = db.onChange((stores) => heard.push(stores));
  await db.write(["meta"], async (tx) => void (await tx.objectStore("meta").put({ key: "head", head })));
  await db.write(["keys"], () => Promise.reject(new Error("no"))).catch(() => undefined);
  stop();
  await db.write(["session"], async (tx) => tx.objectStore("session").clear());
  expect(heard).toEqual([["meta"]]);
});

test("every write asks for strict durability", async () => {
  const asked: unknown[] = [];
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    if (mode === "readwrite") asked.push(options?.durability);
    return original.call(this, stores, mode, options);
  };
  try {
    const db = openDatabase({ name: newId() });
    await db.write(["session"], async (tx) => tx.objectStore("session").clear());
  } finally {
    IDBDatabase.prototype.transaction = original;
  }
  expect(asked).toEqual(["strict"]);
});
