import type { Duty } from "@/app/duty";
import { useServices } from "@/app/services";
import { PERSON_KIND_WORDS, SEAT_WORDS } from "@/domain/records/words";
import type { Assignment } from "@/domain/reference/types";
import {
  Badge,
  Card,
  formatDate,
  formatDuration,
  formatRelativeWithTime,
  formatSpan,
  formatTime,
  KeyValue,
  say,
} from "@/ui";
import { PositionLine } from "./position-line";
import type { ShiftState } from "./shift-line";
import { todayWords } from "./words";

interface DutyCardProps {
  duty: Duty;
  state: ShiftState | null;
}

/** Where, in which seat, until when, with whom: answered without scrolling. */
export function DutyCard({ duty, state }: DutyCardProps) {
  const w = todayWords();
  const { presence, assignment, post } = duty;
  const seat = presence?.seat ?? assignment?.seat ?? null;
  const officer = assignment?.supervising_officer ?? null;
  return (
    <Card testId="duty-card">
      <div class="stack">
        <div class="stack stack--tight">
          <h2 class="duty-card__post">{post?.name ?? assignment?.post.name ?? w.unplanned}</h2>
          <div class="row">
            {seat ? <Badge tone="blue">{say(SEAT_WORDS[seat])}</Badge> : null}
            {post?.is_key ? <Badge icon="star">{w.keyPost}</Badge> : null}
            {presence && !assignment ? <Badge tone="amber">{w.unplanned}</Badge> : null}
          </div>
        </div>
        <StateFigure state={state} duty={duty} />
        {presence ? <PositionLine post={post} brief /> : null}
        <KeyValue
          pairs={[
            assignment ? [w.time, <ShiftTime key="time" assignment={assignment} />] : null,
            assignment ? [w.partners, <Partners key="partners" assignment={assignment} />] : null,
            officer ? [w.supervising, officer.name] : null,
          ]}
        />
      </div>
    </Card>
  );
}

function ShiftTime({ assignment }: { assignment: Assignment }) {
  const { clock } = useServices();
  return (
    <span class="number row shift-time">
      <span>{formatDate(assignment.starts_at, clock.now())}</span>
      <span>{formatSpan(assignment.starts_at, assignment.ends_at)}</span>
    </span>
  );
}

function Partners({ assignment }: { assignment: Assignment }) {
  const w = todayWords();
  if (assignment.partners.length === 0) return <>{w.alone}</>;
  return (
    <ul>
      {assignment.partners.map((partner) => (
        <li key={partner.id}>
          {partner.name}
          <span class="soft small">
            {" "}
            {say(PERSON_KIND_WORDS[partner.kind])} · {say(SEAT_WORDS[partner.seat])}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One large figure and what it means. */
function StateFigure({ state, duty }: DutyCardProps) {
  const w = todayWords();
  const { reference, clock } = useServices();
  if (!state) return null;
  if (state.name === "before") {
    return <Figure label={w.toStart} value={formatDuration(state.ms)} />;
  }
  if (state.name === "on_post") {
    const since = duty.presence ? formatTime(duty.presence.since) : "";
    const left =
      state.leftMs === null
        ? ""
        : state.leftMs >= 0
          ? w.leftUntilEnd(formatDuration(state.leftMs))
          : w.overEnd(formatDuration(state.leftMs));
    return (
      <Figure
        label={`${w.onPost} · ${since}–`}
        value={formatDuration(state.ms)}
        sub={left}
        tone={state.leftMs !== null && state.leftMs < 0 ? "amber" : "green"}
      />
    );
  }
  if (state.name === "not_there") {
    const grace = reference.value?.policy.arrival_grace_min ?? 10;
    return (
      <Figure
        label={w.notThere}
        value={formatDuration(state.ms)}
        sub={state.inGrace ? w.inGrace(grace) : w.pastGrace}
        tone={state.inGrace ? "amber" : "red"}
      />
    );
  }
  if (state.name === "left") {
    return <Figure label={w.left} value={w.leftUntilEnd(formatDuration(state.leftMs))} sub={w.leftSub} />;
  }
  const ended = duty.assignment ? formatRelativeWithTime(duty.assignment.ends_at, clock.now()) : "";
  return (
    <Figure
      label={state.attended ? w.overDone : w.overMissed}
      value={w.over}
      sub={state.attended ? ended : w.overMissedSub}
      tone={state.attended ? "plain" : "amber"}
    />
  );
}

interface FigureProps {
  label: string;
  value: string;
  sub?: string;
  tone?: "plain" | "green" | "amber" | "red";
}

function Figure({ label, value, sub, tone = "plain" }: FigureProps) {
  return (
    <div class={`duty-figure duty-figure--${tone}`} data-testid="shift-state">
      <p class="small strong">{label}</p>
      <p class="duty-figure__value">{value}</p>
      {sub ? <p class="small">{sub}</p> : null}
    </div>
  );
}
