import { useState } from "preact/hooks";
import { useUnits } from "@/app/desk-data";
import { query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import {
  Button,
  Chip,
  type Column,
  DeskPage,
  EmptyState,
  formatDate,
  formatRelativeWithTime,
  List,
  ListRow,
  Skeleton,
  Table,
} from "@/ui";
import { deskWords, type Page, type Pages, ReadProblem, useNarrow, usePages } from "@/ui/desk";
import { DevicePanel } from "./device-panel";
import { DeviceStatus } from "./device-status";
import { type DeviceItem, fits } from "./types";
import { words } from "./words";

export function DevicesScreen() {
  const w = words();
  const { api } = useServices();
  const devices = usePages("devices", (cursor, signal) =>
    api.get<Page<DeviceItem>>("/devices", { query: { limit: 200, cursor }, signal }),
  );
  const open = query.value.get("open");
  const device = devices.items?.find((each) => each.id === open) ?? null;
  return (
    <DeskPage title={w.title}>
      <div class={`split tall${device === null ? "" : " split--open"}`}>
        <DeviceList devices={devices} open={open} />
        {device === null ? null : (
          <DevicePanel
            key={device.id}
            device={device}
            onClose={() => setQuery({ open: null })}
            onChanged={devices.reload}
          />
        )}
      </div>
    </DeskPage>
  );
}

interface DeviceListProps {
  readonly devices: Pages<DeviceItem>;
  readonly open: string | null;
}

function DeviceList({ devices, open }: DeviceListProps) {
  const w = words();
  const [search, setSearch] = useState("");
  const [onlyActive, setOnlyActive] = useState(true);
  const { items, problem } = devices;
  if (items === null) {
    return problem === null ? (
      <Skeleton lines={8} height={40} />
    ) : (
      <ReadProblem problem={problem} onRetry={devices.reload} />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState icon="phone" title={w.empty}>
        {w.emptyHint}
      </EmptyState>
    );
  }
  const shown = items.filter(
    (device) => (!onlyActive || device.status === "active") && fits(device, search.trim()),
  );
  return (
    <div class="stack stack--tight">
      {problem === null ? null : <ReadProblem problem={problem} onRetry={devices.reload} />}
      <search class="filter-bar__fields">
        <label class="filter filter--search">
          <span class="filter__label">{deskWords().search}</span>
          <input
            class="input"
            type="search"
            placeholder={w.search}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <Chip pressed={onlyActive} onClick={() => setOnlyActive(!onlyActive)}>
          {w.onlyActive}
        </Chip>
      </search>
      <p class="soft small">{w.shown(shown.length)}</p>
      {shown.length === 0 ? (
        <EmptyState icon="filter" title={w.emptyFilter} />
      ) : (
        <Devices items={shown} devices={devices} open={open} />
      )}
    </div>
  );
}

interface DevicesProps extends DeviceListProps {
  readonly items: readonly DeviceItem[];
}

function Devices({ items, devices, open }: DevicesProps) {
  const narrow = useNarrow();
  const w = words();
  const seen = (device: DeviceItem) =>
    device.last_seen_at === null ? w.never : formatRelativeWithTime(device.last_seen_at);
  if (!narrow) return <WideDevices items={items} devices={devices} open={open} seen={seen} />;
  return (
    <>
      <List label={w.caption}>
        {items.map((device) => (
          <ListRow
            key={device.id}
            icon="phone"
            title={device.label}
            sub={`${device.person.name} ${device.person.badge_number} · ${seen(device)}`}
            end={device.status === "active" ? null : <DeviceStatus device={device} />}
            onClick={() => setQuery({ open: device.id })}
          />
        ))}
      </List>
      {devices.hasMore ? (
        <Button wide busy={devices.busy} onClick={devices.more}>
          {deskWords().more}
        </Button>
      ) : null}
    </>
  );
}

interface WideProps extends DevicesProps {
  readonly seen: (device: DeviceItem) => string;
}

function WideDevices({ items, devices, open, seen }: WideProps) {
  const c = words().column;
  const units = useUnits();
  const unitName = (id: string) => units.data?.find((unit) => unit.id === id)?.name ?? "";
  const all: Column<DeviceItem>[] = [
    { key: "label", head: c.label, cell: (row) => <span class="strong">{row.label}</span> },
    { key: "person", head: c.person, cell: (row) => `${row.person.name} ${row.person.badge_number}` },
    { key: "unit", head: c.unit, cell: (row) => unitName(row.person.unit_id) },
    { key: "registered", head: c.registered, cell: (row) => formatDate(row.registered_at) },
    { key: "seen", head: c.seen, cell: seen },
    { key: "status", head: c.status, cell: (row) => <DeviceStatus device={row} /> },
  ];
  return (
    <Table
      caption={words().caption}
      columns={
        open === null ? all : all.filter((column) => column.key !== "registered" && column.key !== "unit")
      }
      rows={items}
      rowKey={(row) => row.id}
      openKey={open}
      onOpen={(row) => setQuery({ open: row.id })}
      onMore={devices.hasMore ? devices.more : undefined}
      busy={devices.busy}
      testId="devices"
    />
  );
}
