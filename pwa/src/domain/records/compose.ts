/** The one text of a record: what is hashed, signed, stored and sent. Pure. */
import { toInstant } from "@/shared/instant";
import type { DataByKind, FieldRecord, Fix, PhotoRef, RecordKind } from "./types";

export interface RecordParts<K extends RecordKind> {
  id: string;
  kind: K;
  revision: number;
  base_revision: number | null;
  reason: string | null;
  author: string;
  unit: string;
  device: string;
  tail: { seq: number; hash: string | null };
  shift: string | null;
  post: string | null;
  operation: string | null;
  /** Milliseconds of the act, device clock. */
  device_time: number;
  /** Server minus device, milliseconds. */
  clock_offset_ms: number;
  fix: Fix | null;
  photos: readonly (Omit<PhotoRef, "taken_at"> & { taken_at: number })[];
  data: DataByKind[K];
}

const DEGREE_DIGITS = 7;
const SMALL_DIGITS = 1;

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function composeFix(fix: Fix | null): Fix | null {
  if (fix === null) return null;
  return {
    lat: round(fix.lat, DEGREE_DIGITS),
    lon: round(fix.lon, DEGREE_DIGITS),
    accuracy_m: round(fix.accuracy_m, SMALL_DIGITS),
    age_s: round(Math.max(0, fix.age_s), SMALL_DIGITS),
    source: fix.source,
  };
}

/** Text that the server would refuse as no Unicode (lone surrogates, U+0000) is mended before it is signed. */
function cleanText(value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed().replaceAll("\u0000", "") : value;
}

function cleanData<T extends object>(data: T): T {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, cleanText(value)])) as T;
}

export function composeRecord<K extends RecordKind>(parts: RecordParts<K>): FieldRecord<K> {
  const offset = Math.round(parts.clock_offset_ms);
  return {
    v: 1,
    id: parts.id,
    kind: parts.kind,
    revision: parts.revision,
    base_revision: parts.base_revision,
    reason: parts.reason,
    author: parts.author,
    unit: parts.unit,
    device: parts.device,
    device_seq: parts.tail.seq + 1,
    prev_hash: parts.tail.hash,
    shift: parts.shift,
    post: parts.post,
    operation: parts.operation,
    occurred_at: toInstant(parts.device_time + offset),
    device_time: toInstant(parts.device_time),
    clock_offset_ms: offset,
    fix: composeFix(parts.fix),
    photos: parts.photos.map(({ sha256, size, type, taken_at, width, height }) => ({
      sha256,
      size,
      type,
      taken_at: toInstant(taken_at + offset),
      width,
      height,
    })),
    data: cleanData(parts.data),
  };
}
