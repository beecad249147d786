import { computed, type ReadonlySignal } from "@preact/signals";
import type { Receipt } from "@/domain/ledger/types";
import type { FieldRecord, RecordDetail, RecordSummary } from "@/domain/records/types";
import { getBlob, getThumbnail } from "@/store/blobs";
import type { Database } from "@/store/database";
import { countOthers, isOpen, listEntries, listReceipts, listRecords, updateEntry } from "@/store/outbox";
import { listSummaries } from "@/store/reference";
import { type OutboxEntry, REPLACED_BY, recordKey, type StoredRecord } from "@/store/schema";
import type { Client } from "@/sync/client";
import type { Engine } from "@/sync/engine";
import { retryEntry } from "@/sync/push";
import type { ItemState, SyncState } from "@/sync/state";
import { live } from "./live";
import type {
  LocalRecord,
  MyRecord,
  OutboxCounts,
  OutboxItem,
  OutboxService,
  RecordsService,
} from "./services";

interface Local {
  records: StoredRecord[];
  entries: OutboxEntry[];
  receipts: Map<string, Receipt>;
  summaries: RecordSummary[];
  others: number;
}

const EMPTY: Local = { records: [], entries: [], receipts: new Map(), summaries: [], others: 0 };

/** Without a way to the server an item is simply safe; with one it waits for its turn. */
const CUT_OFF: ReadonlySet<SyncState["name"]> = new Set(["offline", "captive_portal", "login_needed"]);

function stateOf(entry: OutboxEntry, sending: ReadonlyMap<string, number>, sender: SyncState): ItemState {
  if (entry.status === "waiting" || entry.status === "received") {
    if (sending.has(entry.key)) return "sending";
    if (entry.status === "received") return "received";
    return CUT_OFF.has(sender.name) ? "saved" : "waiting";
  }
  return entry.status;
}

function setAsideOf({ set_aside_reason: reason }: OutboxEntry): OutboxItem["set_aside"] {
  return reason === null ? null : { reason, replaced: reason.startsWith(REPLACED_BY) };
}

function toItem(
  entry: OutboxEntry,
  body: FieldRecord,
  state: ItemState,
  progress: number | null,
): OutboxItem {
  return {
    id: entry.id,
    revision: entry.revision,
    kind: entry.kind,
    body,
    saved_at: entry.saved_at,
    state,
    photos_total: entry.photos.length,
    photos_done: entry.photos.filter((photo) => photo.on_server).length,
    progress,
    problem: entry.problem,
    current: entry.current,
    tries: entry.tries,
    received_at: entry.received_at,
    set_aside: setAsideOf(entry),
  };
}

const parsed = new WeakMap<StoredRecord, FieldRecord>();

function bodyOf(record: StoredRecord): FieldRecord {
  const body = parsed.get(record) ?? (JSON.parse(record.body) as FieldRecord);
  parsed.set(record, body);
  return body;
}

function countPending(entries: readonly OutboxEntry[]): OutboxCounts {
  const open = entries.filter(isOpen);
  return {
    pending: open.length,
    photos_pending: open.reduce(
      (sum, entry) => sum + entry.photos.filter((photo) => !photo.on_server).length,
      0,
    ),
    needs_attention: open.filter((entry) => entry.status === "needs_attention").length,
  };
}

/** What is open stands first, oldest on top; what is finished follows, newest on top. */
function sortItems(items: OutboxItem[]): OutboxItem[] {
  const rank = (item: OutboxItem): number => (item.state === "done" || item.state === "set_aside" ? 1 : 0);
  return items.sort(
    (a, b) => rank(a) - rank(b) || (rank(a) ? b.saved_at - a.saved_at : a.saved_at - b.saved_at),
  );
}

