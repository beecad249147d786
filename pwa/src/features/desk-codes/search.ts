import type { CodeItem } from "@/domain/reference/types";
import { streetRank } from "@/domain/violations/street-words";

/** By number, by pinyin initials, by words of the name in either language, by law. All words must be found. */
export function searchCodes(items: readonly CodeItem[], text: string, group: string | null): CodeItem[] {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    if (group !== null && item.group !== group) return false;
    const where = `${item.name_zh} ${item.name_en} ${item.legal_basis} ${item.initials}`.toLowerCase();
    return wanted.every(
      (word) =>
        item.code.toLowerCase().startsWith(word) ||
        where.includes(word) ||
        streetRank(item.name_zh, word) !== null,
    );
  });
}

/** The list in force on a day, and the next ones to come; null when none is in force. */
export function inForce<Head extends { readonly valid_from: string; readonly valid_to: string | null }>(
  heads: readonly Head[],
  day: string,
): Head | null {
  return (
    heads.find((head) => head.valid_from <= day && (head.valid_to === null || day <= head.valid_to)) ?? null
  );
}
