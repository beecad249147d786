import { useState } from "preact/hooks";
import { type OutboxItem, useServices } from "@/app/services";
import { SYNC_STATE_WORDS } from "@/sync/state";
import {
  Banner,
  Button,
  EmptyState,
  formatRelativeWithTime,
  LinkButton,
  PhonePage,
  say,
  type Tone,
} from "@/ui";
import { OutboxItemCard } from "./outbox-item";
import { outboxWords } from "./words";
import "./outbox.css";

const TONES: Partial<Record<keyof typeof SYNC_STATE_WORDS, Tone>> = {
  idle: "green",
  ledger_mismatch: "red",
  storage_trouble: "red",
  login_needed: "amber",
  waiting_retry: "amber",
  server_unwell: "amber",
  captive_portal: "amber",
};

export function OutboxScreen() {
  const w = outboxWords();
  const { outbox, session } = useServices();
  const items = outbox.items.value;
  const open = items.filter((item) => item.state !== "done" && item.state !== "set_aside");
  const attention = open.filter((item) => item.state === "needs_attention");
  const pending = open.filter((item) => item.state !== "needs_attention");
  const others = outbox.others.value;
  return (
    <PhonePage title={w.title} act={pending.length > 0 ? <SendNow /> : null}>
      <SyncLine pending={pending.length} attention={attention.length} />
      {others > 0 ? <Banner tone="amber">{w.others(others)}</Banner> : null}
      {open.length === 0 ? (
        <EmptyState
          icon="received"
          title={w.empty}
          act={
            session.can("record.write") ? (
              <LinkButton href="/record" icon="plus">
                {w.emptyAct}
              </LinkButton>
            ) : undefined
          }
        >
          {w.emptySub}
        </EmptyState>
      ) : null}
      <Section title={w.attention} items={attention} />
      <Section title={w.pending} items={pending} />
      <Done items={items.filter((item) => item.state === "done")} />
      <Section title={w.setAside} items={items.filter((item) => item.state === "set_aside")} />
    </PhonePage>
  );
}

/** What the sender is doing, and when it last succeeded. */
function SyncLine({ pending, attention }: { pending: number; attention: number }) {
  const w = outboxWords();
  const { sync, clock } = useServices();
  const name = sync.state.value.name;
  const last = sync.lastSuccessAt.value;
  // "Everything has been sent" is true only when nothing is left.
  const left = name !== "idle" ? null : pending > 0 ? w.pending : attention > 0 ? w.onlyAttention : null;
  const tone = left ? (pending > 0 ? "blue" : "amber") : (TONES[name] ?? "blue");
  return (
    <Banner tone={tone} testId="sync-state" act={name === "ledger_mismatch" ? <RepairLink /> : undefined}>
      <p>{left ?? say(SYNC_STATE_WORDS[name])}</p>
      <p class="small">
        {last === null ? w.never : w.lastSuccess(formatRelativeWithTime(last, clock.now()))}
      </p>
    </Banner>
  );
}

function RepairLink() {
  return (
    <LinkButton href="/repair" icon="shield">
      {outboxWords().repair}
    </LinkButton>
  );
}

function SendNow() {
  const w = outboxWords();
  const { sync } = useServices();
  const [busy, setBusy] = useState(false);
  const sending = busy || sync.state.value.name === "sending";
  return (
    <Button
      wide
      big
      kind="primary"
      icon="send"
      busy={sending}
      onClick={() => {
        setBusy(true);
        void sync.syncNow().finally(() => setBusy(false));
      }}
      testId="send-now"
    >
      {sending ? w.sending : w.sendNow}
    </Button>
  );
}

function Section({ title, items }: { title: string; items: readonly OutboxItem[] }) {
  if (items.length === 0) return null;
  return (
    <section class="stack stack--tight" aria-label={title}>
      <h2>
        {title} <span class="number soft">{items.length}</span>
      </h2>
      <ul class="list">
        {items.map((item) => (
          <OutboxItemCard key={`${item.id}:${item.revision}`} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Done({ items }: { items: readonly OutboxItem[] }) {
  const w = outboxWords();
  const [shown, setShown] = useState(false);
  if (items.length === 0) return null;
  if (shown) return <Section title={w.done} items={items} />;
  return (
    <Button kind="quiet" icon="down" onClick={() => setShown(true)} testId="show-done">
      {w.showDone(items.length)}
    </Button>
  );
}
