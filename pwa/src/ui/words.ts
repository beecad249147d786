/** Both languages of everything people read. Chinese is written first; English must have every key. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Words } from "@/shared/words";
import { keep, kept } from "./kept";

export type Language = "zh" | "en";

const KEY = "luqin.language";
const chosen = signal<Language>(kept(KEY) === "en" ? "en" : "zh");

export const language: ReadonlySignal<Language> = chosen;

export function setLanguage(next: Language): void {
  chosen.value = next;
  keep(KEY, next);
  if (typeof document !== "undefined") document.documentElement.lang = htmlLanguage(next);
}

export function htmlLanguage(of: Language = chosen.value): string {
  return of === "zh" ? "zh-CN" : "en";
}

type Entry = string | ((...values: never[]) => string);
export type WordBook = { readonly [key: string]: Entry | WordBook };

/** The same keys, the same values to fill in, other words. */
export type Translation<Book> = {
  readonly [Key in keyof Book]: Book[Key] extends string
    ? string
    : Book[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translation<Book[Key]>;
};

/** Every book that was defined, for the test that compares their keys. */
export const books: { name: string; zh: WordBook; en: WordBook }[] = [];

/**
 * The words of one feature. Call the answer while rendering, so that the screen follows the language switch:
 * `const w = words(); … <h1>{w.title}</h1>`.
 */
export function defineWords<const Book extends WordBook>(
  name: string,
  zh: Book,
  en: Translation<Book>,
): () => Translation<Book> {
  books.push({ name, zh, en: en as WordBook });
  // The Chinese book fits its own translation type by construction; the compiler cannot follow that far.
  const chinese = zh as unknown as Translation<Book>;
  return () => (chosen.value === "zh" ? chinese : en);
}

/** A sentence that is kept with the thing it describes instead of in a book. */
export function say(words: Words): string {
  return words[chosen.value];
}
