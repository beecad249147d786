/** A server of the contract in memory, with a real Merkle tree and real signatures, and with faults on demand. */
import { headText, receiptText } from "@/domain/ledger/signatures";
import type { Head, LedgerKey, Receipt } from "@/domain/ledger/types";
import type { FieldRecord } from "@/domain/records/types";
import { sha256 } from "@/shared/digest";
import { toBase64Url, utf8 } from "@/shared/encoding";
import { consistencyProof, rootOf } from "./tree";

export type Fault =
  | "none"
  | "lost_request"
  | "lost_answer"
  | "cut_answer"
  | "html_200"
  | "unwell_503"
  | "forged_receipt"
  | "forked_ledger"
  | "sent_twice";

interface Stored {
  hash: string;
  receipt: Receipt;
  record: FieldRecord;
}

interface Item {
  body: string;
  signature: string;
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });

export class FakeServer {
  readonly records = new Map<string, Stored>();
  readonly photos = new Set<string>();
  readonly batches: number[] = [];
  /** How often each record was written; more than once would be a double. */
  readonly writes = new Map<string, number>();
  /** Taken from the front, one for each push; then all is well. */
  faults: Fault[] = [];
  mostItems = 200;
  refuses: (record: FieldRecord) => boolean = () => false;
  conflicts: (record: FieldRecord) => boolean = () => false;
  private readonly leaves: Uint8Array[] = [];
  private readonly keys: CryptoKeyPair;
  private readonly publicKey: string;

  private constructor(keys: CryptoKeyPair, publicKey: string) {
    this.keys = keys;
    this.publicKey = publicKey;
  }

  static async create(): Promise<FakeServer> {
    const keys = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    return new FakeServer(keys, toBase64Url(await crypto.subtle.exportKey("raw", keys.publicKey)));
  }

  get ledgerKeys(): LedgerKey[] {
    return [
      { key_id: "k1", public_key: this.publicKey, valid_from: "2026-01-01T00:00:00.000Z", valid_to: null },
    ];
  }

  private async sign(text: string): Promise<string> {
    return toBase64Url(await crypto.subtle.sign({ name: "Ed25519" }, this.keys.privateKey, utf8(text)));
  }

  private async head(): Promise<Head> {
    const head = {
      size: this.leaves.length,
      root: await rootOf(this.leaves),
      time: "2026-11-23T06:00:00.000Z",
    };
    return { ...head, key_id: "k1", signature: await this.sign(headText(head)) };
  }

  private async accept(item: Item): Promise<unknown> {
    const record = JSON.parse(item.body) as FieldRecord;
    const key = `${record.id}/${record.revision}`;
    const hash = await sha256(item.body);
    const kept = this.records.get(key);
    const base = { id: record.id, revision: record.revision, problem: null, current: null };
    const photos_missing = record.photos.map((photo) => photo.sha256).filter((sha) => !this.photos.has(sha));
    if (kept) {
      if (kept.hash !== hash) return this.refusal(base, "conflict", "other_content");
      return { ...base, outcome: "duplicate", receipt: kept.receipt, photos_missing };
    }
    if (this.refuses(record)) return this.refusal(base, "refused", "rule_broken");
    if (this.conflicts(record)) {
      const current = { revision: 2, content_hash: hash, body: item.body };
      return { ...this.refusal(base, "conflict", "stale_base"), current };
    }
    this.leaves.push(utf8(item.body + item.signature));
    this.writes.set(key, (this.writes.get(key) ?? 0) + 1);
    const plain = {
      record_id: record.id,
      revision: record.revision,
      content_hash: hash,
      leaf_index: this.leaves.length - 1,
      tree_size: this.leaves.length,
      root: await rootOf(this.leaves),
      time: "2026-11-23T06:00:00.000Z",
    };
    const receipt: Receipt = { v: 1, ...plain, key_id: "k1", signature: await this.sign(receiptText(plain)) };
    this.records.set(key, { hash, receipt, record });
    return { ...base, outcome: "accepted", receipt, photos_missing };
  }

  private refusal(base: object, outcome: "refused" | "conflict", code: string): object {
    const problem = { status: 422, code, title: "不符合规定", detail: null, fields: [] };
    return { ...base, outcome, receipt: null, photos_missing: [], problem };
  }

  private async push(body: {
    last_head: { size: number } | null;
    items: Item[];
  }): Promise<Record<string, unknown>> {
    const outcomes: unknown[] = [];
    for (const item of body.items) outcomes.push(await this.accept(item));
    const from = body.last_head?.size ?? 0;
    const proof = from > 0 ? await consistencyProof(this.leaves, from) : null;
    return { server_time: "2026-11-23T06:00:00.000Z", head: await this.head(), consistency: proof, outcomes };
  }

  private async answerPush(init: RequestInit): Promise<Response> {
    const fault = this.faults.shift() ?? "none";
    if (fault === "lost_request") throw new TypeError("network");
    if (fault === "html_200")
      return new Response("<html>Wi-Fi</html>", { headers: { "Content-Type": "text/html" } });
    if (fault === "unwell_503") return json(503, { code: "try_again", status: 503, title: "稍后再试" });
    const body = JSON.parse(String(init.body)) as { last_head: { size: number } | null; items: Item[] };
    this.batches.push(body.items.length);
    if (body.items.length > this.mostItems)
      return json(413, { code: "too_large", status: 413, title: "太大" });
    if (fault === "forked_ledger") this.leaves.splice(0, this.leaves.length, utf8("another history"));
    if (fault === "sent_twice") await this.push(body);
    const answer = structuredClone(await this.push(body));
    if (fault === "lost_answer") throw new TypeError("network");
    if (fault === "forged_receipt") {
      const forged = answer["outcomes"] as { receipt: Receipt | null }[];
      for (const one of forged) if (one.receipt) one.receipt.content_hash = "0".repeat(64);
    }
    const text = JSON.stringify(answer);
    if (fault === "cut_answer")
      return new Response(text.slice(0, text.length / 2), {
        headers: { "Content-Type": "application/json" },
      });
    return new Response(text, { headers: { "Content-Type": "application/json" } });
  }

  readonly fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const path = input.split("?")[0];
    if (path === "/api/v1/sync/records") return this.answerPush(init);
    if (path === "/api/v1/ledger/keys") return json(200, { items: this.ledgerKeys });
    if (path === "/api/v1/sync/changes") return json(200, { items: [], next_since: 0, more: false });
    if (path === "/api/v1/records") return json(200, { items: [], next_cursor: null });
    return json(404, { code: "not_found", status: 404, title: "没有" });
  };
}
