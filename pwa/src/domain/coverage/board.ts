import type { Coverage, CoveragePost, CoverageSeat } from "./types";
import { type UnitNode, unitAndBelow } from "./units";

/** What stands above the list: posts with duty, seats planned, seats held, seats with a problem. */
export interface BoardCounts {
  readonly posts: number;
  readonly planned: number;
  readonly present: number;
  readonly attention: number;
}

export interface BoardFilter {
  readonly unit: string | null;
  readonly only_attention: boolean;
}

export function countBoard(posts: readonly CoveragePost[]): BoardCounts {
  const seats = posts.flatMap((row) => row.seats);
  return {
    posts: posts.length,
    planned: seats.filter((seat) => seat.planned !== null).length,
    present: seats.filter((seat) => seat.present !== null).length,
    attention: seats.filter((seat) => seat.problem !== null).length,
  };
}

/** What needs attention first; then key junctions, then the post's own number. */
export function sortByAttention(posts: readonly CoveragePost[]): CoveragePost[] {
  return [...posts].sort(
    (a, b) =>
      b.attention - a.attention ||
      Number(b.post.is_key) - Number(a.post.is_key) ||
      a.post.code.localeCompare(b.post.code, "en", { numeric: true }),
  );
}

export function filterBoard(
  coverage: Coverage,
  filter: BoardFilter,
  units: readonly UnitNode[],
): CoveragePost[] {
  const wanted = filter.unit === null ? null : unitAndBelow(units, filter.unit);
  return sortByAttention(
    coverage.posts.filter(
      (row) =>
        (wanted === null || wanted.has(row.post.unit_id)) && (!filter.only_attention || row.attention > 0),
    ),
  );
}

/** Seconds since the last position of the person in this seat; null when there never was one. */
export function lastFixAgeS(seat: CoverageSeat, nowMs: number): number | null {
  const at = seat.present?.last_fix_at;
  if (at === null || at === undefined) return null;
  return Math.max(0, Math.round((nowMs - Date.parse(at)) / 1000));
}

/** The server judges it (a seat in the centre needs an officer); a seat nobody holds is of no kind. */
export function isSeatRightKind(seat: CoverageSeat): boolean {
  return seat.present !== null && seat.problem !== "wrong_kind";
}
