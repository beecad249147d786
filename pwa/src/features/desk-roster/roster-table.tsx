import { SEAT_WORDS } from "@/domain/records/words";
import type { Assignment } from "@/domain/reference/types";
import { Badge, Button, formatSpan, say } from "@/ui";
import { axisOf, type BoardRow, type Hours, hoursOf, placeBar } from "./board";
import { words } from "./words";

interface RosterTableProps {
  readonly day: string;
  readonly rows: readonly BoardRow[];
  readonly open: string | null;
  readonly onOpen: (assignment: string) => void;
  readonly onAdd: ((post: string) => void) | null;
}

function hourMarks(axis: Hours): number[] {
  const marks: number[] = [];
  for (let hour = Math.ceil(axis.from / 2) * 2; hour < axis.to; hour += 2) marks.push(hour);
  return marks;
}

/** Posts and seats down, the hours of the day across; a bar is a person, a tap opens the shift. */
export function RosterTable({ day, rows, open, onOpen, onAdd }: RosterTableProps) {
  const w = words();
  const all = rows.flatMap((row) => row.lanes.flatMap((lane) => lane.assignments));
  const axis = axisOf(day, all);
  return (
    <div class="table-frame roster-frame">
      <table class="table roster" data-testid="roster">
        <caption class="visually-hidden">{w.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.post}</th>
            <th scope="col">{w.seat}</th>
            <th scope="col" class="roster__hours">
              {hourMarks(axis).map((hour) => (
                <span
                  key={hour}
                  class="roster__hour"
                  style={{ insetInlineStart: `${placeBar({ from: hour, to: hour }, axis).left}%` }}
                >
                  {String(hour % 24).padStart(2, "0")}
                </span>
              ))}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PostRows
              key={row.post.id}
              day={day}
              row={row}
              axis={axis}
              open={open}
              onOpen={onOpen}
              onAdd={onAdd}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PostRowsProps extends Omit<RosterTableProps, "rows"> {
  readonly row: BoardRow;
  readonly axis: Hours;
}

function PostRows({ day, row, axis, open, onOpen, onAdd }: PostRowsProps) {
  const w = words();
  return (
    <>
      {row.lanes.map((lane, index) => (
        <tr key={`${lane.seat} ${index}`} class={index === 0 ? "roster__first" : ""}>
          {index === 0 ? (
            <th scope="rowgroup" rowSpan={row.lanes.length} class="roster__post">
              <span class="strong">{row.post.name}</span>{" "}
              {row.post.is_key ? <Badge tone="blue">{w.key}</Badge> : null}
              <br />
              <small class="soft">
                {row.post.code} · {row.post.unit_name}
              </small>
              {onAdd === null ? null : (
                <Button
                  kind="quiet"
                  icon="plus"
                  label={w.addHere(row.post.name)}
                  onClick={() => onAdd(row.post.id)}
                />
              )}
            </th>
          ) : null}
          <td class="roster__seat">{say(SEAT_WORDS[lane.seat])}</td>
          <td>
            <div class="roster__lane">
              {lane.assignments.length === 0 ? <span class="soft small">{w.nobody}</span> : null}
              {lane.assignments.map((assignment) => (
                <Bar
                  key={assignment.id}
                  assignment={assignment}
                  place={placeBar(hoursOf(day, assignment), axis)}
                  current={assignment.id === open}
                  onOpen={() => onOpen(assignment.id)}
                />
              ))}
            </div>
          </td>
        </tr>
      ))}
    </>
  );
}

interface BarProps {
  readonly assignment: Assignment;
  readonly place: { readonly left: number; readonly width: number };
  readonly current: boolean;
  readonly onOpen: () => void;
}

function Bar({ assignment, place, current, onOpen }: BarProps) {
  const { person } = assignment;
  const span = formatSpan(assignment.starts_at, assignment.ends_at);
  return (
    <button
      type="button"
      class={`roster__bar roster__bar--${person.kind === "officer" ? "officer" : "auxiliary"}`}
      style={{ insetInlineStart: `${place.left}%`, inlineSize: `${place.width}%` }}
      aria-current={current ? "true" : undefined}
      aria-label={`${person.name} ${span}`}
      title={`${person.name} ${span}`}
      onClick={onOpen}
    >
      {person.name} <small>{span}</small>
    </button>
  );
}
