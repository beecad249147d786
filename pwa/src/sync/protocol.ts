/** The shapes of the server's answers that the phone acts upon. What does not fit is not believed. */
import * as v from "valibot";
import type { Session } from "@/domain/identity/types";
import type { RecordSummary } from "@/domain/records/types";
import type { CodeList, Reference } from "@/domain/reference/types";
import { ApiProblem, NOT_OUR_SERVER } from "@/shared/problem";

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const receipt = v.object({
  v: v.literal(1),
  record_id: v.string(),
  revision: count,
  content_hash: hash,
  leaf_index: count,
  tree_size: count,
  root: hash,
  time: v.string(),
  key_id: v.string(),
  signature: v.string(),
});

export const headSchema = v.object({
  size: count,
  root: hash,
  time: v.string(),
  key_id: v.string(),
  signature: v.string(),
});

const problem = v.object({
  status: v.fallback(v.number(), 422),
  code: v.string(),
  title: v.fallback(v.string(), ""),
  detail: v.fallback(v.nullable(v.string()), null),
  fields: v.fallback(v.array(v.object({ pointer: v.string(), code: v.string(), message: v.string() })), []),
});

const outcome = v.object({
  id: v.nullable(v.string()),
  revision: v.nullable(v.number()),
  outcome: v.picklist(["accepted", "duplicate", "conflict", "refused"]),
  receipt: v.optional(v.nullable(receipt), null),
  photos_missing: v.optional(v.nullable(v.array(hash)), []),
  problem: v.optional(v.nullable(problem), null),
  current: v.optional(v.nullable(v.object({ revision: count, content_hash: hash, body: v.string() })), null),
});

export const pushAnswer = v.object({
  server_time: v.string(),
  // Null while nothing at all was ever accepted.
  head: v.nullable(headSchema),
  consistency: v.optional(v.nullable(v.array(hash)), null),
  outcomes: v.array(outcome),
});

export type PushAnswer = v.InferOutput<typeof pushAnswer>;
export type PushOutcome = v.InferOutput<typeof outcome>;

const me = v.looseObject({
  person: v.looseObject({ id: v.string(), name: v.string(), unit: v.looseObject({ id: v.string() }) }),
  capabilities: v.array(v.string()),
});

const session = v.looseObject({
  access_token: v.string(),
  expires_in: v.number(),
  session_id: v.string(),
  device: v.object({ id: v.string(), label: v.string() }),
  me,
  server_time: v.string(),
});

export const ledgerKeys = v.array(
  v.object({
    key_id: v.string(),
    public_key: v.string(),
    valid_from: v.string(),
    valid_to: v.nullable(v.string()),
  }),
);

const reference = v.looseObject({
  version: v.string(),
  server_time: v.string(),
  me,
  policy: v.looseObject({}),
  posts: v.array(v.looseObject({ id: v.string() })),
  assignments: v.array(v.looseObject({ id: v.string() })),
  colleagues: v.array(v.looseObject({ id: v.string() })),
  code_lists: v.array(v.looseObject({ version: v.string() })),
  ledger_keys: ledgerKeys,
});

const codeList = v.looseObject({ version: v.string(), items: v.array(v.looseObject({ code: v.string() })) });

const summary = v.looseObject({ id: v.string(), seq: count, author: v.looseObject({ id: v.string() }) });

const changes = v.object({
  items: v.array(
    v.looseObject({
      seq: count,
      type: v.string(),
      record: v.optional(v.nullable(summary), null),
      sha256: v.optional(v.nullable(v.string()), null),
    }),
  ),
  next_since: count,
  more: v.boolean(),
});

const recordPage = v.object({ items: v.array(summary), next_cursor: v.nullable(v.string()) });

/** The answer in its shape, or the verdict that something else than our server spoke. */
export function readAs<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  const result = v.safeParse(schema, body);
  if (!result.success)
    throw new ApiProblem({ status: 0, code: NOT_OUR_SERVER, detail: v.getDotPath(result.issues[0]) });
  return result.output;
}

// The long types are written in the domain; the schema checks only what the phone could stumble over.
export const readSession = (body: unknown): Session => readAs(session, body) as unknown as Session;
export const readReference = (body: unknown): Reference => readAs(reference, body) as unknown as Reference;
export const readCodeList = (body: unknown): CodeList => readAs(codeList, body) as unknown as CodeList;

export interface ChangesPage {
  items: { seq: number; type: string; record: RecordSummary | null; sha256: string | null }[];
  next_since: number;
  more: boolean;
}

export const readChanges = (body: unknown): ChangesPage => readAs(changes, body) as unknown as ChangesPage;
export const readRecordPage = (body: unknown): { items: RecordSummary[]; next_cursor: string | null } =>
  readAs(recordPage, body) as unknown as { items: RecordSummary[]; next_cursor: string | null };

const time = v.object({ now: v.string() });

export const readTime = (body: unknown): string => readAs(time, body).now;
