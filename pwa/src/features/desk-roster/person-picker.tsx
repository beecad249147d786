import { useEffect, useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { PersonKind } from "@/domain/identity/types";
import { PERSON_KIND_WORDS } from "@/domain/records/words";
import { Button, List, ListRow, say, TextInput } from "@/ui";
import { useResource } from "@/ui/desk";
import { words } from "./words";

export interface Pick {
  readonly id: string;
  readonly name: string;
  readonly badge_number: string;
  readonly kind: PersonKind;
  readonly unit: { readonly name: string };
  readonly status: string;
}

interface PersonPickerProps {
  readonly value: Pick | null;
  readonly onChange: (person: Pick | null) => void;
  /** Only these; null: everybody in service. */
  readonly kind?: PersonKind | null;
  readonly testId: string;
}

const TYPING_PAUSE_MS = 300;

/** Find one person by name or badge number. */
export function PersonPicker({ value, onChange, kind = null, testId }: PersonPickerProps) {
  const w = words().form;
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const { api } = useServices();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useResource(
    asked === "" ? null : asked,
    async (signal) =>
      (await api.get<{ items: Pick[] }>("/people", { query: { q: asked, limit: 20 }, signal })).items,
  );
  if (value !== null) {
    return (
      <div class="row row--apart row--keep picked">
        <span>
          <strong>{value.name}</strong> {value.badge_number} · {say(PERSON_KIND_WORDS[value.kind])} ·{" "}
          {value.unit.name}
        </span>
        <Button kind="quiet" onClick={() => onChange(null)}>
          {w.change}
        </Button>
      </div>
    );
  }
  const people = (found.data ?? []).filter(
    (person) => person.status === "active" && (kind === null || person.kind === kind),
  );
  return (
    <div class="stack stack--tight">
      <TextInput type="search" value={text} placeholder={w.personSearch} onInput={setText} testId={testId} />
      {asked === "" || found.data === null ? null : people.length === 0 ? (
        <p class="soft small">{w.noPerson}</p>
      ) : (
        <List label={w.person}>
          {people.slice(0, 8).map((person) => (
            <ListRow
              key={person.id}
              title={`${person.name}　${person.badge_number}`}
              sub={`${say(PERSON_KIND_WORDS[person.kind])} · ${person.unit.name}`}
              onClick={() => onChange(person)}
            />
          ))}
        </List>
      )}
    </div>
  );
}
