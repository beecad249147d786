import { useServices } from "@/app/services";
import type { CoveragePost } from "@/domain/coverage/types";
import { ROAD_CLASS_WORDS } from "@/domain/coverage/words";
import { SEAT_WORDS } from "@/domain/records/words";
import type { Assignment } from "@/domain/reference/types";
import { formatMetres, formatSpan, KeyValue, LinkButton, SidePanel } from "@/ui";
import { Loaded, sayOf, shanghaiDay, useResource } from "@/ui/desk";
import { PersonName, SeatLine } from "./seat-line";
import { words } from "./words";

interface PostPanelProps {
  readonly row: CoveragePost;
  /** Server time, milliseconds. */
  readonly nowMs: number;
  readonly onClose: () => void;
}

/** One post: what it is, its seats now, everybody who is rostered on it today, and the way to its records. */
export function PostPanel({ row, nowMs, onClose }: PostPanelProps) {
  const w = words();
  const { session } = useServices();
  const { post } = row;
  const day = shanghaiDay(nowMs);
  return (
    <SidePanel title={post.name} onClose={onClose} testId="post-panel">
      <KeyValue
        pairs={[
          [w.post.code, post.code],
          [w.post.unit, post.unit_name],
          [w.post.road, sayOf(ROAD_CLASS_WORDS, post.road_class)],
          [w.post.radius, formatMetres(post.radius_m)],
        ]}
      />
      <section class="stack stack--tight">
        <h3>{w.now}</h3>
        {row.seats.length === 0 ? <p class="soft">{w.noDuty}</p> : null}
        {row.seats.map((seat) => (
          <div key={`${seat.seat}-${seat.planned?.assignment_id ?? ""}-${seat.present?.record_id ?? ""}`}>
            <SeatLine seat={seat} nowMs={nowMs} />
            {seat.present === null || !session.can("record.read") ? null : (
              <a class="small" href={`/desk/records/${seat.present.record_id}`}>
                {w.checkIn}
              </a>
            )}
          </div>
        ))}
      </section>
      {session.can("roster.read") ? <TodayRoster post={post.id} day={day} /> : null}
      <div class="row">
        {session.can("record.read") ? (
          <LinkButton href={`/desk/records?post=${post.id}&from=${day}&to=${day}`} icon="list">
            {w.records}
          </LinkButton>
        ) : null}
        {session.can("roster.write") ? (
          <LinkButton href={`/desk/roster?day=${day}&post=${post.id}`} icon="people">
            {w.roster}
          </LinkButton>
        ) : null}
      </div>
    </SidePanel>
  );
}

function TodayRoster({ post, day }: { readonly post: string; readonly day: string }) {
  const w = words();
  const { api } = useServices();
  const roster = useResource(`roster ${post} ${day}`, (signal) =>
    api.get<{ items: Assignment[] }>("/shifts/assignments", { query: { day, post }, signal }),
  );
  return (
    <section class="stack stack--tight">
      <h3>{w.today}</h3>
      <Loaded of={roster} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{w.noRoster}</p>
          ) : (
            <ul class="stack stack--tight">
              {items.map((assignment) => (
                <li key={assignment.id} class="row row--apart">
                  <span>
                    {sayOf(SEAT_WORDS, assignment.seat)} <PersonName person={assignment.person} />
                  </span>
                  <span class="number soft">{formatSpan(assignment.starts_at, assignment.ends_at)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
