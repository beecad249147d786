/** Services that hold still, and a way to draw a screen on them: for tests of screens. */
import { signal } from "@preact/signals";
import { type ComponentChildren, render } from "preact";
import { act } from "preact/test-utils";
import type { Me } from "@/domain/identity/types";
import type { CodeItem, Reference } from "@/domain/reference/types";
import { type MyRecord, type OutboxItem, type Services, ServicesContext } from "./services";

export const OFFICER: Me = {
  person: {
    id: "me",
    name: "张建国",
    badge_number: "020103",
    kind: "officer",
    unit: { id: "u", name: "交警一大队", kind: "battalion" },
  },
  roles: ["officer"],
  capabilities: ["self", "record.write"],
  scopes: {},
  grants: [{ party: "any", procedure: "ordinary", valid_from: "2020-01-01", valid_to: null }],
  must_change_password: false,
};

export const LANE: CodeItem = {
  code: "1018",
  name_zh: "机动车不在机动车道内行驶",
  name_en: "motor vehicle not in a motor-vehicle lane",
  party: "motor",
  legal_basis: "道交法36,90",
  fine_min: 20,
  fine_max: 200,
  points: 0,
  procedure: "simple",
  group: "lane",
  initials: "jdcbzjdcdnxs",
  certainty: "high",
  local: false,
};

const nothing = async () => undefined;
const refuse = () => Promise.reject(new Error("not part of this test"));

export interface Fakes {
  me?: Me | null;
  reference?: Reference | null;
  records?: readonly MyRecord[];
  items?: readonly OutboxItem[];
  codes?: readonly CodeItem[];
  now?: number;
}

/** Everything is empty and calm; a test overrides what it is about. */
export function fakeServices(fakes: Fakes = {}, overrides: Partial<Services> = {}): Services {
  const now = fakes.now ?? Date.parse("2026-11-23T06:00:00Z");
  const items = fakes.items ?? [];
  const codes = fakes.codes ?? [LANE];
  const kept = new Map<string, unknown>();
  return {
    api: { get: refuse, post: refuse, del: refuse, blob: refuse, send: refuse },
    session: {
      me: signal(fakes.me === undefined ? OFFICER : fakes.me),
      status: signal("active"),
      login: refuse,
      logout: nothing,
      changePassword: nothing,
      can: (capability) => (fakes.me ?? OFFICER).capabilities.includes(capability),
      demoAccounts: async () => null,
    },
    saveRecord: async () => ({ id: "saved", revision: 1, occurred_at: new Date(now).toISOString() }),
    records: {
      mine: signal(fakes.records ?? []),
      get: async () => null,
      detail: refuse,
      photo: async () => null,
      thumbnail: async () => null,
    },
    outbox: {
      items: signal(items),
      counts: signal({
        pending: items.filter((item) => item.state !== "done").length,
        photos_pending: 0,
        needs_attention: items.filter((item) => item.state === "needs_attention").length,
      }),
      others: signal(0),
      retry: nothing,
      setAside: nothing,
    },
    drafts: {
      get: async <T,>(key: string) => (kept.get(key) as T | undefined) ?? null,
      put: async (key, value) => void kept.set(key, value),
      remove: async (key) => void kept.delete(key),
      keys: signal([]),
      photos: async () => [],
      addPhoto: nothing,
      removePhoto: nothing,
    },
    reference: signal(fakes.reference ?? null),
    sync: {
      state: signal({ name: "idle" }),
      lastSuccessAt: signal(null),
      syncNow: nothing,
      startOver: nothing,
    },
    position: {
      fix: signal(null),
      state: signal("idle"),
      watch: () => () => undefined,
      getFix: async () => null,
    },
    camera: { available: false, open: refuse, fromFile: refuse },
    clock: {
      now: () => now,
      deviceNow: () => now,
      offset: signal(0),
      uncertainty: signal(0),
      measuredAt: signal(now),
      tick: signal(0),
    },
    quota: {
      level: signal("ok"),
      usage: signal(0),
      quota: signal(1),
      persisted: signal(true),
      refresh: nothing,
    },
    codes: {
      list: signal(codes),
      version: signal("2022-04"),
      search: () => [...codes],
      get: (code) => codes.find((one) => one.code === code) ?? null,
      recent: signal([]),
      usedAt: () => [],
      favourites: signal([]),
      toggleFavourite: nothing,
    },
    online: signal(true),
    update: { waiting: signal(false), apply: nothing },
    ...overrides,
  };
}

export interface Drawn {
  text: () => string;
  /** By `data-testid`; throws when it is not there. */
  at: (testId: string) => HTMLElement;
  has: (testId: string) => boolean;
  tap: (testId: string) => Promise<void>;
  type: (testId: string, text: string) => Promise<void>;
}

/** Does something and lets what follows from it come to rest: effects first, then what they waited for. */
async function settle(work: () => void): Promise<void> {
  await act(work);
  for (let round = 0; round < 3; round += 1)
    await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
}

/** Draws a screen into a fresh page and lets its first effects run. */
export async function draw(services: Services, screen: ComponentChildren): Promise<Drawn> {
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  await settle(() => {
    render(<ServicesContext.Provider value={services}>{screen}</ServicesContext.Provider>, root);
  });
  const find = (testId: string) => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  const at = (testId: string) => {
    const found = find(testId);
    if (!found) throw new Error(`nothing with data-testid ${testId} in: ${root.textContent}`);
    return found;
  };
  return {
    text: () => root.textContent ?? "",
    at,
    has: (testId) => find(testId) !== null,
    tap: (testId) => settle(() => at(testId).click()),
    type: (testId, text) =>
      settle(() => {
        const input = at(testId) as HTMLInputElement;
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }),
  };
}
