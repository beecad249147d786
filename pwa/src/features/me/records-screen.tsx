import { useState } from "preact/hooks";
import { ITEM_STATE_LOOKS, lineOf } from "@/app/record-line";
import { type MyRecord, useServices } from "@/app/services";
import type { RecordKind } from "@/domain/records/types";
import { RECORD_STATE_WORDS } from "@/domain/records/words";
import { ITEM_STATE_WORDS } from "@/sync/state";
import {
  Badge,
  Button,
  dayOf,
  EmptyState,
  formatDay,
  formatTime,
  LinkButton,
  List,
  ListRow,
  PhonePage,
  SegmentedControl,
  say,
} from "@/ui";
import { meWords } from "./words";

type Filter = RecordKind | "all";
const FILTERS: readonly Filter[] = ["all", "violation", "check_in", "check_out"];
const STEP = 50;

function byDay(records: readonly MyRecord[]): Map<string, MyRecord[]> {
  const days = new Map<string, MyRecord[]>();
  for (const record of records) {
    const day = dayOf(record.occurred_at);
    days.set(day, [...(days.get(day) ?? []), record]);
  }
  return days;
}

/** Mine, newest first: what this phone made and what the server has, as one list. */
export function RecordsScreen() {
  const w = meWords();
  const { records, session, clock } = useServices();
  const [kind, setKind] = useState<Filter>("all");
  const [limit, setLimit] = useState(STEP);
  const all = records.mine.value;
  const shown = all.filter((record) => kind === "all" || record.kind === kind);
  const days = byDay(shown.slice(0, limit));
  return (
    <PhonePage title={w.recordsTitle}>
      {all.length > 0 ? (
        <SegmentedControl
          label={w.recordsTitle}
          value={kind}
          options={FILTERS.map((one) => ({ value: one, label: w.filters[one] }))}
          onChange={setKind}
          testId="record-filter"
        />
      ) : null}
      {shown.length === 0 ? (
        <EmptyState
          icon="list"
          title={w.recordsEmpty}
          act={
            session.can("record.write") ? (
              <LinkButton href="/record" icon="plus">
                {w.recordsFirst}
              </LinkButton>
            ) : undefined
          }
        >
          {w.recordsEmptySub}
        </EmptyState>
      ) : null}
      {[...days].map(([day, records]) => (
        <section key={day} class="stack stack--tight" aria-label={formatDay(day, clock.now())}>
          <h2 class="small soft">{formatDay(day, clock.now())}</h2>
          <List label={formatDay(day, clock.now())}>
            {records.map((record) => (
              <RecordRow key={record.id} record={record} />
            ))}
          </List>
        </section>
      ))}
      {shown.length > limit ? <Button onClick={() => setLimit(limit + STEP)}>{w.more}</Button> : null}
    </PhonePage>
  );
}

function RecordRow({ record }: { record: MyRecord }) {
  const services = useServices();
  const line = lineOf(services, record);
  return (
    <ListRow
      icon={line.icon}
      title={line.title}
      sub={
        <>
          <span class="number">{formatTime(record.occurred_at)}</span> {line.sub}
          <br />
          <StateBadge record={record} />
        </>
      }
      href={`/records/${record.id}`}
      testId={`record-${record.id}`}
    />
  );
}

/** The state on the way to the server while it is under way, then the state the server gives it. */
export function StateBadge({ record }: { record: MyRecord }) {
  const w = meWords();
  const { local, server } = record;
  if (local && local.state !== "done") {
    const look = ITEM_STATE_LOOKS[local.state];
    return (
      <Badge tone={look.tone} icon={look.icon}>
        {say(ITEM_STATE_WORDS[local.state])}
      </Badge>
    );
  }
  if (server && server.state !== "accepted") {
    return (
      <Badge tone={server.state === "voided" ? "red" : "amber"} icon="warn">
        {say(RECORD_STATE_WORDS[server.state])}
      </Badge>
    );
  }
  if (server && !server.complete) {
    return (
      <Badge tone="amber" icon="image">
        {w.incomplete(server.photos_verified, server.photos_expected)}
      </Badge>
    );
  }
  const at = local?.receipt?.time ?? server?.received_at;
  return (
    <Badge tone="green" icon="received">
      {say(ITEM_STATE_WORDS.done)} {at ? formatTime(at) : ""}
    </Badge>
  );
}