function joinMine(locals: readonly LocalRecord[], summaries: readonly RecordSummary[]): MyRecord[] {
  const mine = new Map<string, MyRecord>();
  for (const server of summaries) {
    const { id, kind, revision, occurred_at } = server;
    mine.set(id, { id, kind, revision, occurred_at, local: null, server });
  }
  for (const local of locals) {
    const known = mine.get(local.id);
    if (known?.local && known.local.revision > local.revision) continue;
    const revision = Math.max(local.revision, known?.server?.revision ?? 0);
    const { id, kind, body } = local;
    mine.set(id, { id, kind, revision, occurred_at: body.occurred_at, local, server: known?.server ?? null });
  }
  return [...mine.values()].sort((a, b) => b.occurred_at.localeCompare(a.occurred_at));
}

export interface RecordsParts {
  db: Database;
  client: Client;
  engine: Pick<Engine, "sending" | "state" | "syncNow">;
  author: ReadonlySignal<string | null>;
}

export interface RecordsAndOutbox {
  records: RecordsService;
  outbox: OutboxService;
  /** Reads the database now, for the moment after a save. */
  reload(): Promise<void>;
}

export function createRecords({ db, client, engine, author }: RecordsParts): RecordsAndOutbox {
  const local = live(db, ["records", "outbox", "receipts", "summaries"], author, EMPTY, async (who) => {
    const [records, entries, summaries, others] = await Promise.all([
      listRecords(db, who),
      listEntries(db, who),
      listSummaries(db, who),
      countOthers(db, who),
    ]);
    const receipts = await listReceipts(
      db,
      records.map((record) => record.key),
    );
    return { records, entries, summaries, others, receipts };
  });

  const byKey = computed(() => new Map(local.value.value.records.map((record) => [record.key, record])));

  const items = computed(() => {
    const [sending, sender] = [engine.sending.value, engine.state.value];
    const list = local.value.value.entries.flatMap((entry) => {
      const record = byKey.value.get(entry.key);
      if (!record) return [];
      return [toItem(entry, bodyOf(record), stateOf(entry, sending, sender), sending.get(entry.key) ?? null)];
    });
    return sortItems(list);
  });

  const locals = computed(() => {
    const { entries, receipts } = local.value.value;
    const [sending, sender] = [engine.sending.value, engine.state.value];
    return entries.flatMap((entry): LocalRecord[] => {
      const record = byKey.value.get(entry.key);
      if (!record) return [];
      const { id, kind, revision, content_hash, saved_at } = record;
      const receipt = receipts.get(entry.key) ?? null;
      const state = stateOf(entry, sending, sender);
      return [
        {
          id,
          kind,
          revision,
          content_hash,
          saved_at,
          body: bodyOf(record),
          state,
          photos: entry.photos,
          receipt,
        },
      ];
    });
  });

  const mine = computed(() => joinMine(locals.value, local.value.value.summaries));

  async function wake(change: Promise<void>): Promise<void> {
    await change;
    void engine.syncNow();
  }

  return {
    reload: local.reload,
    records: {
      mine,
      async get(id) {
        await local.reload();
        return mine.value.find((record) => record.id === id) ?? null;
      },
      detail: async (id) =>
        (await client.json({ method: "GET", path: `/records/${id}` })).body as RecordDetail,
      async photo(sha256) {
        const kept = await getBlob(db, sha256);
        if (kept) return new Blob([kept.bytes], { type: kept.type });
        return client.bytes({ method: "GET", path: `/photos/${sha256}` }).catch(() => null);
      },
      async thumbnail(sha256) {
        const kept = await getThumbnail(db, sha256);
        if (kept) return new Blob([kept.bytes], { type: "image/jpeg" });
        return client.bytes({ method: "GET", path: `/photos/${sha256}/thumbnail` }).catch(() => null);
      },
    },
    outbox: {
      items,
      counts: computed(() => countPending(local.value.value.entries)),
      others: computed(() => local.value.value.others),
      retry: (id, revision) => wake(retryEntry(db, recordKey(id, revision))),
      setAside: (id, revision, reason) =>
        updateEntry(db, recordKey(id, revision), (entry) =>
          entry.status === "done" ? entry : { ...entry, status: "set_aside", set_aside_reason: reason },
        ),
    },
  };
}
