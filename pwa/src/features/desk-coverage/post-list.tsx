import type { CoveragePost } from "@/domain/coverage/types";
import { Badge } from "@/ui";
import { MapSign } from "@/ui/map/map-legend";
import { SeatLine } from "./seat-line";
import { levelOf } from "./signs";
import { words } from "./words";

interface PostListProps {
  readonly rows: readonly CoveragePost[];
  readonly nowMs: number;
  readonly onOpen: (post: string) => void;
}

/** Posts as cards, in the order they are given; a card opens its post. */
export function PostList({ rows, nowMs, onOpen }: PostListProps) {
  return (
    <ul class="board" data-testid="board">
      {rows.map((row) => (
        <PostCard key={row.post.id} row={row} nowMs={nowMs} onOpen={() => onOpen(row.post.id)} />
      ))}
    </ul>
  );
}

interface PostCardProps {
  readonly row: CoveragePost;
  readonly nowMs: number;
  readonly onOpen: () => void;
}

function PostCard({ row, nowMs, onOpen }: PostCardProps) {
  const w = words();
  const level = levelOf(row);
  return (
    <li class={`post-card post-card--${level}`}>
      <button type="button" class="post-card__open" onClick={onOpen}>
        <MapSign tone={level} />
        <span class="post-card__name">{row.post.name}</span>
        {row.post.is_key ? <Badge tone="blue">{w.key}</Badge> : null}
        <span class="post-card__unit">{row.post.unit_name}</span>
        <span class="visually-hidden">{w.levels[level]}</span>
      </button>
      {row.seats.map((seat) => (
        <SeatLine
          key={`${seat.seat}-${seat.planned?.assignment_id ?? ""}-${seat.present?.record_id ?? ""}`}
          seat={seat}
          nowMs={nowMs}
        />
      ))}
    </li>
  );
}
