/** Where a person stands in their duty, told from their own check-ins and roster. Pure. */
import type { Seat } from "@/domain/records/types";
import type { Assignment, Post } from "@/domain/reference/types";
import { distanceM } from "./rules";

/** A check-in or check-out as far as it is known; of those that only the server has, seat and shift may be unknown. */
export interface DutyEvent {
  id: string;
  kind: "check_in" | "check_out";
  occurred_at: string;
  post: string | null;
  shift: string | null;
  seat: Seat | null;
}

export interface Presence {
  check_in: string;
  since: string;
  post: string | null;
  shift: string | null;
  seat: Seat | null;
}

const DAY_MS = 86_400_000;

/** The check-in that no later check-out has ended; one of more than a day ago is not taken for the present. */
export function presentNow(events: readonly DutyEvent[], now: number): Presence | null {
  const last = [...events].sort((a, b) => b.occurred_at.localeCompare(a.occurred_at))[0];
  if (last?.kind !== "check_in" || now - Date.parse(last.occurred_at) > DAY_MS) return null;
  return { check_in: last.id, since: last.occurred_at, post: last.post, shift: last.shift, seat: last.seat };
}

/** How long before its planned start a check-in still belongs to a shift, as the server judges it. */
const EARLIEST_MS = 2 * 3_600_000;

/** The shift that somebody was planned for at this post and time: what a check-in belongs to that another device made. */
export function plannedAt(
  assignments: readonly Assignment[],
  post: string | null,
  occurred_at: string,
): string | null {
  const when = Date.parse(occurred_at);
  const fits = (one: Assignment) =>
    one.post.id === post && Date.parse(one.starts_at) - EARLIEST_MS <= when && when < Date.parse(one.ends_at);
  return assignments.find(fits)?.id ?? null;
}

export type Phase = "before" | "during" | "after";

export function phaseOf(assignment: Pick<Assignment, "starts_at" | "ends_at">, now: number): Phase {
  if (now < Date.parse(assignment.starts_at)) return "before";
  return now < Date.parse(assignment.ends_at) ? "during" : "after";
}

/**
 * The assignment that Today is about: the one checked in to, else the one running, else the next of the coming day,
 * else the last one that ended within the past twelve hours.
 */
export function assignmentFor(
  assignments: readonly Assignment[],
  now: number,
  shift: string | null,
): Assignment | null {
  const checkedIn = assignments.find((one) => one.id === shift);
  if (checkedIn) return checkedIn;
  const sorted = [...assignments].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const running = sorted.find((one) => phaseOf(one, now) === "during");
  if (running) return running;
  const next = sorted.find((one) => phaseOf(one, now) === "before");
  const past = sorted.findLast((one) => phaseOf(one, now) === "after");
  const soon = next && Date.parse(next.starts_at) - now < DAY_MS / 2;
  const recent = past && now - Date.parse(past.ends_at) < DAY_MS / 6;
  if (recent && !soon) return past;
  return next ?? null;
}

export interface NearPost {
  post: Post;
  /** Metres; null without a position. */
  distance: number | null;
}

/** Active posts, the nearest first; by code while there is no position. */
export function postsByDistance(posts: readonly Post[], at: { lat: number; lon: number } | null): NearPost[] {
  return posts
    .filter((post) => post.active)
    .map((post) => ({ post, distance: at ? distanceM(at, post) : null }))
    .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0) || a.post.code.localeCompare(b.post.code));
}
