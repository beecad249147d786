import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import type { CapturedPhoto } from "@/domain/records/photo";
import { newId } from "@/shared/ids";
import { type Database, openDatabase } from "@/store/database";
import { createDrafts, type Drafts } from "./drafts-service";

let db: Database;
let drafts: Drafts;
const author = signal<string | null>("person-1");

beforeEach(() => {
  db = openDatabase({ name: newId() });
  author.value = "person-1";
  drafts = createDrafts({ db, author, now: () => 1 });
});

function photo(sha256: string): CapturedPhoto {
  const common = { type: "image/jpeg", width: 1280, height: 720, taken_at: 1, size: 2, thumbnail: null };
  return { sha256, bytes: new ArrayBuffer(2), ...common };
}

test("what was typed last is what is kept, however quickly it was typed", async () => {
  await Promise.all(["沪", "沪A", "沪A1", "沪A12"].map((plate) => drafts.put("violation", { plate })));
  expect(await drafts.get("violation")).toEqual({ plate: "沪A12" });
});

test("a draft that was removed is not brought back by a write before it", async () => {
  void drafts.put("violation", { plate: "沪" });
  await drafts.remove("violation");
  expect(await drafts.get("violation")).toBeNull();
});

test("photos are kept with the draft, each once, in the order they were taken", async () => {
  for (const name of ["b", "a", "b"]) await drafts.addPhoto("violation", photo(name));
  expect((await drafts.photos("violation")).map((one) => one.sha256)).toEqual(["a", "b"]);
  await drafts.removePhoto("violation", "a");
  expect((await drafts.photos("violation")).map((one) => one.sha256)).toEqual(["b"]);
});

test("a photo does not overwrite what is typed meanwhile", async () => {
  await Promise.all([drafts.put("violation", { plate: "沪A" }), drafts.addPhoto("violation", photo("a"))]);
  expect(await drafts.get("violation")).toEqual({ plate: "沪A" });
  expect(await drafts.photos("violation")).toHaveLength(1);
});

test("another person on the same phone does not see it", async () => {
  await drafts.put("violation", { plate: "沪A" });
  author.value = "person-2";
  expect(await drafts.get("violation")).toBeNull();
});
