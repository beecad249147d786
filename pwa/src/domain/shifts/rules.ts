/**
 * Whether a position agrees with a post, and who may take which seat.
 *
 * The twin of `judge_fix` in `backend/posts/rules.py` and of `backend/shifts/rules.py`; `tests/data/fix_cases.csv`
 * and `tests/data/seat_cases.csv` hold both to the same answers. The verdict is evidence, never a gate.
 */
import type { PersonKind } from "@/domain/identity/types";
import type { Fix, FixVerdict, Seat } from "@/domain/records/types";

/** A fix less exact than this proves no presence, in metres. */
export const ACCURACY_MAX_M = 100;
/** A fix older than this tells where the phone was, not where it is, in seconds. */
export const AGE_MAX_S = 120;
/** How late a post may be manned and still count as manned in time. */
export const ARRIVAL_GRACE_MIN = 10;

const EARTH_RADIUS_M = 6_371_008.8;
const MINUTE_MS = 60_000;

/** WGS-84 degrees. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** A verdict, and the distance from the post in metres where there is one. */
export interface Judgement {
  readonly verdict: FixVerdict;
  readonly distanceM: number | null;
}

/** Great-circle distance in metres (haversine). */
export function distanceM(a: Place, b: Place): number {
  const half =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/**
 * The verdict of a position against a post; without one of them there is none.
 *
 * Inside: distance − accuracy ≤ radius with an accuracy of at most 100 m. Outside: distance − accuracy > radius.
 * Uncertain: an old fix, a coarse one that may be inside, and a point that somebody set by hand.
 */
export function judgeFix(fix: Fix | null, post: Place | null, radiusM: number): Judgement {
  if (fix === null || post === null) return { verdict: "no_fix", distanceM: null };
  const distance = distanceM(post, fix);
  return { verdict: verdictOf(fix, distance, radiusM), distanceM: Math.round(distance * 10) / 10 };
}

function verdictOf(fix: Fix, distance: number, radiusM: number): FixVerdict {
  if (fix.age_s > AGE_MAX_S || fix.source === "manual") return "uncertain";
  if (distance - fix.accuracy_m > radiusM) return "outside";
  return fix.accuracy_m <= ACCURACY_MAX_M ? "inside" : "uncertain";
}

/** Why a person may not take a seat: the same codes and words as the server's. */
export interface SeatRefusal {
  readonly code: "centre_needs_officer" | "not_on_street_duty";
  readonly zh: string;
  readonly en: string;
}

const CENTRE_NEEDS_OFFICER: SeatRefusal = {
  code: "centre_needs_officer",
  zh: "路中指挥岗位须由民警担任，辅警请选择路边协管",
  en: "The centre seat needs an officer; an auxiliary takes the roadside seat",
};
const NOT_ON_STREET_DUTY: SeatRefusal = {
  code: "not_on_street_duty",
  zh: "只有民警和勤务辅警可以上岗",
  en: "Only officers and duty auxiliaries stand on a post",
};

/**
 * Null when this kind of person may take the seat. An auxiliary may not direct in the road, on any post
 * (工作方案(三)3); an officer may stand at the roadside; clerical staff stand nowhere.
 */
export function refuseSeat(seat: Seat, personKind: PersonKind): SeatRefusal | null {
  if (personKind !== "officer" && personKind !== "duty_auxiliary") return NOT_ON_STREET_DUTY;
  return seat === "centre" && personKind !== "officer" ? CENTRE_NEEDS_OFFICER : null;
}

/**
 * Does this kind of person on this seat count as the seat being filled? Key posts need an officer in the centre
 * and an auxiliary at the roadside: there an officer at the roadside leaves that seat open.
 */
export function fillsSeat(seat: Seat, personKind: PersonKind, isKey: boolean): boolean {
  if (refuseSeat(seat, personKind) !== null) return false;
  return seat === "centre" || !isKey || personKind === "duty_auxiliary";
}

/** Whole minutes between two moments in milliseconds; 0 when the end is not later. */
export function minutesOnPost(checkedInMs: number, checkedOutMs: number): number {
  return Math.max(0, Math.floor((checkedOutMs - checkedInMs) / MINUTE_MS));
}

/** Arrived within the grace after the planned start; the last moment of it is included. */
export function isInTime(startsMs: number, arrivedMs: number, graceMin = ARRIVAL_GRACE_MIN): boolean {
  return arrivedMs <= startsMs + graceMin * MINUTE_MS;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
