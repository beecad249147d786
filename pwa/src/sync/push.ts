/** Records of the outbox to the server: oldest first, in batches, and out of the outbox only on a proven receipt. */
import { continuesFrom, isHeadSigned, isReceiptFor } from "@/domain/ledger/signatures";
import type { Head, LedgerKey, Receipt } from "@/domain/ledger/types";
import { fromInstant } from "@/shared/instant";
import { ApiProblem, NOT_OUR_SERVER } from "@/shared/problem";
import type { Database } from "@/store/database";
import { acknowledge, getRecords, listEntries, markNeedsAttention, updateEntry } from "@/store/outbox";
import { addLedgerKeys, getHead, getLedgerKeys, putHead } from "@/store/reference";
import type { OutboxEntry, StoredRecord } from "@/store/schema";
import type { Client } from "./client";
import { ledgerKeys, type PushAnswer, type PushOutcome, pushAnswer, readAs } from "./protocol";

export const BATCH = 50;
const PATIENCE_MS = 60_000;

export interface PushParts {
  db: Database;
  client: Pick<Client, "json" | "open">;
  deviceNow: () => number;
  onServerTime: (serverTime: number, sentAt: number, receivedAt: number) => void;
  /** Told which items are under way; empty at the end. */
  onSending: (keys: readonly string[]) => void;
}

/** What the server shows does not fit what it showed this phone before, or is not signed by it. */
export class LedgerMismatch extends Error {
  readonly code: "head_not_signed" | "head_not_consistent" | "receipt_not_valid";

  constructor(code: LedgerMismatch["code"]) {
    super(code);
    this.name = "LedgerMismatch";
    this.code = code;
  }
}

/** Problems of the whole request that come from one of its items; found by halving. */
function blamesAnItem(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && !error.isNetwork && [400, 409, 413, 415, 422].includes(error.status);
}

/** A refusal that says "later" is none. */
function isTransient(outcome: PushOutcome): boolean {
  const status = outcome.problem?.status ?? 0;
  return outcome.outcome === "refused" && (status >= 500 || status === 429);
}

export async function pushRecords(parts: PushParts, author: string): Promise<void> {
  const later = new Set<string>();
  let size = BATCH;
  try {
    for (;;) {
      const open = (await listEntries(parts.db, author)).filter((entry) => entry.status === "waiting");
      const batch = open.filter((entry) => !later.has(entry.key)).slice(0, size);
      if (batch.length === 0) break;
      parts.onSending(batch.map((entry) => entry.key));
      try {
        for (const key of await pushBatch(parts, batch)) later.add(key);
      } catch (error) {
        if (!blamesAnItem(error)) throw error;
        if (batch.length > 1) size = Math.ceil(batch.length / 2);
        else await setAside(parts.db, batch, error);
      }
    }
  } finally {
    parts.onSending([]);
  }
  if (later.size > 0) throw new ApiProblem({ status: 503, code: "try_again" });
}

function setAside(db: Database, batch: readonly OutboxEntry[], error: ApiProblem): Promise<void> {
  const { status, code, title, detail, fields } = error;
  const problem = { status, code, title, detail, fields };
  return markNeedsAttention(
    db,
    batch.map(({ key }) => ({ key, problem, current: null })),
  );
}

interface Sent {
  key: string;
  record: StoredRecord;
}

/** Answers the keys of items that the server wants again later. */
async function pushBatch(parts: PushParts, batch: readonly OutboxEntry[]): Promise<string[]> {
  const { db, client, deviceNow } = parts;
  const records = await getRecords(
    db,
    batch.map((entry) => entry.key),
  );
  const sent = records.map((record) => ({ key: record.key, record }));
  const last = await getHead(db);
  const body = JSON.stringify({
    last_head: last && { size: last.size, root: last.root },
    items: records.map((record) => ({ body: record.body, signature: record.signature })),
  });
  const headers = { "Content-Type": "application/json" };
  const sentAt = deviceNow();
  const { body: raw } = await client.json({
    method: "POST",
    path: "/sync/records",
    body,
    headers,
    timeoutMs: PATIENCE_MS,
  });
  const answer = readAs(pushAnswer, raw);
  if (answer.outcomes.length !== sent.length) throw new ApiProblem({ status: 0, code: NOT_OUR_SERVER });
  const serverTime = fromInstant(answer.server_time);
  if (serverTime !== null) parts.onServerTime(serverTime, sentAt, deviceNow());
  const keys = await keysFor(parts, answer);
  await checkHead(db, last, answer, keys);
  return settle(parts, sent, answer, keys);
}

/** The server's tree must be signed, and begin with the tree that this phone saw last; then it is the last one seen. */
async function checkHead(
  db: Database,
  last: Head | null,
  { head, consistency }: PushAnswer,
  keys: readonly LedgerKey[],
): Promise<void> {
  if (head === null && last === null) return;
  if (head === null || !(await isHeadSigned(head, keys))) throw new LedgerMismatch("head_not_signed");
  if (!(await continuesFrom(last, head, consistency))) throw new LedgerMismatch("head_not_consistent");
  await putHead(db, head);
}

/** The keys that the phone trusts, with those asked for that it has not seen yet. */
async function keysFor({ db, client }: PushParts, answer: PushAnswer): Promise<LedgerKey[]> {
  const known = await getLedgerKeys(db);
  const wanted = [
    ...(answer.head ? [answer.head.key_id] : []),
    ...answer.outcomes.flatMap((one) => one.receipt?.key_id ?? []),
  ];
  if (wanted.every((id) => known.some((key) => key.key_id === id))) return known;
  const { body } = await client.open({ method: "GET", path: "/ledger/keys" });
  await addLedgerKeys(db, readAs(ledgerKeys, (body as { items?: unknown } | undefined)?.items));
  return getLedgerKeys(db);
}

async function settle(
  { db, deviceNow }: PushParts,
  sent: readonly Sent[],
  { outcomes, head }: PushAnswer,
  keys: readonly LedgerKey[],
): Promise<string[]> {
  const good: Parameters<typeof acknowledge>[1][number][] = [];
  const bad: Parameters<typeof markNeedsAttention>[1][number][] = [];
  const later: string[] = [];
  let forged = false;
  for (const [index, { key, record }] of sent.entries()) {
    const outcome = outcomes[index];
    if (!outcome || isTransient(outcome)) later.push(key);
    else if (outcome.outcome === "conflict" || outcome.outcome === "refused")
      bad.push({ key, problem: outcome.problem, current: outcome.current });
    else if (
      outcome.receipt &&
      fitsHead(outcome.receipt, head) &&
      (await isReceiptFor(record, outcome.receipt, keys))
    )
      good.push({ key, receipt: outcome.receipt, photosMissing: outcome.photos_missing ?? [] });
    else forged = true;
  }
  if (good.length > 0) await acknowledge(db, good, deviceNow());
  if (bad.length > 0) await markNeedsAttention(db, bad);
  if (forged) throw new LedgerMismatch("receipt_not_valid");
  return later;
}

/** A receipt for the very tree of the head names the same root. */
function fitsHead(receipt: Receipt, head: Head | null): boolean {
  if (head === null || receipt.tree_size > head.size) return false;
  return receipt.tree_size < head.size || receipt.root === head.root;
}

/** Puts an item that needed attention back into the queue. */
export function retryEntry(db: Database, key: string): Promise<void> {
  return updateEntry(db, key, (entry) =>
    entry.status === "needs_attention" || entry.status === "set_aside"
      ? { ...entry, status: "waiting", problem: null, current: null, set_aside_reason: null }
      : entry,
  );
}
