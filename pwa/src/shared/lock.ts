/** A named lock across tabs and workers (Web Locks), or within this page where the browser has none. */

const waiting = new Map<string, Promise<unknown>>();

function queueHere<T>(name: string, task: () => Promise<T>): Promise<T> {
  const before = waiting.get(name) ?? Promise.resolve();
  const run = before.then(task, task);
  waiting.set(
    name,
    run.catch(() => undefined),
  );
  return run;
}

export function withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? (locks.request(name, task) as Promise<T>) : queueHere(name, task);
}

/** Runs the task only when nobody holds the lock; answers whether it ran. */
export async function withLockIfFree(name: string, task: () => Promise<void>): Promise<boolean> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return queueHere(name, task).then(() => true);
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await task();
    return true;
  });
}
