/** Shapes of `GET /coverage` (docs/contracts.md §6). Instants are RFC 3339 UTC texts, distances metres, ages seconds. */

import type { PersonKind } from "@/domain/identity/types";
import type { Fix, FixVerdict, Seat } from "@/domain/records/types";
import type { Post } from "@/domain/reference/types";

export type { Post } from "@/domain/reference/types";

export type SeatProblem = "not_manned" | "late" | "wrong_kind" | "unplanned" | "outside";

export interface CoveragePerson {
  readonly id: string;
  readonly name: string;
  readonly kind: PersonKind;
  readonly badge_number: string;
}

export interface PlannedSeat {
  readonly assignment_id: string;
  readonly person: CoveragePerson;
  readonly starts_at: string;
  readonly ends_at: string;
}

export interface PresentSeat {
  readonly person: CoveragePerson;
  readonly since: string;
  readonly record_id: string;
  readonly fix: Fix | null;
  readonly verdict: FixVerdict;
  readonly last_fix_at: string | null;
}

export interface CoverageSeat {
  readonly seat: Seat;
  readonly planned: PlannedSeat | null;
  readonly present: PresentSeat | null;
  readonly filled: boolean;
  readonly problem: SeatProblem | null;
}

/** 0 nothing to do … 3 act now. */
export type Attention = 0 | 1 | 2 | 3;

export interface CoveragePost {
  readonly post: Post;
  readonly seats: readonly CoverageSeat[];
  readonly attention: Attention;
}

export interface Coverage {
  readonly at: string;
  readonly posts: readonly CoveragePost[];
  readonly counts: { readonly planned: number; readonly present: number; readonly filled: number };
}
