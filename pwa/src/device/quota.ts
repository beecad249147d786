import { type ReadonlySignal, signal } from "@preact/signals";

export type SpaceLevel = "ok" | "low" | "full" | "unknown";

export interface Quota {
  level: ReadonlySignal<SpaceLevel>;
  usage: ReadonlySignal<number | null>;
  quota: ReadonlySignal<number | null>;
  persisted: ReadonlySignal<boolean | null>;
  refresh(): Promise<void>;
  /** Asks the browser not to clear this app's data by itself. */
  askToPersist(): Promise<void>;
}

/** Below this there is no room for one more record with its photos; capture is refused before the disk is full. */
const FULL_BYTES = 40 * 1024 * 1024;
/** Below this the person is told to send soon. */
const LOW_BYTES = 250 * 1024 * 1024;

export function createQuota(storage: StorageManager | undefined): Quota {
  const level = signal<SpaceLevel>("unknown");
  const usage = signal<number | null>(null);
  const quota = signal<number | null>(null);
  const persisted = signal<boolean | null>(null);

  async function refresh(): Promise<void> {
    const estimate = await storage?.estimate().catch(() => null);
    persisted.value = (await storage?.persisted?.().catch(() => null)) ?? null;
    if (estimate?.quota === undefined || estimate.usage === undefined) return;
    usage.value = estimate.usage;
    quota.value = estimate.quota;
    const left = estimate.quota - estimate.usage;
    level.value = left < FULL_BYTES ? "full" : left < LOW_BYTES ? "low" : "ok";
  }

  return {
    level,
    usage,
    quota,
    persisted,
    refresh,
    async askToPersist() {
      if (!(await storage?.persisted?.().catch(() => true))) await storage?.persist?.().catch(() => false);
      await refresh();
    },
  };
}
