import { expect, test } from "vitest";
import { createQuota } from "./quota";

const MB = 1024 * 1024;

function storage(left: number): StorageManager {
  return {
    estimate: async () => ({ quota: 1000 * MB, usage: 1000 * MB - left }),
    persisted: async () => true,
  } as StorageManager;
}

test.each([
  [500 * MB, "ok"],
  [100 * MB, "low"],
  [10 * MB, "full"],
] as const)("with %i bytes left the space is %s", async (left, level) => {
  const quota = createQuota(storage(left));
  await quota.refresh();
  expect(quota.level.value).toBe(level);
});

test("a browser that tells nothing never blocks capture", async () => {
  const quota = createQuota(undefined);
  await quota.refresh();
  expect(quota.level.value).toBe("unknown");
});
