import fc from "fast-check";
import { expect, test } from "vitest";
import { ApiProblem } from "@/shared/problem";
import { listEntries, listReceipts } from "@/store/outbox";
import { FakeServer, type Fault } from "./testing/fake-server";
import { createPhone, withReference } from "./testing/phone";

const fault = fc.constantFrom<Fault>(
  "none",
  "lost_request",
  "lost_answer",
  "cut_answer",
  "html_200",
  "unwell_503",
  "forged_receipt",
  "sent_twice",
);

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant("save" as const), poison: fc.boolean(), photos: fc.nat(2) }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant("sync" as const), fault, brokenUploads: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("limit" as const), most: fc.integer({ min: 1, max: 4 }) }),
  },
);

test("under any faults nothing is lost, nothing doubled, and everything acknowledged is proven", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const server = await FakeServer.create();
      server.refuses = (record) => JSON.stringify(record.data).includes("poison");
      let broken = 0;
      const phone = createPhone({
        fetch: server.fetch,
        upload: async ({ sha256 }) => {
          broken -= 1;
          if (broken >= 0) throw new ApiProblem({ status: 0, code: "unreachable" });
          server.photos.add(sha256);
        },
      });
      await withReference(phone);
      const saved = new Map<string, boolean>();
      for (const one of steps) {
        if (one.act === "save") {
          const photos = Array.from({ length: one.photos }, (_, index) => `photo ${saved.size} ${index}`);
          saved.set(await phone.save(one.poison ? "poison" : "fine", photos), one.poison);
        } else if (one.act === "sync") {
          server.faults = [one.fault];
          broken = one.brokenUploads;
          await phone.engine.syncNow();
        } else {
          server.mostItems = one.most;
        }
        await expectNothingLost(phone.db, server, [...saved.keys()]);
      }
      server.faults = [];
      broken = 0;
      await phone.engine.syncNow();
      const entries = await listEntries(phone.db, "person-1");
      expect(entries.map((entry) => entry.status)).toEqual(
        [...saved.values()].map((poison) => (poison ? "needs_attention" : "done")),
      );
      expect([...server.writes.values()].every((times) => times === 1)).toBe(true);
      phone.db.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);

/** Every record that was shown as saved is in the outbox; what left it has its receipt and is on the server. */
async function expectNothingLost(
  db: Parameters<typeof listEntries>[0],
  server: FakeServer,
  saved: readonly string[],
): Promise<void> {
  const entries = await listEntries(db, "person-1");
  expect(entries.map((entry) => entry.key)).toEqual(saved);
  const gone = entries.filter((entry) => entry.status === "done" || entry.status === "received");
  const receipts = await listReceipts(
    db,
    gone.map((entry) => entry.key),
  );
  expect(receipts.size).toBe(gone.length);
  for (const entry of gone) expect(server.records.has(entry.key)).toBe(true);
  for (const entry of entries.filter((one) => one.status === "done"))
    for (const photo of entry.photos) expect(server.photos.has(photo.sha256)).toBe(true);
}
