import { useEffect, useState } from "preact/hooks";
import { useUnits } from "@/app/desk-data";
import { query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import { unitsInOrder } from "@/domain/coverage/units";
import { PERSON_KIND_WORDS } from "@/domain/records/words";
import {
  Button,
  type Column,
  DeskPage,
  EmptyState,
  LinkButton,
  List,
  ListRow,
  Skeleton,
  say,
  Table,
  Tabs,
} from "@/ui";
import {
  deskWords,
  FilterSelect,
  joinItems,
  Loaded,
  type Page,
  type Pages,
  ReadProblem,
  sayOf,
  treeChoices,
  useNarrow,
  usePages,
} from "@/ui/desk";
import { PersonPanel } from "./person-panel";
import { StatusBadge } from "./status-badge";
import type { PersonItem } from "./types";
import { ROLE_WORDS, words } from "./words";
import "./people.css";

const TYPING_PAUSE_MS = 350;

export function PeopleScreen() {
  const w = words();
  const { session } = useServices();
  const tab = query.value.get("tab") === "units" ? "units" : "people";
  return (
    <DeskPage
      title={w.title}
      act={
        session.can("people.manage") ? (
          <LinkButton kind="primary" icon="upload" href="/desk/people/import">
            {w.import}
          </LinkButton>
        ) : null
      }
    >
      <Tabs
        label={w.title}
        active={tab}
        tabs={[
          { key: "people", label: w.people },
          { key: "units", label: w.units },
        ]}
        onChange={(next) => setQuery({ tab: next === "units" ? "units" : null, open: null })}
      >
        {tab === "units" ? <UnitTree /> : <People />}
      </Tabs>
    </DeskPage>
  );
}

function UnitTree() {
  const units = useUnits();
  return (
    <Loaded of={units} lines={8}>
      {(data) => (
        <ul class="unit-tree">
          {unitsInOrder(data).map((unit) => (
            <li key={unit.id} style={{ paddingInlineStart: `${unit.depth * 24}px` }}>
              <a href={`/desk/people?unit=${unit.id}`}>{unit.name}</a>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function People() {
  const w = words();
  const { api } = useServices();
  const units = useUnits();
  const unit = query.value.get("unit");
  const q = query.value.get("q") ?? "";
  const open = query.value.get("open");
  const people = usePages(JSON.stringify([unit, q]), (cursor, signal) =>
    api.get<Page<PersonItem>>("/people", { query: { unit, q: q || undefined, limit: 100, cursor }, signal }),
  );
  const person = people.items?.find((each) => each.id === open) ?? null;
  return (
    <div class="stack">
      <search class="filter-bar__fields">
        <SearchBox value={q} />
        <FilterSelect
          label={deskWords().unit}
          value={unit}
          any={deskWords().allUnits}
          options={treeChoices(unitsInOrder(units.data ?? []))}
          onChange={(next) => setQuery({ unit: next, open: null })}
        />
      </search>
      <div class={`split tall${person === null ? "" : " split--open"}`}>
        <PeopleList people={people} filtered={unit !== null || q !== ""} open={open} />
        {person === null ? null : (
          <PersonPanel
            key={person.id}
            person={person}
            onClose={() => setQuery({ open: null })}
            onChanged={people.reload}
          />
        )}
      </div>
      <span class="visually-hidden">{w.caption}</span>
    </div>
  );
}

function SearchBox({ value }: { readonly value: string }) {
  const w = words();
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => setQuery({ q: text.trim() || null, open: null }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <label class="filter filter--search">
      <span class="filter__label">{deskWords().search}</span>
      <input
        class="input"
        type="search"
        maxLength={60}
        placeholder={w.search}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}

interface PeopleListProps {
  readonly people: Pages<PersonItem>;
  readonly filtered: boolean;
  readonly open: string | null;
}

function PeopleList({ people, filtered, open }: PeopleListProps) {
  const w = words();
  const narrow = useNarrow();
  const { items, problem } = people;
  if (items === null) {
    return problem === null ? (
      <Skeleton lines={8} height={40} />
    ) : (
      <ReadProblem problem={problem} onRetry={people.reload} />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState icon="people" title={filtered ? w.emptyFilter : w.empty}>
        {filtered ? null : w.emptyHint}
      </EmptyState>
    );
  }
  return (
    <div class="stack stack--tight">
      {problem === null ? null : <ReadProblem problem={problem} onRetry={people.reload} />}
      <p class="soft small">{w.shown(items.length, people.hasMore)}</p>
      {narrow ? (
        <NarrowPeople items={items} people={people} />
      ) : (
        <WidePeople items={items} people={people} open={open} />
      )}
    </div>
  );
}

interface ItemsProps {
  readonly items: readonly PersonItem[];
  readonly people: Pages<PersonItem>;
}

function NarrowPeople({ items, people }: ItemsProps) {
  return (
    <>
      <List label={words().caption}>
        {items.map((person) => (
          <ListRow
            key={person.id}
            title={`${person.name}　${person.badge_number}`}
            sub={`${say(PERSON_KIND_WORDS[person.kind])} · ${person.unit.name}`}
            end={person.status === "active" ? null : <StatusBadge person={person} />}
            onClick={() => setQuery({ open: person.id })}
          />
        ))}
      </List>
      {people.hasMore ? (
        <Button wide onClick={people.more} busy={people.busy}>
          {deskWords().more}
        </Button>
      ) : null}
    </>
  );
}

function columns(wide: boolean): Column<PersonItem>[] {
  const c = words().column;
  const all: Column<PersonItem>[] = [
    { key: "name", head: c.name, cell: (row) => <span class="nowrap strong">{row.name}</span> },
    { key: "badge", head: c.badge, cell: (row) => row.badge_number },
    {
      key: "kind",
      head: c.kind,
      cell: (row) => <span class="nowrap">{say(PERSON_KIND_WORDS[row.kind])}</span>,
    },
    { key: "unit", head: c.unit, cell: (row) => row.unit.name },
    {
      key: "roles",
      head: c.roles,
      cell: (row) => joinItems([...new Set(row.roles.map((each) => sayOf(ROLE_WORDS, each.role)))]),
    },
    { key: "status", head: c.status, cell: (row) => <StatusBadge person={row} /> },
  ];
  return wide ? all : all.filter((column) => column.key !== "roles" && column.key !== "kind");
}

function WidePeople({ items, people, open }: ItemsProps & { readonly open: string | null }) {
  return (
    <Table
      caption={words().caption}
      columns={columns(open === null)}
      rows={items}
      rowKey={(row) => row.id}
      openKey={open}
      onOpen={(row) => setQuery({ open: row.id })}
      onMore={people.hasMore ? people.more : undefined}
      busy={people.busy}
      testId="people"
    />
  );
}
