import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import type { CodeItem } from "@/domain/reference/types";
import { CODE_GROUP_WORDS } from "@/domain/statistics/words";
import {
  Banner,
  type Column,
  DeskPage,
  EmptyState,
  formatDay,
  formatNumber,
  LinkButton,
  List,
  ListRow,
  language,
  say,
  Table,
} from "@/ui";
import { deskWords, FilterSelect, Loaded, sayOf, shanghaiDay, useNarrow, useResource } from "@/ui/desk";
import { inForce, searchCodes } from "./search";
import type { CodeListFull, CodeListHead } from "./types";
import { PROCEDURE_WORDS, words } from "./words";

export function CodesScreen() {
  const w = words();
  const { api, session } = useServices();
  const heads = useResource(
    "heads",
    async (signal) => (await api.get<{ items: CodeListHead[] }>("/violations/code-lists", { signal })).items,
  );
  return (
    <DeskPage
      title={w.title}
      act={
        session.can("codes.manage") ? (
          <LinkButton kind="primary" icon="upload" href="/desk/codes/load">
            {w.load}
          </LinkButton>
        ) : null
      }
    >
      <Loaded of={heads}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon="search" title={w.empty}>
              {w.emptyHint}
            </EmptyState>
          ) : (
            <Versions heads={items} />
          )
        }
      </Loaded>
    </DeskPage>
  );
}

function headLabel(head: CodeListHead, today: string): string {
  const w = words();
  const ended = head.valid_to !== null && head.valid_to < today;
  const state = ended ? w.past : head.valid_from > today ? w.future : w.current;
  return `${head.version} · ${state} · ${w.valid(head.valid_from, head.valid_to)}`;
}

function Versions({ heads }: { readonly heads: readonly CodeListHead[] }) {
  const w = words();
  const { clock } = useServices();
  const today = shanghaiDay(clock.now());
  const asked = query.value.get("version");
  const head = heads.find((each) => each.version === asked) ?? inForce(heads, today) ?? heads[0];
  if (head === undefined) return null;
  return (
    <>
      {head.sample ? (
        <Banner tone="amber" title={w.sample}>
          {w.sampleHint}
        </Banner>
      ) : null}
      <CodeTable
        head={head}
        versions={
          <FilterSelect
            label={w.version}
            value={head.version}
            any={w.current}
            options={heads.map((each) => ({ value: each.version, label: headLabel(each, today) }))}
            onChange={(version) => setQuery({ version })}
          />
        }
      />
    </>
  );
}

interface CodeTableProps {
  readonly head: CodeListHead;
  readonly versions: ComponentChildren;
}

function CodeTable({ head, versions }: CodeTableProps) {
  const w = words();
  const { api } = useServices();
  const [text, setText] = useState("");
  const group = query.value.get("group");
  const list = useResource(head.version, (signal) =>
    api.get<CodeListFull>(`/violations/code-lists/${encodeURIComponent(head.version)}`, { signal }),
  );
  return (
    <>
      <search class="filter-bar__fields">
        <label class="filter filter--search">
          <span class="filter__label">{deskWords().search}</span>
          <input
            class="input"
            type="search"
            placeholder={w.search}
            value={text}
            data-testid="code-search"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <FilterSelect
          label={w.group}
          value={group}
          any={deskWords().all}
          options={Object.entries(CODE_GROUP_WORDS).map(([value, label]) => ({ value, label: say(label) }))}
          onChange={(next) => setQuery({ group: next })}
        />
        {versions}
      </search>
      <p class="soft small">
        {head.name} ·{" "}
        {w.valid(formatDay(head.valid_from), head.valid_to === null ? null : formatDay(head.valid_to))}
        {head.source === "" ? "" : ` · ${head.source}`}
      </p>
      <Loaded of={list} lines={8}>
        {(data) => <Items items={searchCodes(data.items, text, group)} />}
      </Loaded>
    </>
  );
}

function fineWords(item: CodeItem): string {
  const w = words();
  if (item.fine_max === null || item.fine_min === null) return w.fineOpen;
  if (item.fine_max === 0) return w.fineNone;
  const range =
    item.fine_min === item.fine_max
      ? formatNumber(item.fine_max)
      : `${formatNumber(item.fine_min)}–${formatNumber(item.fine_max)}`;
  return range;
}

function nameOf(item: CodeItem): string {
  return language.value === "zh" ? item.name_zh : item.name_en;
}

function columns(): Column<CodeItem>[] {
  const c = words().column;
  return [
    { key: "code", head: c.code, cell: (row) => <span class="strong number">{row.code}</span> },
    { key: "name", head: c.name, cell: nameOf },
    { key: "basis", head: c.basis, cell: (row) => <span class="soft small">{row.legal_basis}</span> },
    { key: "fine", head: c.fine, end: true, cell: (row) => <span class="number">{fineWords(row)}</span> },
    { key: "points", head: c.points, end: true, cell: (row) => row.points ?? "—" },
    {
      key: "procedure",
      head: c.procedure,
      cell: (row) => <span class="nowrap">{sayOf(PROCEDURE_WORDS, row.procedure)}</span>,
    },
    {
      key: "group",
      head: c.group,
      cell: (row) => <span class="nowrap">{sayOf(CODE_GROUP_WORDS, row.group)}</span>,
    },
  ];
}

function Items({ items }: { readonly items: readonly CodeItem[] }) {
  const w = words();
  const narrow = useNarrow();
  if (items.length === 0) return <EmptyState icon="search" title={w.emptySearch} />;
  return (
    <div class="stack stack--tight tall">
      <p class="soft small">{w.shown(items.length)}</p>
      {narrow ? (
        <List label={w.caption}>
          {items.map((item) => (
            <ListRow
              key={item.code}
              title={`${item.code} ${nameOf(item)}`}
              sub={`${fineWords(item)} · ${w.column.points} ${item.points ?? "—"} · ${sayOf(PROCEDURE_WORDS, item.procedure)} · ${item.legal_basis}`}
            />
          ))}
        </List>
      ) : (
        <Table
          caption={w.caption}
          columns={columns()}
          rows={items}
          rowKey={(row) => row.code}
          testId="codes"
        />
      )}
    </div>
  );
}
