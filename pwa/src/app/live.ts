import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { coalesced } from "@/shared/once";
import type { Database } from "@/store/database";
import type { StoreName } from "@/store/schema";

export interface Live<T> {
  value: ReadonlySignal<T>;
  /** Reads now; resolves when the signal holds what the database has. */
  reload(): Promise<void>;
}

/**
 * A signal that follows the database: read again after each write to one of the stores, in this tab or another,
 * and when the person changes. Screens see what is stored, never what somebody meant to store.
 */
export function live<T>(
  db: Database,
  stores: readonly StoreName[],
  author: ReadonlySignal<string | null>,
  empty: T,
  load: (author: string) => Promise<T>,
): Live<T> {
  const value = signal(empty);
  const reload = coalesced(async () => {
    const who = author.peek();
    const next = who === null ? empty : await load(who);
    if (author.peek() === who) value.value = next;
  });
  // A database that cannot be read shows in the state of the sender; the last known value stays on screen.
  const reloadQuietly = (): void => void reload().catch(() => undefined);
  db.onChange((changed) => {
    if (changed.some((store) => stores.includes(store))) reloadQuietly();
  });
  let shown: string | null = null;
  effect(() => {
    const who = author.value;
    if (who !== shown) value.value = empty;
    shown = who;
    reloadQuietly();
  });
  return { value, reload };
}
