import { PERSON_KIND_WORDS, SEAT_WORDS } from "@/domain/records/words";
import { Badge, Button, formatSpan, List, ListRow, say } from "@/ui";
import type { BoardRow } from "./board";
import { words } from "./words";

interface RosterListProps {
  readonly rows: readonly BoardRow[];
  readonly onOpen: (assignment: string) => void;
  readonly onAdd: ((post: string) => void) | null;
}

/** The same board for a narrow screen: post after post, shift after shift. */
export function RosterList({ rows, onOpen, onAdd }: RosterListProps) {
  const w = words();
  return (
    <ul class="stack">
      {rows.map((row) => {
        const shifts = row.lanes
          .flatMap((lane) => lane.assignments)
          .sort((a, b) => a.starts_at.localeCompare(b.starts_at));
        return (
          <li key={row.post.id} class="stack stack--tight">
            <div class="row row--apart">
              <h2>
                {row.post.name} {row.post.is_key ? <Badge tone="blue">{w.key}</Badge> : null}
              </h2>
              {onAdd === null ? null : (
                <Button
                  kind="quiet"
                  icon="plus"
                  label={w.addHere(row.post.name)}
                  onClick={() => onAdd(row.post.id)}
                />
              )}
            </div>
            {shifts.length === 0 ? <p class="soft">{w.nobody}</p> : null}
            {shifts.length === 0 ? null : (
              <List label={row.post.name}>
                {shifts.map((assignment) => (
                  <ListRow
                    key={assignment.id}
                    title={`${formatSpan(assignment.starts_at, assignment.ends_at)}　${assignment.person.name}`}
                    sub={`${say(SEAT_WORDS[assignment.seat])} · ${say(PERSON_KIND_WORDS[assignment.person.kind])}`}
                    onClick={() => onOpen(assignment.id)}
                  />
                ))}
              </List>
            )}
          </li>
        );
      })}
    </ul>
  );
}
