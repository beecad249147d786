import type { Words } from "@/shared/words";
import { say } from "../words";

/** The words for a code; a code that this version does not know is shown as it is, never hidden. */
export function sayOf(book: Readonly<Record<string, Words>>, code: string): string {
  const words = book[code];
  return words === undefined ? code : say(words);
}
