import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export interface Option<Value extends string> {
  value: Value;
  label: string;
  disabled?: boolean | undefined;
}

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value | null;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  testId?: string | undefined;
}

const ROOM_FOR_TICKS = 3;

/** One of a few, all in sight. Arrow keys move the choice, as in any radio group. */
export function SegmentedControl<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChange, testId } = props;
  const free = options.filter((option) => !option.disabled);
  const step = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || free.length === 0) return;
    event.preventDefault();
    const at = free.findIndex((option) => option.value === value);
    const next = free[(at + by + free.length) % free.length];
    if (!next) return;
    onChange(next.value);
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  const entry = free.some((option) => option.value === value) ? value : free[0]?.value;
  return (
    <div class="segmented" role="radiogroup" aria-label={label} data-testid={testId}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input cannot be drawn as a segment with a 48 px target.
        <button
          key={option.value}
          type="button"
          role="radio"
          class="segmented__option"
          aria-checked={option.value === value}
          disabled={option.disabled}
          tabIndex={option.value === entry ? 0 : -1}
          data-value={option.value}
          data-testid={testId ? `${testId}-${option.value}` : undefined}
          onClick={() => onChange(option.value)}
          onKeyDown={step}
        >
          {option.value === value && options.length <= ROOM_FOR_TICKS ? <Icon name="check" /> : null}
          {option.label}
        </button>
      ))}
    </div>
  );
}

interface ChipProps {
  children: ComponentChildren;
  pressed?: boolean | undefined;
  icon?: IconName | undefined;
  onClick: () => void;
  testId?: string | undefined;
}

/** A short choice or filter that can be on or off. */
export function Chip({ children, pressed, icon, onClick, testId }: ChipProps) {
  return (
    <button type="button" class="chip" aria-pressed={pressed} onClick={onClick} data-testid={testId}>
      {pressed ? <Icon name="check" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}

interface ChoicesProps {
  label: string;
  /** Four short ones side by side instead of wrapping. */
  four?: boolean | undefined;
  children: ComponentChildren;
}

/** Chips in a wrapping row. */
export function Choices({ label, four, children }: ChoicesProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that the field label already is.
    <div class={`choices${four ? " choices--four" : ""}`} role="group" aria-label={label}>
      {children}
    </div>
  );
}
