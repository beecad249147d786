/** What the form holds, and what is sent. Pure. */
import type { Seat } from "@/domain/records/types";
import { addDays, instantOf } from "@/ui/desk";

export interface Draft {
  readonly post: string;
  readonly seat: Seat;
  readonly person: string;
  /** `07:00`, clock of Shanghai. */
  readonly starts: string;
  readonly ends: string;
  readonly force_kind: string;
  readonly supervising_officer: string | null;
}

export interface AssignmentBody {
  readonly person: string;
  readonly post: string;
  readonly seat: Seat;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly force_kind: string;
  readonly supervising_officer: string | null;
}

/** An end before the start means the next day: nobody types a date for a night shift. */
export function toBody(day: string, draft: Draft): AssignmentBody {
  const endDay = draft.ends <= draft.starts ? addDays(day, 1) : day;
  return {
    person: draft.person,
    post: draft.post,
    seat: draft.seat,
    starts_at: instantOf(day, draft.starts),
    ends_at: instantOf(endDay, draft.ends),
    force_kind: draft.force_kind,
    supervising_officer: draft.supervising_officer,
  };
}

/** The field of the form that a pointer of the server means. */
export function fieldOf(pointer: string): string {
  return pointer.split("/").filter(Boolean)[0] ?? "";
}
