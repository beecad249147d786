import { type IDBPTransaction, openDB } from "idb";
import { toStorageError } from "./errors";
import {
  DATABASE_NAME,
  DATABASE_VERSION,
  type LuqinDatabase,
  type LuqinSchema,
  type StoreName,
  upgrade,
} from "./schema";

type ReadTx<S extends StoreName> = IDBPTransaction<LuqinSchema, S[], "readonly">;
type WriteTx<S extends StoreName> = IDBPTransaction<LuqinSchema, S[], "readwrite">;
export type Listener = (stores: readonly StoreName[]) => void;

/**
 * The phone's database. Writes are *strict*: the answer comes when the disk has the bytes, because a relaxed
 * transaction dies with the battery. `work` must await nothing but the transaction itself.
 */
export interface Database {
  read<S extends StoreName, T>(stores: readonly S[], work: (tx: ReadTx<S>) => Promise<T>): Promise<T>;
  /** Resolves once the transaction is complete; throws StorageError, and then nothing of it is stored. */
  write<S extends StoreName, T>(stores: readonly S[], work: (tx: WriteTx<S>) => Promise<T>): Promise<T>;
  /** Told after each committed write, here and in other tabs. Answers how to stop. */
  onChange(listener: Listener): () => void;
  close(): void;
}

interface Options {
  name?: string;
  /** Carries changes to other tabs. */
  channel?: BroadcastChannel | null;
  /** Another tab has a newer version and waits for this one. */
  onOutdated?: () => void;
}

export function openDatabase({ name = DATABASE_NAME, channel = null, onOutdated }: Options = {}): Database {
  let connection: Promise<LuqinDatabase> | null = null;
  const listeners = new Set<Listener>();

  function connect(): Promise<LuqinDatabase> {
    connection ??= openDB<LuqinSchema>(name, DATABASE_VERSION, {
      upgrade: (db, from, to, tx) => upgrade(db, from, to ?? DATABASE_VERSION, tx),
      blocking: () => {
        disconnect();
        onOutdated?.();
      },
      // The system may close the database under us (iOS does); the next use opens it again.
      terminated: () => {
        connection = null;
      },
    }).catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  }

  function disconnect(): void {
    void connection?.then((db) => db.close()).catch(() => undefined);
    connection = null;
  }

  async function withConnection<T>(begin: (db: LuqinDatabase) => T): Promise<T> {
    try {
      return begin(await connect());
    } catch (error) {
      if ((error as Error).name !== "InvalidStateError") throw error;
      connection = null;
      return begin(await connect());
    }
  }

  function tell(stores: readonly StoreName[]): void {
    for (const listener of listeners) listener(stores);
  }

  channel?.addEventListener("message", (event: MessageEvent<StoreName[]>) => tell(event.data));

  return {
    async read(stores, work) {
      try {
        const tx = await withConnection((db) => db.transaction([...stores], "readonly"));
        const [result] = await Promise.all([work(tx), tx.done]);
        return result;
      } catch (error) {
        throw toStorageError(error);
      }
    },
    async write(stores, work) {
      try {
        const tx = await withConnection((db) =>
          db.transaction([...stores], "readwrite", { durability: "strict" }),
        );
        const done = tx.done;
        done.catch(() => undefined);
        const result = await settle(tx, work);
        await done;
        tell(stores);
        channel?.postMessage([...stores]);
        return result;
      } catch (error) {
        throw toStorageError(error);
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: disconnect,
  };
}

/** Runs the work; when it throws, the whole transaction is taken back. The reason of an abort wins over its echo. */
async function settle<S extends StoreName, T>(
  tx: WriteTx<S>,
  work: (tx: WriteTx<S>) => Promise<T>,
): Promise<T> {
  try {
    return await work(tx);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // Already aborted by the failed request itself.
    }
    const reason = await tx.done.then(
      () => null,
      (cause: unknown) => cause,
    );
    throw (reason as Error | null)?.name === "QuotaExceededError" ? reason : error;
  }
}
