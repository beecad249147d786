import { expect, test } from "vitest";
import { books, defineWords, setLanguage, type WordBook } from "./words";

import.meta.glob("../**/*words.ts", { eager: true });

function keysOf(book: WordBook, under = ""): string[] {
  return Object.entries(book).flatMap(([key, entry]) =>
    typeof entry === "object" ? keysOf(entry, `${under}${key}.`) : [`${under}${key}`],
  );
}

function textsOf(book: WordBook): string[] {
  return Object.values(book).flatMap((entry) =>
    typeof entry === "string" ? [entry] : typeof entry === "object" ? textsOf(entry) : [],
  );
}

test("every book has the same keys in Chinese and in English", () => {
  expect(books.length).toBeGreaterThan(4);
  for (const book of books) expect(keysOf(book.en).sort(), book.name).toEqual(keysOf(book.zh).sort());
});

test("no word is empty and nobody is shouted at", () => {
  for (const book of books)
    for (const text of [...textsOf(book.zh), ...textsOf(book.en)]) {
      expect(text.trim(), book.name).not.toBe("");
      expect(text, book.name).not.toMatch(/[!！]/);
    }
});

test("a book follows the language switch", () => {
  const words = defineWords(
    "test",
    { hello: (name: string) => `${name}，您好` },
    { hello: (name) => `Hello, ${name}` },
  );
  expect(words().hello("张")).toBe("张，您好");
  setLanguage("en");
  expect(words().hello("Zhang")).toBe("Hello, Zhang");
  setLanguage("zh");
});
