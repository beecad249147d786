/** The envelope of a field record and its three first kinds; the words of the backend's `records` package. */
import type { PersonKind } from "@/domain/identity/types";
import type { Receipt } from "@/domain/ledger/types";

export type RecordKind = "check_in" | "check_out" | "violation";
export type Seat = "centre" | "roadside";
export type Party = "motor" | "nonmotor" | "pedestrian" | "passenger";
export type Outcome = "oral_warning" | "simple" | "ordinary_notice" | "measure_voucher" | "transferred";
export type Channel = "street" | "video" | "camera" | "citizen" | "lead" | "operation";
export type FixSource = "gps" | "network" | "manual";
export type FixVerdict = "inside" | "uncertain" | "outside" | "no_fix";

/** WGS-84 degrees, metres, seconds. */
export interface Fix {
  lat: number;
  lon: number;
  accuracy_m: number;
  age_s: number;
  source: FixSource;
}

export interface CheckInData {
  assignment: string | null;
  seat: Seat;
  note: string | null;
}

export interface CheckOutData {
  check_in: string;
  note: string | null;
}

export interface ViolationData {
  code: string;
  code_version: string;
  party: Party;
  plate_kind: string | null;
  plate: string | null;
  plate_typed: string | null;
  plate_confirmed: boolean;
  place: string;
  direction: string | null;
  facts: string;
  outcome: Outcome;
  second_officer: string | null;
  channel: Channel;
}

export interface DataByKind {
  check_in: CheckInData;
  check_out: CheckOutData;
  violation: ViolationData;
}

export interface PhotoRef {
  sha256: string;
  size: number;
  type: string;
  taken_at: string;
  width: number;
  height: number;
}

/** The signed record as the server and the ledger see it. Its exact JSON text is what is hashed and signed. */
export interface FieldRecord<K extends RecordKind = RecordKind> {
  v: 1;
  id: string;
  kind: K;
  revision: number;
  base_revision: number | null;
  reason: string | null;
  author: string;
  unit: string;
  device: string;
  device_seq: number;
  prev_hash: string | null;
  shift: string | null;
  post: string | null;
  operation: string | null;
  occurred_at: string;
  device_time: string;
  clock_offset_ms: number;
  fix: Fix | null;
  photos: PhotoRef[];
  data: DataByKind[K];
}

export type RecordState = "accepted" | "under_review" | "returned" | "voided";

export interface RecordSummary {
  id: string;
  kind: RecordKind;
  revision: number;
  state: RecordState;
  headline: string;
  author: { id: string; name: string; kind: PersonKind; badge_number: string };
  unit: { id: string; name: string };
  post: { id: string; name: string } | null;
  occurred_at: string;
  received_at: string;
  late: boolean;
  day: string;
  day_type: string;
  fix: (Fix & { verdict: FixVerdict; distance_m: number | null }) | null;
  photos_expected: number;
  photos_verified: number;
  complete: boolean;
  seq: number;
}

export interface RecordRevision {
  revision: number;
  base_revision: number | null;
  reason: string | null;
  author: { id: string; name: string; kind: PersonKind; badge_number: string };
  received_at: string;
  content_hash: string;
  body: string;
  signature: string;
  device: { id: string; label: string; public_key: string };
  receipt: Receipt;
}

export interface RecordDetail extends RecordSummary {
  data: DataByKind[RecordKind];
  flags: string[];
  photos: (PhotoRef & { verified: boolean })[];
  revisions: RecordRevision[];
  related: { id: string; kind: RecordKind; headline: string }[];
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
