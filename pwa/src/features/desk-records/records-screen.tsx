import { navigate, query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import type { Page, RecordSummary } from "@/domain/records/types";
import { RECORD_KIND_WORDS, VERDICT_WORDS } from "@/domain/records/words";
import {
  Button,
  type Column,
  DeskPage,
  EmptyState,
  formatDate,
  formatNumber,
  formatTime,
  LinkButton,
  List,
  ListRow,
  SidePanel,
  Skeleton,
  say,
  Table,
} from "@/ui";
import { deskWords, Loaded, type Pages, ReadProblem, shanghaiDay, useNarrow, usePages } from "@/ui/desk";
import { copyAddress } from "./copy-address";
import { countFilters, readFilters, toQuery } from "./filters";
import { RecordFilterBar } from "./record-filters";
import { RecordView, useRecord } from "./record-view";
import { StateBadges } from "./state-badges";
import { words } from "./words";
import "./records.css";

export function RecordsScreen() {
  const w = words();
  const { api, clock } = useServices();
  const today = shanghaiDay(clock.now());
  const filters = readFilters(query.value, today);
  const pages = usePages(JSON.stringify(toQuery(filters, null)), (cursor, signal) =>
    api.get<Page<RecordSummary>>("/records", { query: toQuery(filters, cursor), signal }),
  );
  const narrow = useNarrow();
  const open = narrow ? null : query.value.get("open");
  return (
    <DeskPage
      title={w.title}
      act={
        <Button kind="quiet" icon="send" onClick={() => void copyAddress(location.href)}>
          {deskWords().copyLink}
        </Button>
      }
    >
      <RecordFilterBar filters={filters} today={today} />
      <div class={`split tall${open === null ? "" : " split--open"}`}>
        <RecordList pages={pages} filtered={countFilters(filters) > 0} narrow={narrow} open={open} />
        {open === null ? null : <RecordPanel id={open} />}
      </div>
    </DeskPage>
  );
}

function RecordPanel({ id }: { readonly id: string }) {
  const w = words();
  const record = useRecord(id);
  const shown = record.data?.id === id ? record : { ...record, data: null };
  return (
    <SidePanel
      title={shown.data?.headline ?? w.one}
      onClose={() => setQuery({ open: null })}
      testId="record-panel"
    >
      <div class="row no-print">
        <LinkButton href={`/desk/records/${id}`} icon="forward">
          {w.openPage}
        </LinkButton>
      </div>
      <Loaded of={shown}>{(data) => <RecordView key={data.id} record={data} />}</Loaded>
    </SidePanel>
  );
}

interface RecordListProps {
  readonly pages: Pages<RecordSummary>;
  readonly filtered: boolean;
  readonly narrow: boolean;
  readonly open: string | null;
}

function RecordList({ pages, filtered, narrow, open }: RecordListProps) {
  const w = words();
  const { items, problem } = pages;
  if (items === null) {
    return problem === null ? (
      <Skeleton lines={8} height={40} />
    ) : (
      <ReadProblem problem={problem} onRetry={pages.reload} />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState icon={filtered ? "filter" : "list"} title={filtered ? w.emptyFilter : w.empty}>
        {filtered ? null : w.emptyHint}
      </EmptyState>
    );
  }
  return (
    <div class="stack stack--tight">
      {problem === null ? null : <ReadProblem problem={problem} onRetry={pages.more} />}
      <p class="soft small row row--apart">
        <span data-testid="shown">{w.shown(items.length, pages.hasMore)}</span>
        {narrow ? null : <span>{w.keys}</span>}
      </p>
      {narrow ? (
        <NarrowList pages={pages} items={items} />
      ) : (
        <WideTable pages={pages} items={items} open={open} />
      )}
    </div>
  );
}

interface ItemsProps {
  readonly pages: Pages<RecordSummary>;
  readonly items: readonly RecordSummary[];
}

function NarrowList({ pages, items }: ItemsProps) {
  return (
    <>
      <List label={words().caption}>
        {items.map((record) => (
          <ListRow
            key={record.id}
            href={`/desk/records/${record.id}`}
            title={record.headline}
            sub={
              <>
                {formatDate(record.occurred_at)} {formatTime(record.occurred_at)} · {record.author.name} ·{" "}
                {record.post?.name ?? record.unit.name}
                <StateBadges record={record} />
              </>
            }
          />
        ))}
      </List>
      {pages.hasMore ? (
        <Button wide onClick={pages.more} busy={pages.busy}>
          {deskWords().more}
        </Button>
      ) : null}
    </>
  );
}

function columns(open: boolean): Column<RecordSummary>[] {
  const c = words().column;
  const when: Column<RecordSummary> = {
    key: "when",
    head: c.when,
    cell: (row) => (
      <span class="number nowrap">
        {formatDate(row.occurred_at)} {formatTime(row.occurred_at)}
      </span>
    ),
  };
  const what: Column<RecordSummary> = {
    key: "what",
    head: c.what,
    cell: (row) => <span class="two-lines">{row.headline}</span>,
  };
  const state: Column<RecordSummary> = {
    key: "state",
    head: c.state,
    cell: (row) => <StateBadges record={row} />,
  };
  const who: Column<RecordSummary> = {
    key: "who",
    head: c.who,
    cell: (row) => <span class="nowrap">{row.author.name}</span>,
  };
  if (open) return [when, what, who, state];
  return [
    when,
    {
      key: "kind",
      head: c.kind,
      cell: (row) => <span class="nowrap">{say(RECORD_KIND_WORDS[row.kind])}</span>,
    },
    what,
    who,
    { key: "unit", head: c.unit, cell: (row) => <span class="nowrap">{row.unit.name}</span> },
    {
      key: "fix",
      head: c.fix,
      cell: (row) => <span class="nowrap">{say(VERDICT_WORDS[row.fix?.verdict ?? "no_fix"])}</span>,
    },
    {
      key: "photos",
      head: c.photos,
      end: true,
      cell: (row) =>
        row.photos_expected === 0
          ? "—"
          : `${formatNumber(row.photos_verified)}/${formatNumber(row.photos_expected)}`,
    },
    state,
  ];
}

function WideTable({ pages, items, open }: ItemsProps & { readonly open: string | null }) {
  return (
    <Table
      caption={words().caption}
      columns={columns(open !== null)}
      rows={items}
      rowKey={(row) => row.id}
      openKey={open}
      onOpen={(row) => (open === row.id ? navigate(`/desk/records/${row.id}`) : setQuery({ open: row.id }))}
      onMore={pages.hasMore ? pages.more : undefined}
      busy={pages.busy}
      testId="records"
    />
  );
}
