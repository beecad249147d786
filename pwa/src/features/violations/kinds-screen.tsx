import { useDuty } from "@/app/duty";
import { back } from "@/app/router";
import { useServices } from "@/app/services";
import { mayRecordViolations } from "@/domain/violations/law";
import { Banner, dayOf, List, ListRow, PhonePage } from "@/ui";
import { DRAFT_KEY } from "./use-violation";
import { violationWords } from "./words";
import "./violations.css";

/** What this person may write, the unfinished first. What the server would refuse is explained, not offered. */
export function KindsScreen() {
  const w = violationWords();
  const { session, drafts, clock } = useServices();
  const { assignment } = useDuty();
  const me = session.me.value;
  const may = me !== null && mayRecordViolations(me, dayOf(clock.now()));
  const auxiliary = me?.person.kind === "duty_auxiliary" || me?.person.kind === "clerical_auxiliary";
  const unfinished = drafts.keys.value.includes(DRAFT_KEY);
  const officers = (assignment?.partners ?? [])
    .filter((partner) => partner.kind === "officer")
    .map((partner) => partner.name);
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
        <Banner tone="blue" title={auxiliary ? w.auxiliaryTitle : w.noGrantTitle} testId="may-not-record">
          <p>{auxiliary ? w.auxiliary : w.noGrant}</p>
          {officers.length > 0 ? <p>{w.mayRecord(officers.join("、"))}</p> : null}
        </Banner>
      )}
    </PhonePage>
  );
}
