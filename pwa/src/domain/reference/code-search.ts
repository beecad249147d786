/** Finding an act in the code list while standing in the road: number, pinyin initials, official words, street words. Pure. */
import type { Party } from "@/domain/records/types";
import { streetRank } from "@/domain/violations/street-words";
import type { CodeItem, CodeList } from "./types";

/** How often this person used a code, and where. */
export interface CodeHabit {
  code: string;
  favourite: boolean;
  count: number;
  posts: Readonly<Record<string, number>>;
  last_used_at: number;
}

export interface CodeQuery {
  text: string;
  party?: Party | undefined;
  post?: string | null | undefined;
  limit?: number | undefined;
}

/** The list in force on a day (`YYYY-MM-DD`); of several the one that came into force last. */
export function listInForce(lists: readonly CodeList[], day: string): CodeList | null {
  const valid = lists.filter(
    (list) => list.valid_from <= day && (list.valid_to === null || day <= list.valid_to),
  );
  return (
    valid.sort((a, b) => b.valid_from.localeCompare(a.valid_from) || b.version.localeCompare(a.version))[0] ??
    null
  );
}

function scoreWord(item: CodeItem, word: string): number {
  if (item.code === word) return 100;
  if (item.code.startsWith(word)) return 80;
  const initials = item.initials.toLowerCase();
  if (initials.startsWith(word)) return 60;
  if (item.name_zh.startsWith(word)) return 55;
  if (item.name_zh.includes(word)) return 50;
  const rank = streetRank(item.name_zh, word);
  if (rank !== null) return Math.max(41, 49 - rank);
  if (initials.includes(word)) return 40;
  const english = item.name_en.toLowerCase();
  if (english.split(/\W+/).some((part) => part.startsWith(word))) return 30;
  if (item.legal_basis.toLowerCase().includes(word)) return 20;
  return 0;
}

/** Every word of the query must be found; 0 when one is not. */
function score(item: CodeItem, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const one = scoreWord(item, word);
    if (one === 0) return 0;
    sum += one;
  }
  return sum / Math.max(1, words.length);
}

/** Used here counts more than used anywhere; a favourite always stands before what is no favourite. */
function habitScore(habit: CodeHabit | undefined, post: string | null | undefined): number {
  if (!habit) return 0;
  const here = post ? (habit.posts[post] ?? 0) : 0;
  return (habit.favourite ? 1000 : 0) + here * 3 + habit.count;
}

/** Best first. An empty query gives what this person uses most, here before elsewhere, then the list in its order. */
export function searchCodes(
  items: readonly CodeItem[],
  habits: readonly CodeHabit[],
  query: CodeQuery,
): CodeItem[] {
  const words = query.text
    .toLowerCase()
    .normalize("NFKC")
    .split(/[\s,，、]+/)
    .filter(Boolean);
  const byCode = new Map(habits.map((habit) => [habit.code, habit]));
  return items
    .filter((item) => query.party === undefined || item.party === query.party)
    .map((item) => ({ item, fit: score(item, words), habit: habitScore(byCode.get(item.code), query.post) }))
    .filter(({ fit }) => words.length === 0 || fit > 0)
    .sort((a, b) => b.fit - a.fit || b.habit - a.habit || a.item.code.localeCompare(b.item.code))
    .slice(0, query.limit ?? 50)
    .map(({ item }) => item);
}
