/** Where the person of this phone stands in their duty: read from their own records and roster, with or without network. */
import type { CheckInData } from "@/domain/records/types";
import type { Assignment, Post } from "@/domain/reference/types";
import { assignmentFor, type DutyEvent, type Presence, plannedAt, presentNow } from "@/domain/shifts/duty";
import { type MyRecord, useServices } from "./services";

export interface Duty {
  presence: Presence | null;
  /** The shift that matters now, planned or checked in to. */
  assignment: Assignment | null;
  /** The post one stands at, or is planned for. */
  post: Post | null;
}

/** My check-ins and check-outs; those of another phone of mine belong to the shift that I was planned for there. */
export function dutyEvents(mine: readonly MyRecord[], assignments: readonly Assignment[]): DutyEvent[] {
  return mine.flatMap((record): DutyEvent[] => {
    if (record.kind !== "check_in" && record.kind !== "check_out") return [];
    if (record.server?.state === "voided") return [];
    const body = record.local?.body;
    const post = body?.post ?? record.server?.post?.id ?? null;
    const checkIn = record.kind === "check_in" ? (body?.data as CheckInData | undefined) : undefined;
    return [
      {
        id: record.id,
        kind: record.kind,
        occurred_at: record.occurred_at,
        post,
        shift: body ? body.shift : plannedAt(assignments, post, record.occurred_at),
        seat: checkIn?.seat ?? null,
      },
    ];
  });
}

/** Follows the clock once a second. */
export function useDuty(): Duty {
  const { records, reference, clock } = useServices();
  clock.tick.value;
  const now = clock.now();
  const known = reference.value;
  const assignments = known?.assignments ?? [];
  const presence = presentNow(dutyEvents(records.mine.value, assignments), now);
  const assignment = assignmentFor(assignments, now, presence?.shift ?? null);
  // Somebody who checked in without a plan stands at that post, whatever the roster says.
  const mine = presence && presence.shift === null ? null : assignment;
  const postId = presence?.post ?? mine?.post.id ?? null;
  return { presence, assignment: mine, post: known?.posts.find((post) => post.id === postId) ?? null };
}
