import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { PERSON_KIND_WORDS } from "@/domain/records/words";
import { Banner, Button, Dialog, formatDay, formatTime, KeyValue, SidePanel, say, showToast } from "@/ui";
import { actSentence, asProblem, deskWords, sayOf } from "@/ui/desk";
import { Enrolment } from "./enrolment";
import { StatusBadge } from "./status-badge";
import type { PersonItem } from "./types";
import { ROLE_WORDS, words } from "./words";

type Act = "suspend" | "reinstate" | "unlock";

interface PersonPanelProps {
  readonly person: PersonItem;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** One person: who they are, and what those who look after people may do. */
export function PersonPanel({ person, onClose, onChanged }: PersonPanelProps) {
  const w = words();
  const { session } = useServices();
  const own = session.me.value?.person.id === person.id;
  return (
    <SidePanel title={person.name} onClose={onClose} testId="person-panel">
      <KeyValue
        pairs={[
          [w.column.badge, person.badge_number],
          [w.column.kind, say(PERSON_KIND_WORDS[person.kind])],
          [w.column.unit, person.unit.name],
          [w.column.roles, <Roles person={person} />],
          [w.column.status, <StatusBadge person={person} />],
        ]}
      />
      {own ? <p class="soft">{w.self}</p> : <Acts person={person} onChanged={onChanged} />}
      {session.can("device.manage") && person.status === "active" ? <Enrolment person={person.id} /> : null}
    </SidePanel>
  );
}

function Roles({ person }: { readonly person: PersonItem }) {
  if (person.roles.length === 0) return <>—</>;
  return (
    <ul>
      {person.roles.map((each) => (
        <li key={`${each.role} ${each.unit_id} ${each.valid_from}`}>
          {sayOf(ROLE_WORDS, each.role)}
          {each.valid_to === null ? null : (
            <small class="soft"> {words().until(formatDay(each.valid_to))}</small>
          )}
        </li>
      ))}
    </ul>
  );
}

interface ActsProps {
  readonly person: PersonItem;
  readonly onChanged: () => void;
}

/** Runs one act on a person and says what came of it. */
function usePersonAct({ person, onChanged }: ActsProps) {
  const { api } = useServices();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const run = async (act: Act) => {
    setBusy(true);
    setFault(null);
    try {
      await api.post(`/people/${person.id}/${act}`);
      showToast({ text: words().done[act], tone: "green" });
      onChanged();
    } catch (thrown) {
      setFault(actSentence(asProblem(thrown)));
    }
    setBusy(false);
  };
  return { busy, fault, run };
}

function Acts({ person, onChanged }: ActsProps) {
  const w = words();
  const { session } = useServices();
  const [asking, setAsking] = useState(false);
  const { busy, fault, run } = usePersonAct({ person, onChanged });
  const act = person.status === "active" ? "suspend" : "reinstate";
  const locked = person.locked_until !== null && Date.parse(person.locked_until) > Date.now();
  return (
    <div class="stack stack--tight">
      {fault === null ? null : (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      )}
      {locked ? <Banner tone="amber">{w.locked(formatTime(person.locked_until ?? ""))}</Banner> : null}
      <div class="row">
        {locked && session.can("device.manage") ? (
          <Button busy={busy} onClick={() => void run("unlock")}>
            {w.unlock}
          </Button>
        ) : null}
        {session.can("people.manage") && person.status !== "left" ? (
          <Button kind={act === "suspend" ? "danger" : "primary"} onClick={() => setAsking(true)}>
            {w[act]}
          </Button>
        ) : null}
      </div>
      <Dialog
        open={asking}
        title={act === "suspend" ? w.suspendTitle(person.name) : w.reinstateTitle(person.name)}
        onClose={() => setAsking(false)}
        acts={
          <>
            <Button onClick={() => setAsking(false)}>{deskWords().cancel}</Button>
            <Button
              kind={act === "suspend" ? "danger" : "primary"}
              busy={busy}
              onClick={() => void run(act).then(() => setAsking(false))}
            >
              {w[act]}
            </Button>
          </>
        }
      >
        <p>{act === "suspend" ? w.suspendEffect : w.reinstateEffect}</p>
      </Dialog>
    </div>
  );
}
