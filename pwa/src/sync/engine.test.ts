import { beforeEach, describe, expect, test } from "vitest";
import { ApiProblem } from "@/shared/problem";
import { listEntries, listReceipts } from "@/store/outbox";
import { startOver } from "@/store/repair";
import type { OutboxEntry } from "@/store/schema";
import { retryEntry } from "./push";
import { FakeServer } from "./testing/fake-server";
import { createPhone, meNamed, NOW, type Phone, withReference } from "./testing/phone";

let server: FakeServer;
let phone: Phone;

beforeEach(async () => {
  server = await FakeServer.create();
  phone = createPhone({ fetch: server.fetch, upload: async ({ sha256 }) => void server.photos.add(sha256) });
  await withReference(phone);
});

async function entries(of: Phone = phone): Promise<OutboxEntry[]> {
  return listEntries(of.db, "person-1");
}

const statuses = async (): Promise<string[]> => (await entries()).map((entry) => entry.status);

describe("a record leaves the outbox only on a proven receipt", () => {
  test("an accepted record is done and its receipt is kept", async () => {
    const key = await phone.save("one");
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done"]);
    expect((await listReceipts(phone.db, [key])).get(key)?.leaf_index).toBe(0);
    expect(phone.engine.state.value.name).toBe("idle");
  });

  test("a lost answer is asked again and the record is stored once", async () => {
    const key = await phone.save("one");
    server.faults = ["lost_answer"];
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["waiting"]);
    expect(phone.engine.state.value.name).toBe("offline");
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done"]);
    expect(server.writes.get(key)).toBe(1);
  });

  test("a log-in page that answers 200 is not believed", async () => {
    await phone.save("one");
    server.faults = ["html_200"];
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["waiting"]);
    expect(phone.engine.state.value.name).toBe("captive_portal");
  });

  test("an answer that breaks off in the middle is no answer", async () => {
    await phone.save("one");
    server.faults = ["cut_answer"];
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["waiting"]);
  });

  test("a receipt for other content is refused and the item stays", async () => {
    const key = await phone.save("one");
    server.faults = ["forged_receipt"];
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["waiting"]);
    expect((await listReceipts(phone.db, [key])).size).toBe(0);
    expect(phone.engine.state.value.name).toBe("ledger_mismatch");
  });

  test("a ledger that was rewritten is noticed by the phone that saw the old one", async () => {
    await phone.save("one");
    await phone.engine.syncNow();
    await phone.save("two");
    server.faults = ["forked_ledger"];
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done", "waiting"]);
    expect(phone.engine.state.value.name).toBe("ledger_mismatch");
  });
});

describe("one bad record never blocks its neighbours", () => {
  test("a refused record in the middle needs attention, the others are done", async () => {
    server.refuses = (record) => JSON.stringify(record.data).includes("poison");
    for (const note of ["one", "poison", "three"]) await phone.save(note);
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done", "needs_attention", "done"]);
    expect((await entries())[1]?.problem?.code).toBe("rule_broken");
    expect(phone.engine.state.value.name).toBe("idle");
  });

  test("a conflict comes with the copy of the server", async () => {
    server.conflicts = () => true;
    await phone.save("one");
    await phone.engine.syncNow();
    const [entry] = await entries();
    expect(entry?.status).toBe("needs_attention");
    expect(entry?.current?.revision).toBe(2);
  });

  test("an item that needed attention is sent again when a person asks", async () => {
    server.refuses = () => true;
    const key = await phone.save("one");
    await phone.engine.syncNow();
    server.refuses = () => false;
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["needs_attention"]);
    await retryEntry(phone.db, key);
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done"]);
  });
});

describe("batches", () => {
  test("are halved when the server finds them too large", async () => {
    server.mostItems = 3;
    for (let index = 0; index < 10; index += 1) await phone.save(`note ${index}`);
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(Array(10).fill("done"));
    expect(server.batches).toEqual([10, 5, 3, 3, 3, 1]);
  });

  test("a single record that is too large needs attention", async () => {
    server.mostItems = 0;
    await phone.save("one");
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["needs_attention"]);
  });

  test("hold fifty items at most, oldest first", async () => {
    for (let index = 0; index < 60; index += 1) await phone.save(`note ${index}`);
    await phone.engine.syncNow();
    expect(server.batches).toEqual([50, 10]);
    const sequence = [...server.records.values()].map((stored) => stored.record.device_seq);
    expect(sequence).toEqual(sequence.toSorted((a, b) => a - b));
  });
});

