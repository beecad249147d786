/** The roster of one day as a board: posts, their seats, and bars along the hours. Pure. */
import type { Seat } from "@/domain/records/types";
import type { Assignment, Post } from "@/domain/reference/types";

const HOUR_MS = 3_600_000;
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;
export const SEATS = ["centre", "roadside"] as const satisfies readonly Seat[];

/** Hours counted from midnight of the day; after 24 they belong to the next day. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

export interface BoardRow {
  readonly post: Post;
  readonly lanes: readonly { readonly seat: Seat; readonly assignments: readonly Assignment[] }[];
}

export function hoursOf(day: string, assignment: Pick<Assignment, "starts_at" | "ends_at">): Hours {
  const midnight = Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET_MS;
  return {
    from: (Date.parse(assignment.starts_at) - midnight) / HOUR_MS,
    to: (Date.parse(assignment.ends_at) - midnight) / HOUR_MS,
  };
}

/** The hours that the board shows: the working day, wider when somebody stands earlier or later. */
export function axisOf(day: string, assignments: readonly Assignment[]): Hours {
  const all = assignments.map((assignment) => hoursOf(day, assignment));
  return {
    from: Math.max(0, Math.floor(Math.min(6, ...all.map((hours) => hours.from)))),
    to: Math.min(32, Math.ceil(Math.max(22, ...all.map((hours) => hours.to)))),
  };
}

/** People on one seat who stand at the same time get lines of their own. */
function spread(assignments: readonly Assignment[]): Assignment[][] {
  const lanes: Assignment[][] = [];
  const inOrder = [...assignments].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  for (const assignment of inOrder) {
    const free = lanes.find((lane) => (lane.at(-1)?.ends_at ?? "") <= assignment.starts_at);
    if (free === undefined) lanes.push([assignment]);
    else free.push(assignment);
  }
  return lanes.length === 0 ? [[]] : lanes;
}

/** Each post with a line per seat, and more lines where people overlap; posts by number. */
export function buildBoard(posts: readonly Post[], assignments: readonly Assignment[]): BoardRow[] {
  return [...posts]
    .sort((a, b) => a.code.localeCompare(b.code, "en", { numeric: true }))
    .map((post) => {
      const mine = assignments.filter((assignment) => assignment.post.id === post.id);
      const lanes = SEATS.flatMap((seat) =>
        spread(mine.filter((assignment) => assignment.seat === seat)).map((lane) => ({
          seat,
          assignments: lane,
        })),
      );
      return { post, lanes };
    });
}

/** Place of a bar on the axis, in per cent; what lies outside is cut off. */
export function placeBar(hours: Hours, axis: Hours): { readonly left: number; readonly width: number } {
  const span = axis.to - axis.from;
  const from = Math.max(hours.from, axis.from);
  const to = Math.min(hours.to, axis.to);
  return { left: ((from - axis.from) / span) * 100, width: Math.max(0, ((to - from) / span) * 100) };
}
