import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { PERSON_KIND_WORDS, SEAT_WORDS } from "@/domain/records/words";
import type { Assignment } from "@/domain/reference/types";
import {
  Banner,
  Button,
  Field,
  formatDay,
  formatSpan,
  KeyValue,
  SidePanel,
  say,
  showToast,
  TextArea,
} from "@/ui";
import { actSentence, asProblem, joinItems, sayOf, withNote } from "@/ui/desk";
import { FORCE_WORDS, words } from "./words";

interface AssignmentPanelProps {
  readonly assignment: Assignment;
  readonly mayCancel: boolean;
  readonly onClose: () => void;
  readonly onCancelled: () => void;
}

/** One shift of one person, and calling it off with a reason. */
export function AssignmentPanel({ assignment, mayCancel, onClose, onCancelled }: AssignmentPanelProps) {
  const w = words();
  const { person, partners, supervising_officer } = assignment;
  return (
    <SidePanel title={person.name} onClose={onClose} testId="assignment-panel">
      <KeyValue
        pairs={[
          [w.post, assignment.post.name],
          [w.seat, say(SEAT_WORDS[assignment.seat])],
          [
            w.panel.when,
            `${formatDay(assignment.day)} ${formatSpan(assignment.starts_at, assignment.ends_at)}`,
          ],
          [
            w.panel.person,
            `${withNote(person.name, person.badge_number)} ${say(PERSON_KIND_WORDS[person.kind])}`,
          ],
          [w.panel.force, sayOf(FORCE_WORDS, assignment.force_kind)],
          [w.panel.supervisor, supervising_officer?.name ?? null],
          [
            w.panel.partners,
            partners.length === 0
              ? null
              : joinItems(partners.map((partner) => withNote(partner.name, say(SEAT_WORDS[partner.seat])))),
          ],
        ]}
      />
      {mayCancel ? <Cancel assignment={assignment} onCancelled={onCancelled} /> : null}
    </SidePanel>
  );
}

function Cancel({ assignment, onCancelled }: Pick<AssignmentPanelProps, "assignment" | "onCancelled">) {
  const p = words().panel;
  const { api } = useServices();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const cancel = async () => {
    setBusy(true);
    setFault(null);
    try {
      await api.post(`/shifts/assignments/${assignment.id}/cancel`, { reason: reason.trim() });
      showToast({ text: p.cancelled, tone: "green" });
      onCancelled();
    } catch (thrown) {
      const problem = asProblem(thrown);
      setFault(problem.fields[0]?.message ?? actSentence(problem));
      setBusy(false);
    }
  };
  if (!asking) {
    return (
      <div class="row">
        <Button icon="trash" onClick={() => setAsking(true)} testId="cancel-shift">
          {p.cancel}
        </Button>
      </div>
    );
  }
  return (
    <div class="stack stack--tight">
      <Field label={p.reason} hint={p.reasonHint}>
        <TextArea value={reason} maxLength={500} rows={2} onInput={setReason} testId="cancel-reason" />
      </Field>
      {fault === null ? null : (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      )}
      <div class="row">
        <Button onClick={() => setAsking(false)}>{p.keep}</Button>
        <Button
          kind="danger"
          busy={busy}
          disabled={reason.trim() === ""}
          onClick={() => void cancel()}
          testId="cancel-confirm"
        >
          {p.confirm}
        </Button>
      </div>
    </div>
  );
}
