import { useState } from "preact/hooks";
import { usePosts, useUnits } from "@/app/desk-data";
import { query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import { unitAndBelow, unitsInOrder } from "@/domain/coverage/units";
import type { Assignment, Post } from "@/domain/reference/types";
import { Button, Chip, DeskPage, EmptyState, TextInput } from "@/ui";
import {
  addDays,
  deskWords,
  FilterSelect,
  isDay,
  Loaded,
  type Page,
  type Resource,
  shanghaiDay,
  treeChoices,
  useNarrow,
  useResource,
} from "@/ui/desk";
import { AssignmentForm } from "./assignment-form";
import { AssignmentPanel } from "./assignment-panel";
import { buildBoard } from "./board";
import { RosterList } from "./roster-list";
import { RosterTable } from "./roster-table";
import { words } from "./words";
import "./roster.css";

const PAGE = 500;
const MOST_PAGES = 10;

/** The whole day: the board needs all of it to place people beside each other. */
function useRoster(day: string): Resource<readonly Assignment[]> {
  const { api } = useServices();
  return useResource(day, async (signal) => {
    const all: Assignment[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer: Page<Assignment> = await api.get("/shifts/assignments", {
        query: { day, limit: PAGE, cursor },
        signal,
      });
      all.push(...answer.items);
      cursor = answer.next_cursor;
      if (cursor === null) break;
    }
    return all;
  });
}

export function RosterScreen() {
  const w = words();
  const { clock, session } = useServices();
  const asked = query.value.get("day") ?? "";
  const day = isDay(asked) ? asked : shanghaiDay(clock.now());
  const roster = useRoster(day);
  const posts = usePosts();
  const [adding, setAdding] = useState<{ readonly post: string | null } | null>(null);
  const mayWrite = session.can("roster.write");
  return (
    <DeskPage
      title={w.title}
      act={
        mayWrite ? (
          <Button kind="primary" icon="plus" onClick={() => setAdding({ post: query.value.get("post") })}>
            {w.add}
          </Button>
        ) : null
      }
    >
      <RosterFilters day={day} />
      <Loaded of={posts} lines={8}>
        {(allPosts) => (
          <Loaded of={roster} lines={8}>
            {(assignments) => (
              <Board
                day={day}
                posts={allPosts}
                assignments={assignments}
                onAdd={mayWrite ? (post) => setAdding({ post }) : null}
                onChanged={roster.reload}
              />
            )}
          </Loaded>
        )}
      </Loaded>
      {adding === null ? null : (
        <AssignmentForm
          day={day}
          post={adding.post}
          posts={posts.data ?? []}
          onClose={() => setAdding(null)}
          onSaved={() => {
            setAdding(null);
            roster.reload();
          }}
        />
      )}
    </DeskPage>
  );
}

function RosterFilters({ day }: { readonly day: string }) {
  const w = words();
  const { clock } = useServices();
  const units = useUnits();
  const go = (next: string) => setQuery({ day: next, open: null });
  const withEmpty = query.value.get("empty") === "1";
  return (
    <div class="filter-bar__fields no-print">
      <div class="row row--keep roster-days">
        <Button icon="back" label={w.before} onClick={() => go(addDays(day, -1))} />
        <TextInput type="date" label={w.day} value={day} onInput={(next) => isDay(next) && go(next)} />
        <Button icon="forward" label={w.after} onClick={() => go(addDays(day, 1))} />
        <Button kind="quiet" onClick={() => go(shanghaiDay(clock.now()))}>
          {w.today}
        </Button>
      </div>
      <FilterSelect
        label={deskWords().unit}
        value={query.value.get("unit")}
        any={deskWords().allUnits}
        options={treeChoices(unitsInOrder(units.data ?? []))}
        onChange={(unit) => setQuery({ unit, post: null })}
      />
      <Chip pressed={withEmpty} onClick={() => setQuery({ empty: withEmpty ? null : "1" })}>
        {w.withEmpty}
      </Chip>
    </div>
  );
}

interface BoardProps {
  readonly day: string;
  readonly posts: readonly Post[];
  readonly assignments: readonly Assignment[];
  readonly onAdd: ((post: string) => void) | null;
  readonly onChanged: () => void;
}

/** The posts that the address asks for: of a unit, one post, with or without those that nobody stands on. */
function usePostsInView({ posts, assignments }: Pick<BoardProps, "posts" | "assignments">): Post[] {
  const units = useUnits();
  const unit = query.value.get("unit");
  const post = query.value.get("post");
  const withEmpty = query.value.get("empty") === "1" || post !== null;
  const wanted = unit === null ? null : unitAndBelow(units.data ?? [], unit);
  const used = new Set(assignments.map((assignment) => assignment.post.id));
  return posts.filter(
    (each) =>
      (post === null || each.id === post) &&
      (wanted === null || wanted.has(each.unit_id)) &&
      (used.has(each.id) || (withEmpty && each.active)),
  );
}

function Board({ day, posts, assignments, onAdd, onChanged }: BoardProps) {
  const w = words();
  const narrow = useNarrow();
  const inView = usePostsInView({ posts, assignments });
  const rows = buildBoard(inView, assignments);
  const mine = rows.flatMap((row) => row.lanes.flatMap((lane) => lane.assignments));
  const open = assignments.find((each) => each.id === query.value.get("open")) ?? null;
  const people = new Set(mine.map((assignment) => assignment.person.id)).size;
  const filtered = query.value.get("unit") !== null || query.value.get("post") !== null;
  if (rows.length === 0) {
    return (
      <EmptyState icon="people" title={assignments.length === 0 && !filtered ? w.empty : w.emptyFilter}>
        {assignments.length === 0 && !filtered ? w.emptyHint : null}
      </EmptyState>
    );
  }
  const onOpen = (assignment: string) => setQuery({ open: assignment });
  return (
    <>
      <p class="sentence" data-testid="roster-counts">
        {w.counts(rows.length, people, mine.length)}
      </p>
      <div class={`split${open === null ? "" : " split--open"}`}>
        {narrow ? (
          <RosterList rows={rows} onOpen={onOpen} onAdd={onAdd} />
        ) : (
          <RosterTable day={day} rows={rows} open={open?.id ?? null} onOpen={onOpen} onAdd={onAdd} />
        )}
        {open === null ? null : (
          <AssignmentPanel
            key={open.id}
            assignment={open}
            mayCancel={onAdd !== null}
            onClose={() => setQuery({ open: null })}
            onCancelled={() => {
              setQuery({ open: null });
              onChanged();
            }}
          />
        )}
      </div>
    </>
  );
}
