import { beforeAll, describe, expect, it } from "vitest";
import { hashChildren, hashLeaf } from "@/domain/ledger/merkle";
import { headText, receiptText } from "@/domain/ledger/signatures";
import type { RecordRevision } from "@/domain/records/types";
import { sha256 } from "@/shared/digest";
import { toBase64Url, toHex, utf8 } from "@/shared/encoding";
import { checkReceipt, type LedgerReader, resultOf } from "./receipt-check";

const record = "0192f0c4-0000-7000-8000-000000000001";
const body = '{"v":1,"id":"0192f0c4-0000-7000-8000-000000000001","note":"沪A12345"}';
const salt = new Uint8Array(16).fill(7);
const time = "2026-11-23T06:00:02.000Z";

let revision: RecordRevision;
let reader: LedgerReader;

async function makeDevice() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, utf8(body));
  return { public_key: toBase64Url(spki), signature: new Uint8Array(signature) };
}

async function makeServer() {
  const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  const sign = async (text: string) =>
    toBase64Url(await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, utf8(text)));
  return { sign, keys: [{ key_id: "k1", public_key: toBase64Url(raw), valid_from: time, valid_to: null }] };
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A tree of three leaves: ours is the second, the receipt was given when there were two. */
beforeAll(async () => {
  const [device, server] = [await makeDevice(), await makeServer()];
  const [first, third] = [await hashLeaf(utf8("first")), await hashLeaf(utf8("third"))];
  const ours = await hashLeaf(join(salt, utf8(body), device.signature));
  const oldRoot = await hashChildren(first, ours);
  const root = await hashChildren(oldRoot, third);
  const content_hash = await sha256(body);
  const claim = {
    record_id: record,
    revision: 1,
    content_hash,
    leaf_index: 1,
    tree_size: 2,
    root: toHex(oldRoot),
    time,
  };
  const head = { size: 3, root: toHex(root), time };
  revision = {
    revision: 1,
    base_revision: null,
    reason: null,
    author: { id: "p", name: "陈伟", kind: "officer", badge_number: "031204" },
    received_at: time,
    content_hash,
    body,
    signature: toBase64Url(device.signature),
    device: { id: "d", label: "手机", public_key: device.public_key },
    receipt: { v: 1, ...claim, key_id: "k1", signature: await server.sign(receiptText(claim)) },
  };
  const signedHead = { ...head, key_id: "k1", signature: await server.sign(headText(head)) };
  reader = {
    keys: async () => server.keys,
    inclusion: async () => ({
      leaf_index: 1,
      tree_size: 3,
      salt: toHex(salt),
      proof: [toHex(first), toHex(third)],
      head: signedHead,
    }),
    consistency: async () => [toHex(third)],
  };
});

async function statesOf(changed: Partial<RecordRevision>, other: Partial<LedgerReader> = {}) {
  const steps = await checkReceipt(record, { ...revision, ...changed }, { ...reader, ...other });
  return {
    result: resultOf(steps),
    bad: steps.filter((step) => step.state !== "held").map((step) => step.name),
  };
}

describe("receipt check", () => {
  it("holds for an untouched record", async () => {
    expect(await statesOf({})).toEqual({ result: "held", bad: [] });
  });

  it("accepts the salt in base64url as well", async () => {
    const inclusion = async () => ({ ...(await reader.inclusion(record, 1)), salt: toBase64Url(salt) });
    expect(await statesOf({}, { inclusion })).toEqual({ result: "held", bad: [] });
  });

  it("fails content, device signature and ledger when one character of the text is changed", async () => {
    expect(await statesOf({ body: body.replace("12345", "12346") })).toEqual({
      result: "failed",
      bad: ["content", "device", "included"],
    });
  });

  it("fails the receipt when it is one of another record or its time was changed", async () => {
    expect((await statesOf({ receipt: { ...revision.receipt, record_id: "other" } })).bad).toEqual([
      "receipt",
    ]);
    expect(
      (await statesOf({ receipt: { ...revision.receipt, time: "2026-11-23T06:00:03.000Z" } })).bad,
    ).toEqual(["receipt"]);
  });

  it("fails the head when the server did not sign it", async () => {
    const inclusion = async () => {
      const answer = await reader.inclusion(record, 1);
      return { ...answer, head: { ...answer.head, time: "2026-11-23T07:00:00.000Z" } };
    };
    expect((await statesOf({}, { inclusion })).bad).toEqual(["head"]);
  });

  it("fails continuity when the old tree is not the beginning of the new one", async () => {
    expect((await statesOf({}, { consistency: async () => ["0".repeat(64)] })).bad).toEqual(["consistent"]);
  });

  it("leaves open, and does not fail, what could not be read", async () => {
    const unreachable = () => Promise.reject(new Error("offline"));
    expect(await statesOf({}, { keys: unreachable, inclusion: unreachable })).toEqual({
      result: "unread",
      bad: ["receipt", "included", "head", "consistent"],
    });
    expect(await statesOf({}, { consistency: unreachable })).toEqual({
      result: "unread",
      bad: ["consistent"],
    });
  });

  it("fails, and does not stumble, on text that is no key", async () => {
    expect((await statesOf({ device: { ...revision.device, public_key: "!" } })).bad).toEqual(["device"]);
  });
});
