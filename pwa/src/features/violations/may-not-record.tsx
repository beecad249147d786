import { useDuty } from "@/app/duty";
import { useServices } from "@/app/services";
import { Banner } from "@/ui";
import { violationWords } from "./words";

/** Why this person records no violations, and who on the post does. */
export function MayNotRecord() {
  const w = violationWords();
  const { session } = useServices();
  const { assignment } = useDuty();
  const kind = session.me.value?.person.kind;
  const auxiliary = kind === "duty_auxiliary" || kind === "clerical_auxiliary";
  const officers = (assignment?.partners ?? [])
    .filter((partner) => partner.kind === "officer")
    .map((partner) => partner.name);
  return (
    <Banner tone="blue" title={auxiliary ? w.auxiliaryTitle : w.noGrantTitle} testId="may-not-record">
      <p>{auxiliary ? w.auxiliary : w.noGrant}</p>
      {officers.length > 0 ? <p>{w.mayRecord(officers.join("、"))}</p> : null}
    </Banner>
  );
}
