import { v7 } from "uuid";

/** A new UUIDv7 in canonical lower-case text. */
export function newId(): string {
  return v7();
}
