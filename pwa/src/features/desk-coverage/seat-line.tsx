import type { CoveragePerson, CoverageSeat } from "@/domain/coverage/types";
import { PERSON_KIND_WORDS, SEAT_WORDS, VERDICT_WORDS } from "@/domain/records/words";
import { Badge, formatDuration, formatMetres, formatRelativeWithTime, formatSpan, formatTime } from "@/ui";
import { sayOf } from "@/ui/desk";
import { seatSign } from "./signs";
import { words } from "./words";

export function PersonName({ person }: { readonly person: CoveragePerson }) {
  return (
    <span>
      {person.name}
      <span class="soft small"> {sayOf(PERSON_KIND_WORDS, person.kind)}</span>
    </span>
  );
}

/** Why an expected person is not there, with the time that has passed. */
function gapReason(seat: CoverageSeat, nowMs: number): string | null {
  const w = words();
  if (seat.planned === null || seat.present !== null) return null;
  const since = nowMs - Date.parse(seat.planned.starts_at);
  const start = formatTime(seat.planned.starts_at);
  return since < 0 ? w.startsAt(start) : w.overdue(start, formatDuration(since));
}

interface SeatLineProps {
  readonly seat: CoverageSeat;
  /** Server time, milliseconds. */
  readonly nowMs: number;
}

/** One seat of a post: planned, present, since, last fix, and what is the matter. */
export function SeatLine({ seat, nowMs }: SeatLineProps) {
  const w = words();
  const sign = seatSign(seat);
  const { planned, present } = seat;
  const sameOne = planned !== null && present !== null && planned.person.id === present.person.id;
  const reason = gapReason(seat, nowMs);
  return (
    <div class="seat">
      <span class="seat__name">{sayOf(SEAT_WORDS, seat.seat)}</span>
      <div class="seat__people">
        {present === null ? null : (
          <span>
            <strong>{present.person.name}</strong>
            <span class="soft small"> {sayOf(PERSON_KIND_WORDS, present.person.kind)}</span>
            {planned === null ? <span class="soft small"> · {w.noPlan}</span> : null}
            {planned !== null && sameOne ? (
              <span class="soft small"> · {formatSpan(planned.starts_at, planned.ends_at)}</span>
            ) : null}
          </span>
        )}
        {planned === null || sameOne ? null : (
          <span>
            {w.planned} <PersonName person={planned.person} />{" "}
            <span class="soft small">{formatSpan(planned.starts_at, planned.ends_at)}</span>
          </span>
        )}
        {present === null ? null : <PresentFacts seat={seat} nowMs={nowMs} />}
        {reason === null ? null : <span class="small">{reason}</span>}
      </div>
      <Badge tone={sign.tone} icon={sign.icon}>
        {sign.text}
      </Badge>
    </div>
  );
}

function PresentFacts({ seat, nowMs }: SeatLineProps) {
  const w = words();
  const present = seat.present;
  if (present === null) return null;
  const fix =
    present.last_fix_at === null ? w.noFix : `${w.fix} ${formatRelativeWithTime(present.last_fix_at, nowMs)}`;
  const facts = [
    `${w.since} ${formatTime(present.since)}`,
    fix,
    present.last_fix_at === null ? null : sayOf(VERDICT_WORDS, present.verdict),
    present.fix === null ? null : w.accuracy(formatMetres(present.fix.accuracy_m)),
  ];
  return <span class="soft small">{facts.filter(Boolean).join(" · ")}</span>;
}
