/** What the server has for this person: reference data, code lists, and the state of their records. */
import type { Me } from "@/domain/identity/types";
import type { RecordSummary } from "@/domain/records/types";
import { fromInstant } from "@/shared/instant";
import type { Database } from "@/store/database";
import {
  addLedgerKeys,
  applyChanges,
  getReference,
  getWatermark,
  listCodeLists,
  putCodeList,
  putReference,
} from "@/store/reference";
import type { Client } from "./client";
import { readChanges, readCodeList, readRecordPage, readReference, readTime } from "./protocol";

/** Reference data younger than this is not asked for again without a reason. */
export const REFERENCE_FRESH_MS = 10 * 60_000;
const PAGE = 200;
const MOST_PAGES = 20;

export interface PullParts {
  db: Database;
  client: Pick<Client, "json" | "open">;
  deviceNow: () => number;
  onServerTime: (serverTime: number, sentAt: number, receivedAt: number) => void;
  onMe: (me: Me) => Promise<void>;
  /** False when the server's time should be measured again with a call that does nothing else. */
  isClockSharp: () => boolean;
}

export async function pullTime({ client, deviceNow, onServerTime, isClockSharp }: PullParts): Promise<void> {
  if (isClockSharp()) return;
  const sentAt = deviceNow();
  const { body } = await client.open({ method: "GET", path: "/sync/time" });
  const serverTime = fromInstant(readTime(body));
  if (serverTime !== null) onServerTime(serverTime, sentAt, deviceNow());
}

export async function pullReference(parts: PullParts, author: string, force: boolean): Promise<void> {
  const { db, client, deviceNow } = parts;
  const kept = await getReference(db, author);
  const age = kept === null ? Number.POSITIVE_INFINITY : deviceNow() - kept.fetched_at;
  if (!force && age >= 0 && age < REFERENCE_FRESH_MS) return;
  const headers: Record<string, string> = kept?.etag ? { "If-None-Match": kept.etag } : {};
  const sentAt = deviceNow();
  const answer = await client.json({ method: "GET", path: "/sync/reference", headers });
  const fetched_at = deviceNow();
  if (answer.status === 304 && kept !== null) {
    await putReference(db, { ...kept, fetched_at });
    return pullCodeLists(parts, kept.value.code_lists);
  }
  const value = readReference(answer.body);
  const serverTime = fromInstant(value.server_time);
  if (serverTime !== null) parts.onServerTime(serverTime, sentAt, fetched_at);
  if (value.me.person.id !== author) return;
  await addLedgerKeys(db, value.ledger_keys);
  await pullCodeLists(parts, value.code_lists);
  await putReference(db, { author, etag: answer.headers.get("ETag"), value, fetched_at });
  await parts.onMe(value.me);
}

async function pullCodeLists(
  { db, client }: PullParts,
  wanted: readonly { version: string }[],
): Promise<void> {
  const known = new Set((await listCodeLists(db)).map((list) => list.version));
  for (const { version } of wanted) {
    if (known.has(version)) continue;
    const path = `/violations/code-lists/${encodeURIComponent(version)}`;
    await putCodeList(db, readCodeList((await client.json({ method: "GET", path })).body));
  }
}

export async function pullChanges(parts: PullParts, author: string): Promise<void> {
  let since = await getWatermark(parts.db, author);
  if (since === null) since = await pullFirst(parts, author);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { since, limit: PAGE };
    const changes = readChanges(
      (await parts.client.json({ method: "GET", path: "/sync/changes", query })).body,
    );
    const records = changes.items.flatMap((item) => (item.record?.author.id === author ? [item.record] : []));
    const gone = changes.items.flatMap((item) =>
      item.type === "tombstone" && item.record ? [item.record.id] : [],
    );
    if (changes.next_since !== since || records.length > 0)
      await applyChanges(parts.db, author, { records, gone, since: changes.next_since });
    since = changes.next_since;
    if (!changes.more) return;
  }
}

/** My newest records at once; the feed then goes on from there instead of from the first day of the branch. */
async function pullFirst({ db, client }: PullParts, author: string): Promise<number> {
  const query = { author: "me", limit: PAGE };
  const { items } = readRecordPage((await client.json({ method: "GET", path: "/records", query })).body);
  const since = items.reduce((highest: number, one: RecordSummary) => Math.max(highest, one.seq), 0);
  await applyChanges(db, author, { records: items, gone: [], since });
  return since;
}
