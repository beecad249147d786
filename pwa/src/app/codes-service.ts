import { computed, type ReadonlySignal } from "@preact/signals";
import { listInForce, searchCodes } from "@/domain/reference/code-search";
import type { CodeItem } from "@/domain/reference/types";
import type { Database } from "@/store/database";
import { StorageError } from "@/store/errors";
import { listCodeLists, listCodeUses, toggleFavourite } from "@/store/reference";
import { live } from "./live";
import type { CodesService } from "./services";

const RECENT = 8;
const SHANGHAI = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });

export interface CodesParts {
  db: Database;
  author: ReadonlySignal<string | null>;
  now: () => number;
}

export function createCodes({ db, author, now }: CodesParts): CodesService {
  const lists = live(db, ["code_lists"], author, [], () => listCodeLists(db));
  const uses = live(db, ["code_uses"], author, [], (who) => listCodeUses(db, who));
  const current = computed(() => listInForce(lists.value.value, SHANGHAI.format(now())));
  const list = computed<readonly CodeItem[]>(() => current.value?.items ?? []);
  const byCode = computed(() => new Map(list.value.map((item) => [item.code, item])));

  function pick(codes: readonly { code: string }[]): CodeItem[] {
    return codes.flatMap(({ code }) => byCode.value.get(code) ?? []);
  }

  return {
    list,
    version: computed(() => current.value?.version ?? null),
    get: (code) => byCode.value.get(code) ?? null,
    search: (text, { party, post, limit } = {}) =>
      searchCodes(list.value, uses.value.value, { text, party, post, limit }),
    recent: computed(() => {
      const used = uses.value.value.filter((use) => use.count > 0);
      return pick(used.sort((a, b) => b.last_used_at - a.last_used_at).slice(0, RECENT));
    }),
    usedAt(post) {
      if (post === null) return [];
      const here = (use: { posts: Record<string, number> }) => use.posts[post] ?? 0;
      const used = uses.value.value.filter((use) => here(use) > 0);
      return pick(used.sort((a, b) => here(b) - here(a) || b.last_used_at - a.last_used_at));
    },
    favourites: computed(() => pick(uses.value.value.filter((use) => use.favourite))),
    async toggleFavourite(code) {
      const who = author.peek();
      if (who === null) throw new StorageError("not_logged_in");
      await toggleFavourite(db, who, code);
    },
  };
}
