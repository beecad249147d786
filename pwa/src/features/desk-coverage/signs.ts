import type { CoveragePost, CoverageSeat } from "@/domain/coverage/types";
import { SEAT_PROBLEM_WORDS } from "@/domain/coverage/words";
import { SEAT_WORDS } from "@/domain/records/words";
import type { IconName, Tone } from "@/ui";
import { sayOf } from "@/ui/desk";
import type { MapMarker, MarkerTone } from "@/ui/map/types";
import { words } from "./words";

export type Level = Extract<MarkerTone, "good" | "notice" | "attention" | "danger" | "idle">;

export const LEVELS = ["danger", "attention", "notice", "good", "idle"] as const satisfies readonly Level[];

const BY_ATTENTION = ["good", "notice", "attention", "danger"] as const;

export function levelOf(row: CoveragePost): Level {
  const onDuty = row.seats.some((seat) => seat.planned !== null || seat.present !== null);
  return row.attention === 0 && !onDuty ? "idle" : BY_ATTENTION[row.attention];
}

export interface SeatSign {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

const PROBLEM_TONES: Readonly<Record<string, Tone>> = {
  not_manned: "red",
  wrong_kind: "red",
  late: "amber",
  outside: "amber",
  unplanned: "blue",
};

/** The state of a seat in words, with the tone and drawing that repeat them. */
export function seatSign(seat: CoverageSeat): SeatSign {
  const w = words();
  if (seat.problem !== null) {
    const tone = PROBLEM_TONES[seat.problem] ?? "amber";
    return {
      tone,
      icon: tone === "red" ? "stop" : tone === "amber" ? "warn" : "info",
      text: sayOf(SEAT_PROBLEM_WORDS, seat.problem),
    };
  }
  if (seat.present !== null) return { tone: "green", icon: "check", text: w.filled };
  if (seat.planned !== null) return { tone: "plain", icon: "clock", text: w.waiting };
  return { tone: "plain", icon: "info", text: w.noDuty };
}

/** A post as a sign on the map: its name, then what is the matter with each seat. */
export function postMarker(row: CoveragePost): MapMarker {
  const w = words();
  const level = levelOf(row);
  const seats = row.seats
    .filter((seat) => seat.problem !== null)
    .map((seat) => `${sayOf(SEAT_WORDS, seat.seat)}${seatSign(seat).text}`);
  const name = [row.post.name, w.levels[level], ...seats].join(" · ");
  return { id: row.post.id, lat: row.post.lat, lon: row.post.lon, tone: level, name };
}
