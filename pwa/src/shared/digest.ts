import { toHex, utf8 } from "./encoding";

/** SHA-256 of bytes, or of the UTF-8 of text, in lower-case hex. */
export async function sha256(data: ArrayBuffer | Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof data === "string" ? utf8(data) : data;
  return toHex(await crypto.subtle.digest("SHA-256", bytes));
}
