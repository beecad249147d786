import { useServices } from "@/app/services";
import { Count, Icon, List, ListRow } from "@/ui";
import { todayWords } from "./words";

const DRAFT = "violation";

/** What waits for this person; says so when nothing does. */
export function WaitingCard() {
  const w = todayWords();
  const { outbox, drafts } = useServices();
  const { pending, needs_attention } = outbox.counts.value;
  const others = outbox.others.value;
  const draft = drafts.keys.value.includes(DRAFT);
  if (!pending && !needs_attention && !draft && !others) {
    return (
      <p class="soft row" data-testid="nothing-waits">
        <Icon name="received" />
        {w.nothingWaits}
      </p>
    );
  }
  return (
    <section class="stack stack--tight" aria-label={w.waiting}>
      <List label={w.waiting}>
        {needs_attention > 0 ? (
          <ListRow
            icon="warn"
            title={w.attention(needs_attention)}
            sub={w.attentionSub}
            href="/outbox"
            end={<Count value={needs_attention} label="" />}
          />
        ) : null}
        {draft ? (
          <ListRow
            icon="edit"
            title={w.draft}
            sub={w.draftSub}
            href="/record/violation"
            testId="today-draft"
          />
        ) : null}
        {pending > 0 ? (
          <ListRow icon="outbox" title={w.pending(pending)} sub={w.pendingSub} href="/outbox" />
        ) : null}
        {others > 0 ? <ListRow icon="people" title={w.others(others)} sub={w.othersSub} /> : null}
      </List>
    </section>
  );
}
