import { useState } from "preact/hooks";
import { ITEM_STATE_LOOKS, lineOfBody } from "@/app/record-line";
import { navigate } from "@/app/router";
import { type OutboxItem, useServices } from "@/app/services";
import { ITEM_STATE_WORDS } from "@/sync/state";
import {
  Badge,
  Button,
  Dialog,
  dayOf,
  Field,
  formatInstant,
  formatTime,
  Icon,
  type Instant,
  say,
  showToast,
  TextInput,
} from "@/ui";
import { actOf, type ItemAct } from "./item-act";
import { outboxWords } from "./words";

/** The state in words, with percent while sending; the photos are counted in one place, beside it. */
function stateText(item: OutboxItem): string {
  const w = outboxWords();
  if (item.state === "sending" && item.progress !== null) return w.percent(Math.floor(item.progress * 100));
  return say(ITEM_STATE_WORDS[item.state]);
}

/** The time alone while it is of today. */
function clockTime(instant: Instant, now: Instant): string {
  return dayOf(instant) === dayOf(now) ? formatTime(instant) : formatInstant(instant, now);
}

export function OutboxItemCard({ item }: { item: OutboxItem }) {
  const w = outboxWords();
  const services = useServices();
  const line = lineOfBody(services, item.body);
  const look = ITEM_STATE_LOOKS[item.state];
  const attention = item.state === "needs_attention";
  const now = services.clock.now();
  const when = item.received_at
    ? w.receivedAt(clockTime(item.received_at, now))
    : w.savedAt(clockTime(item.saved_at + (services.clock.offset.value ?? 0), now));
  return (
    <li class="outbox-item" data-testid="outbox-item" data-state={item.state}>
      <div class="row row--keep outbox-item__head">
        <Icon name={line.icon} />
        <div class="grow">
          <p class="strong break">{line.title}</p>
          <p class="small soft break">{line.sub}</p>
        </div>
      </div>
      <div class="outbox-item__state">
        <Badge tone={look.tone} icon={look.icon} testId="item-state">
          {stateText(item)}
        </Badge>
        <span class="outbox-item__count small soft number">
          {[item.photos_total > 0 ? w.photos(item.photos_done, item.photos_total) : "", when]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {attention ? null : <ItemActs item={item} />}
      </div>
      {item.state === "sending" && item.progress !== null ? (
        <progress class="progress" max={1} value={item.progress} aria-label={stateText(item)} />
      ) : null}
      {item.set_aside ? (
        <p class="small soft">
          {item.set_aside.replaced ? w.replaced : `${w.putAsideReason}：${item.set_aside.reason}`}
        </p>
      ) : null}
      {attention ? <Why item={item} /> : null}
      {attention ? <ItemActs item={item} /> : null}
    </li>
  );
}

/** What happened, what is safe; each field says what is to be mended. */
function Why({ item }: { item: OutboxItem }) {
  const w = outboxWords();
  const problem = item.problem;
  const fields = (problem?.fields ?? []).map((field) => field.message).filter(Boolean);
  return (
    <div class="outbox-item__why" data-testid="item-problem">
      <p class="strong">{item.current ? w.conflict : (problem?.title ?? w.refused)}</p>
      {fields.length > 0 ? (
        <ul>
          {fields.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : problem?.detail ? (
        <p>{problem.detail}</p>
      ) : null}
      <p class="small">{w.safe}</p>
    </div>
  );
}

function ItemActs({ item }: { item: OutboxItem }) {
  const w = outboxWords();
  const { outbox } = useServices();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const act = actOf(item);
  const run = async () => {
    if (act === "mend") navigate(`/record/violation?mend=${item.id}`);
    else if (act === "open") navigate(`/records/${item.id}`);
    else {
      setBusy(true);
      await outbox.retry(item.id, item.revision).finally(() => setBusy(false));
    }
  };
  const attention = item.state === "needs_attention";
  return (
    <div class="row">
      <Button
        kind={attention ? "primary" : "quiet"}
        icon={ACT_ICONS[act]}
        busy={busy}
        onClick={() => void run()}
        testId={`item-${act}`}
      >
        {w[act]}
      </Button>
      {attention ? (
        <Button kind="quiet" onClick={() => setAsking(true)} testId="item-set-aside">
          {w.putAside}
        </Button>
      ) : null}
      {asking ? <PutAside item={item} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

const ACT_ICONS = {
  retry: "refresh",
  mend: "edit",
  open: "forward",
  resume: "send",
} as const satisfies Record<ItemAct, string>;

function PutAside({ item, onClose }: { item: OutboxItem; onClose: () => void }) {
  const w = outboxWords();
  const { outbox } = useServices();
  const [reason, setReason] = useState("");
  const confirm = async () => {
    await outbox.setAside(item.id, item.revision, reason.trim());
    showToast({ text: w.putAsideDone });
    onClose();
  };
  return (
    <Dialog
      open
      title={w.putAsideTitle}
      onClose={onClose}
      acts={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button
            kind="danger"
            disabled={!reason.trim()}
            onClick={() => void confirm()}
            testId="confirm-set-aside"
          >
            {w.putAsideConfirm}
          </Button>
        </>
      }
    >
      <p>{w.putAsideText}</p>
      <Field label={w.putAsideReason}>
        <TextInput value={reason} onInput={setReason} maxLength={500} testId="set-aside-reason" />
      </Field>
    </Dialog>
  );
}
