import { useState } from "preact/hooks";
import { KINDS, NO_PLATE, type PlateKind, PlateProblem, parsePlate } from "@/domain/violations/plate";
import { plateColour } from "@/domain/violations/plate-colour";
import { Badge, Button, List, ListRow, language, PlateBadge, Sheet } from "@/ui";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

const SHOWN = 3;

export function kindName(kind: PlateKind): string {
  return language.value === "zh" ? kind.nameZh : kind.nameEn;
}

/** What stands on a small plate, where colour and words together say the rest; the full name is read out. */
function shortName(kind: PlateKind): string {
  const short = violationWords().kindShort;
  return Object.entries(short).find(([code]) => code === `k${kind.code}`)?.[1] ?? kindName(kind);
}

/** The kinds whose form the number has; before there is a number, the common ones. */
function fittingKinds(text: string): PlateKind[] {
  try {
    const plate = parsePlate(text);
    return KINDS.filter((kind) => kind.forms.includes(plate.form) && plate.number.endsWith(kind.suffix));
  } catch (error) {
    if (error instanceof PlateProblem) return KINDS.filter((kind) => kind.forms.length > 0);
    throw error;
  }
}

/** The chosen kind as a coloured plate and the next likely ones, each one tap away. */
export function KindChips({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const [open, setOpen] = useState(false);
  const { form, change } = control;
  const chosen = KINDS.find((kind) => kind.code === form.plateKind);
  const fitting = fittingKinds(form.plate.text).slice(0, SHOWN);
  const shown = chosen && !fitting.includes(chosen) ? [chosen, ...fitting.slice(0, SHOWN - 1)] : fitting;
  const choose = (kind: PlateKind) => {
    change({ type: "kind", kind: kind.code });
    setOpen(false);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame around the plates. */}
      <div class="kind-row" role="group" aria-label={w.kind}>
        {shown.map((kind) => (
          <button
            key={kind.code}
            type="button"
            class="kind-chip"
            aria-pressed={kind.code === form.plateKind}
            onClick={() => choose(kind)}
            data-testid={`plate-kind-${kind.code}`}
          >
            <PlateBadge text={shortName(kind)} colour={plateColour(kind.code)} name={kindName(kind)} />
          </button>
        ))}
        {form.plateKind === NO_PLATE ? (
          <Button onClick={() => change({ type: "kind", kind: "02" })}>{w.hasPlate}</Button>
        ) : null}
        <Button kind="quiet" onClick={() => setOpen(true)} testId="plate-kind-other">
          {w.kindOther}
        </Button>
      </div>
      <Sheet open={open} title={w.kind} onClose={() => setOpen(false)}>
        <List label={w.kind}>
          {KINDS.map((kind) => (
            <ListRow
              key={kind.code}
              title={kindName(kind)}
              start={<PlateBadge text={kind.code} colour={plateColour(kind.code)} />}
              end={kind.code === form.plateKind ? <Badge icon="check">{kind.code}</Badge> : undefined}
              onClick={() => choose(kind)}
            />
          ))}
        </List>
      </Sheet>
    </>
  );
}
