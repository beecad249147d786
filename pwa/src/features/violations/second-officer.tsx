import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { secondOfficers } from "@/domain/violations/law";
import { Badge, Button, Field, List, ListRow, Sheet, TextInput } from "@/ui";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

const SHOWN = 40;

/** The second officer of the ordinary procedure, from the colleagues this phone knows; partners of the shift first. */
export function SecondOfficer({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { reference, session } = useServices();
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const { form, change } = control;
  const known = reference.value;
  const partners =
    known?.assignments.find((one) => one.id === form.shift)?.partners.map((partner) => partner.id) ?? [];
  const all = secondOfficers(known?.colleagues ?? [], session.me.value?.person.id ?? "", partners);
  const chosen = all.find((one) => one.id === form.secondOfficer);
  const wanted = query.trim().toLowerCase();
  const found = all.filter((one) => `${one.name} ${one.badge_number}`.toLowerCase().includes(wanted));
  return (
    <>
      <Field label={w.second} hint={w.secondHint} error={chosen ? null : w.secondMissing} group>
        <div class="row row--apart">
          {chosen ? (
            <span class="strong">
              {chosen.name} {chosen.badge_number}
            </span>
          ) : null}
          <Button icon="people" wide={!chosen} onClick={() => setOpen(true)} testId="second-officer">
            {chosen ? w.secondChange : w.secondChoose}
          </Button>
        </div>
      </Field>
      <Sheet open={open} title={w.second} onClose={() => setOpen(false)}>
        <TextInput
          type="search"
          label={w.secondSearch}
          placeholder={w.secondSearch}
          value={query}
          onInput={setQuery}
        />
        <List label={w.second}>
          {found.slice(0, SHOWN).map((one) => (
            <ListRow
              key={one.id}
              title={one.name}
              sub={one.badge_number}
              icon="person"
              end={partners.includes(one.id) ? <Badge tone="blue">{w.partner}</Badge> : undefined}
              onClick={() => {
                change({ type: "second_officer", person: one.id });
                setOpen(false);
              }}
              testId={`officer-${one.badge_number}`}
            />
          ))}
        </List>
      </Sheet>
    </>
  );
}
