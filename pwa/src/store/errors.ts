export type StorageCode =
  | "storage_full"
  | "storage_failed"
  | "chain_moved"
  | "not_logged_in"
  | "photo_damaged";

/** The phone could not keep something. Nothing of the attempt was stored; what the person typed is still there. */
export class StorageError extends Error {
  readonly code: StorageCode;

  constructor(code: StorageCode, cause?: unknown) {
    super(code, { cause });
    this.name = "StorageError";
    this.code = code;
  }
}

export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return new StorageError(name === "QuotaExceededError" ? "storage_full" : "storage_failed", error);
}
