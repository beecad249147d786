import { back } from "@/app/router";
import { useServices } from "@/app/services";
import { mayRecordViolations } from "@/domain/violations/law";
import { dayOf, List, ListRow, PhonePage } from "@/ui";
import { MayNotRecord } from "./may-not-record";
import { DRAFT_KEY } from "./use-violation";
import { violationWords } from "./words";
import "./violations.css";

/** What this person may write, the unfinished first. What the server would refuse is explained, not offered. */
export function KindsScreen() {
  const w = violationWords();
  const { session, drafts, clock } = useServices();
  const me = session.me.value;
  const may = me !== null && mayRecordViolations(me, dayOf(clock.now()));
  const unfinished = drafts.keys.value.includes(DRAFT_KEY);
  return (
    <PhonePage title={w.kinds} onBack={() => back("/today")}>
      <div class="thumb-space" />
      {may ? (
        <List label={w.kinds}>
          {unfinished ? (
            <ListRow
              icon="edit"
              title={w.carryOn}
              sub={w.carryOnSub}
              href="/record/violation"
              testId="carry-on"
            />
          ) : (
            <ListRow
              icon="camera"
              title={w.violation}
              sub={w.violationSub}
              href="/record/violation"
              testId="kind-violation"
            />
          )}
        </List>
      ) : (
        <MayNotRecord />
      )}
    </PhonePage>
  );
}
