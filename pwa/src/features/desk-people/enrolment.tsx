import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Banner, Button, formatDuration, formatTime } from "@/ui";
import { actSentence, asProblem } from "@/ui/desk";
import type { EnrolmentCode } from "./types";
import { words } from "./words";

/** A one-time code for a new device, in letters that can be read out across a room. */
export function Enrolment({ person }: { readonly person: string }) {
  const w = words();
  const { api } = useServices();
  const [issued, setIssued] = useState<EnrolmentCode | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const issue = async () => {
    setBusy(true);
    setFault(null);
    try {
      setIssued(await api.post<EnrolmentCode>(`/people/${person}/enrolment-code`));
    } catch (thrown) {
      setFault(actSentence(asProblem(thrown)));
    }
    setBusy(false);
  };
  return (
    <section class="stack stack--tight" aria-label={w.enrol}>
      <h3>{w.enrol}</h3>
      <p class="soft small">{w.enrolHint}</p>
      {fault === null ? null : (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      )}
      {issued === null ? null : <Code issued={issued} />}
      <div class="row">
        <Button icon="phone" busy={busy} onClick={() => void issue()} testId="enrol">
          {issued === null ? w.enrolIssue : w.enrolAgain}
        </Button>
      </div>
    </section>
  );
}

function Code({ issued }: { readonly issued: EnrolmentCode }) {
  const w = words();
  const { clock } = useServices();
  // Reading the tick makes the remaining time count down while somebody looks.
  void clock.tick.value;
  const left = Date.parse(issued.expires_at) - clock.now();
  return (
    <div class="enrolment" role="status">
      <span class={left > 0 ? "enrolment__code" : "enrolment__code enrolment__code--gone"}>
        {issued.code}
      </span>
      <span>{left > 0 ? w.expires(formatTime(issued.expires_at), formatDuration(left)) : w.expired}</span>
    </div>
  );
}
