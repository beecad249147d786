import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { useMapConfig, useUnits } from "@/app/desk-data";
import { query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import { countBoard, filterBoard } from "@/domain/coverage/board";
import type { Coverage, CoveragePost } from "@/domain/coverage/types";
import { unitsInOrder } from "@/domain/coverage/units";
import { Chip, DeskPage, EmptyState, Skeleton, Tabs } from "@/ui";
import {
  deskWords,
  FilterSelect,
  formatSeconds,
  Loaded,
  type Resource,
  treeChoices,
  useNarrow,
  useResource,
} from "@/ui/desk";
import { MapLegend } from "@/ui/map/map-legend";
import { MapView } from "@/ui/map/map-view";
import { PostList } from "./post-list";
import { PostPanel } from "./post-panel";
import { LEVELS, postMarker } from "./signs";
import { words } from "./words";
import "./coverage.css";

const POLL_MS = 15_000;

/** Server time now: what the server said plus what has passed here since. */
function serverNow(coverage: Resource<Coverage>): number {
  if (coverage.data === null || coverage.loadedAt === null) return Date.now();
  return Date.parse(coverage.data.at) + Date.now() - coverage.loadedAt;
}

export function CoverageScreen() {
  const w = words();
  const { api } = useServices();
  const coverage = useResource("coverage", (signal) => api.get<Coverage>("/coverage", { signal }), {
    pollMs: POLL_MS,
  });
  const units = useUnits();
  const unit = query.value.get("unit");
  const onlyAttention = query.value.get("attention") === "1";
  const nowMs = serverNow(coverage);
  const updated =
    coverage.data === null ? "" : deskWords().updatedAt(formatSeconds(Date.parse(coverage.data.at)));
  return (
    <DeskPage title={w.title} act={<span class="soft number">{updated}</span>}>
      <div class="filter-bar__fields">
        <FilterSelect
          label={deskWords().unit}
          value={unit}
          any={deskWords().allUnits}
          options={treeChoices(unitsInOrder(units.data ?? []))}
          onChange={(next) => setQuery({ unit: next, post: null })}
        />
        <Chip pressed={onlyAttention} onClick={() => setQuery({ attention: onlyAttention ? null : "1" })}>
          {w.onlyAttention}
        </Chip>
      </div>
      <Loaded of={coverage} lines={8}>
        {(data) => (
          <Board
            all={data.posts}
            nowMs={nowMs}
            rows={filterBoard(data, { unit, only_attention: onlyAttention }, units.data ?? [])}
            inUnit={filterBoard(data, { unit, only_attention: false }, units.data ?? [])}
          />
        )}
      </Loaded>
    </DeskPage>
  );
}

interface BoardProps {
  readonly all: readonly CoveragePost[];
  readonly rows: readonly CoveragePost[];
  /** The posts of the chosen unit, whether they need attention or not: what the sentence counts. */
  readonly inUnit: readonly CoveragePost[];
  readonly nowMs: number;
}

function Board({ all, rows, inUnit, nowMs }: BoardProps) {
  const narrow = useNarrow();
  const selected = query.value.get("post");
  const open = (post: string | null) => setQuery({ post });
  const row = all.find((each) => each.post.id === selected) ?? null;
  const list = <PostColumn all={all} rows={rows} nowMs={nowMs} onOpen={open} />;
  const panel =
    row === null ? null : <PostPanel key={row.post.id} row={row} nowMs={nowMs} onClose={() => open(null)} />;
  const map = <BoardMap rows={rows} selected={selected} onOpen={open} />;
  return (
    <>
      <CountsSentence rows={inUnit} />
      {narrow ? (
        <>
          <NarrowTabs list={list} map={map} />
          {panel}
        </>
      ) : (
        <div class="coverage">
          {map}
          <div class="coverage__side">{panel ?? list}</div>
        </div>
      )}
    </>
  );
}

function CountsSentence({ rows }: { readonly rows: readonly CoveragePost[] }) {
  const w = words();
  const counts = countBoard(rows);
  return (
    <p class="sentence" data-testid="counts">
      {w.counts(counts.posts, counts.planned, counts.present)}
      {counts.attention === 0 ? (
        w.calm
      ) : (
        <strong class="text-red coverage__alert">{w.attention(counts.attention)}</strong>
      )}
    </p>
  );
}

interface NarrowTabsProps {
  readonly list: ComponentChildren;
  readonly map: ComponentChildren;
}

function NarrowTabs({ list, map }: NarrowTabsProps) {
  const d = deskWords();
  const view = query.value.get("view") === "map" ? "map" : "list";
  return (
    <Tabs
      label={words().title}
      active={view}
      tabs={[
        { key: "list", label: d.list },
        { key: "map", label: d.map },
      ]}
      onChange={(next) => setQuery({ view: next === "map" ? "map" : null })}
    >
      {view === "map" ? map : list}
    </Tabs>
  );
}

interface PostColumnProps {
  readonly all: readonly CoveragePost[];
  readonly rows: readonly CoveragePost[];
  readonly nowMs: number;
  readonly onOpen: (post: string) => void;
}

function PostColumn({ all, rows, nowMs, onOpen }: PostColumnProps) {
  const w = words();
  if (rows.length > 0) return <PostList rows={rows} nowMs={nowMs} onOpen={onOpen} />;
  if (all.length === 0) {
    return (
      <EmptyState icon="post" title={w.empty}>
        {w.emptyHint}
      </EmptyState>
    );
  }
  const calm = query.value.get("attention") === "1";
  return <EmptyState icon={calm ? "received" : "filter"} title={calm ? w.emptyAttention : w.emptyFilter} />;
}

interface BoardMapProps {
  readonly rows: readonly CoveragePost[];
  readonly selected: string | null;
  readonly onOpen: (post: string) => void;
}

function BoardMap({ rows, selected, onOpen }: BoardMapProps) {
  const w = words();
  const d = deskWords();
  const config = useMapConfig();
  const content = useMemo(() => ({ markers: rows.map(postMarker), selected }), [rows, selected]);
  if (config.data === null) return <Skeleton lines={1} height={420} />;
  return (
    <div class="coverage__map stack stack--tight">
      <MapView
        config={config.data}
        content={content}
        words={{ ...d.mapWords, name: w.mapName }}
        onOpen={onOpen}
      />
      <MapLegend entries={LEVELS.map((tone) => ({ tone, label: w.levels[tone] }))} />
    </div>
  );
}
