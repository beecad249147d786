/** What a phone needs to work for days without a network. */
import type { Me, PersonKind } from "@/domain/identity/types";
import type { LedgerKey } from "@/domain/ledger/types";
import type { Party, Seat } from "@/domain/records/types";

export type RoadClass = "highway" | "expressway" | "main" | "secondary" | "branch";

export interface Post {
  id: string;
  code: string;
  name: string;
  unit_id: string;
  unit_name: string;
  lat: number;
  lon: number;
  radius_m: number;
  road_class: RoadClass;
  is_key: boolean;
  active: boolean;
}

export interface Assignment {
  id: string;
  day: string;
  starts_at: string;
  ends_at: string;
  post: { id: string; name: string };
  seat: Seat;
  person: { id: string; name: string; kind: PersonKind; badge_number: string };
  partners: { id: string; name: string; kind: PersonKind; seat: Seat; badge_number: string }[];
  force_kind: string;
  supervising_officer: { id: string; name: string } | null;
}

export interface Colleague {
  id: string;
  name: string;
  badge_number: string;
  kind: PersonKind;
  unit_id: string;
}

export interface Policy {
  photos_min: number;
  photo_gap_s: number;
  arrival_grace_min: number;
  photo_max_bytes: number;
  batch_max: number;
  [name: string]: unknown;
}

export interface MapConfig {
  outline?: unknown;
  tiles?: { url: string; datum: "wgs84" | "gcj02"; attribution: string } | null;
  pmtiles_url?: string | null;
  centre?: { lat: number; lon: number };
  zoom?: number;
}

export interface CodeListRef {
  version: string;
  valid_from: string;
  valid_to: string | null;
  url: string;
}

export interface Reference {
  version: string;
  server_time: string;
  me: Me;
  policy: Policy;
  posts: Post[];
  assignments: Assignment[];
  colleagues: Colleague[];
  code_lists: CodeListRef[];
  map: MapConfig;
  ledger_keys: LedgerKey[];
}

/** One act of the violation code list. Fines in yuan; null where the law gives a formula. */
export interface CodeItem {
  code: string;
  name_zh: string;
  name_en: string;
  party: Party;
  legal_basis: string;
  fine_min: number | null;
  fine_max: number | null;
  points: number | null;
  procedure: string;
  group: string;
  /** Pinyin initials of the Chinese name. */
  initials: string;
  certainty: string;
  local: boolean;
}

export interface CodeList {
  version: string;
  valid_from: string;
  valid_to: string | null;
  items: CodeItem[];
}
