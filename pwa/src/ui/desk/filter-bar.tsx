import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../button";
import { deskWords } from "./desk-words";
import { useNarrow } from "./use-narrow";

interface FilterBarProps {
  /** How many filters are set: shown on the button that opens them on a phone. */
  readonly active: number;
  readonly onClear?: () => void;
  readonly children: ComponentChildren;
}

/** Filters in a row on a desk; behind one button on a phone, so that the list comes first. */
export function FilterBar({ active, onClear, children }: FilterBarProps) {
  const w = deskWords();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const clear =
    active > 0 && onClear !== undefined ? (
      <Button kind="quiet" onClick={onClear}>
        {w.clear}
      </Button>
    ) : null;
  return (
    <search class="filter-bar no-print">
      {narrow ? (
        <div class="row row--apart">
          <Button icon="filter" expanded={open} onClick={() => setOpen(!open)}>
            {active > 0 ? `${w.filters} ${active}` : w.filters}
          </Button>
          {clear}
        </div>
      ) : null}
      {!narrow || open ? (
        <div class="filter-bar__fields">
          {children}
          {narrow ? null : clear}
        </div>
      ) : null}
    </search>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly Choice[];
  /** The words for "no filter". */
  readonly any: string;
  readonly onChange: (value: string | null) => void;
  readonly testId?: string;
}

/** A select whose first entry takes the filter away. */
export function FilterSelect({ label, value, options, any, onChange, testId }: FilterSelectProps) {
  return (
    <label class="filter">
      <span class="filter__label">{label}</span>
      <select
        class="input"
        value={value ?? ""}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
      >
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Names of a tree, set in by depth. */
export function treeChoices(
  units: readonly { readonly id: string; readonly name: string; readonly depth: number }[],
): Choice[] {
  return units.map((unit) => ({ value: unit.id, label: `${"\u3000".repeat(unit.depth)}${unit.name}` }));
}
