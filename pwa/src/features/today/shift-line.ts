/** What Today says about a shift: one figure and one sentence. Pure. */
import type { Assignment } from "@/domain/reference/types";
import { type Phase, type Presence, phaseOf } from "@/domain/shifts/duty";

export type ShiftState =
  | { name: "before"; ms: number }
  | { name: "on_post"; ms: number; leftMs: number | null }
  | { name: "not_there"; ms: number; inGrace: boolean }
  | { name: "left"; leftMs: number }
  | { name: "over"; attended: boolean };

/** `attended`: there was a check-in for this shift that has been ended. */
export function shiftState(
  assignment: Pick<Assignment, "starts_at" | "ends_at"> | null,
  presence: Pick<Presence, "since"> | null,
  attended: boolean,
  now: number,
  graceMinutes: number,
): ShiftState | null {
  if (presence) {
    const leftMs = assignment ? Date.parse(assignment.ends_at) - now : null;
    return { name: "on_post", ms: Math.max(0, now - Date.parse(presence.since)), leftMs };
  }
  if (!assignment) return null;
  const phase: Phase = phaseOf(assignment, now);
  if (phase === "before") return { name: "before", ms: Date.parse(assignment.starts_at) - now };
  if (phase === "after") return { name: "over", attended };
  // Checked out before the end, perhaps for a meal: one may come back.
  if (attended) return { name: "left", leftMs: Date.parse(assignment.ends_at) - now };
  const ms = now - Date.parse(assignment.starts_at);
  return { name: "not_there", ms, inGrace: ms <= graceMinutes * 60_000 };
}