describe("photos", () => {
  test("a record waits for its photos before it is done", async () => {
    phone = createPhone({
      fetch: server.fetch,
      upload: () => Promise.reject(new ApiProblem({ status: 0, code: "unreachable" })),
    });
    await withReference(phone);
    await phone.save("one", ["photo a", "photo b"]);
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["received"]);
    expect(phone.engine.state.value.name).toBe("offline");
  });

  test("are all on the server when the record is done", async () => {
    await phone.save("one", ["photo a", "photo b"]);
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done"]);
    expect(server.photos.size).toBe(2);
  });

  test("that the server has already are not sent again", async () => {
    await phone.save("one", ["photo a"]);
    await phone.engine.syncNow();
    const sent: string[] = [];
    const again = createPhone({ fetch: server.fetch, upload: async ({ sha256 }) => void sent.push(sha256) });
    await withReference(again);
    await again.save("two", ["photo a"]);
    await again.engine.syncNow();
    expect((await entries(again)).map((entry) => entry.status)).toEqual(["done"]);
    expect(sent).toEqual([]);
  });

  test("refused twice by the server need a person", async () => {
    let tries = 0;
    phone = createPhone({
      fetch: server.fetch,
      upload: () => {
        tries += 1;
        return Promise.reject(
          new ApiProblem({ status: 422, code: "photo_hash_mismatch", title: "照片校验不符" }),
        );
      },
    });
    await withReference(phone);
    await phone.save("one", ["photo a"]);
    await phone.engine.syncNow();
    expect(tries).toBe(2);
    expect((await entries())[0]?.problem?.code).toBe("photo_hash_mismatch");
  });

  test("spoilt on this phone are named and not sent", async () => {
    await phone.save("one", ["photo a"]);
    const [entry] = await entries();
    await phone.db.write(["blobs"], async (tx) => {
      const blob = await tx.objectStore("blobs").get(entry?.photos[0]?.sha256 ?? "");
      if (blob) await tx.objectStore("blobs").put({ ...blob, bytes: new ArrayBuffer(3) });
    });
    await phone.engine.syncNow();
    expect((await entries())[0]?.problem?.code).toBe("photo_lost");
    expect(server.photos.size).toBe(0);
  });
});

describe("patience", () => {
  test("the waits double and end at five minutes", async () => {
    await phone.save("one");
    server.faults = Array(10).fill("unwell_503");
    for (let index = 0; index < 10; index += 1) await phone.engine.syncNow();
    expect(phone.waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000));
    expect(phone.engine.state.value.name).toBe("server_unwell");
  });

  test("calls during a run join one more run, so a record saved meanwhile is sent", async () => {
    const first = phone.engine.syncNow();
    await phone.save("one");
    await Promise.all([first, phone.engine.syncNow(), phone.engine.syncNow()]);
    expect(await statuses()).toEqual(["done"]);
  });

  test("with an expired log-in the items stay and the state says so", async () => {
    await phone.save("one");
    phone.status.value = "login_again";
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["waiting"]);
    expect(phone.engine.state.value.name).toBe("login_needed");
    expect(server.batches).toEqual([]);
  });
});

test("nothing of one person is sent while another uses the phone", async () => {
  await phone.save("of the first");
  phone.me.value = meNamed("person-2");
  await withReference(phone, "person-2");
  await phone.engine.syncNow();
  expect(server.records.size).toBe(0);
  phone.me.value = meNamed("person-1");
  await phone.engine.syncNow();
  expect(server.records.size).toBe(1);
});

describe("when the server was restored from a backup", () => {
  async function restored(): Promise<void> {
    await phone.save("one", ["photo a"]);
    await phone.engine.syncNow();
    server = await FakeServer.create();
    phone = createPhone({
      fetch: server.fetch,
      name: phone.name,
      upload: async ({ sha256 }) => void server.photos.add(sha256),
    });
    await phone.save("two");
    await phone.engine.syncNow();
  }

  test("the phone says so and keeps everything", async () => {
    await restored();
    expect(phone.engine.state.value.name).toBe("ledger_mismatch");
    expect(await statuses()).toEqual(["done", "waiting"]);
  });

  test("a confirmed start over sends again what the server lacks, with its photos", async () => {
    await restored();
    await startOver(phone.db, NOW);
    await phone.engine.syncNow();
    expect(await statuses()).toEqual(["done", "done"]);
    expect([server.records.size, server.photos.size]).toEqual([2, 1]);
  });
});
