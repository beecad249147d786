import { type ComponentChildren, createContext } from "preact";
import { useContext, useId, useState } from "preact/hooks";
import { Icon } from "./icon";
import { uiWords } from "./ui-words";

interface FieldIds {
  control: string;
  note: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** Said at the field, while typing; never as a list after the fact. */
  error?: string | null | undefined;
  /** For controls of several elements (rows of boxes, chips): a group with a name instead of a label. */
  group?: boolean | undefined;
  children: ComponentChildren;
}

/** Label, control, hint and error, tied together for readers. */
export function Field({ label, hint, error, group, children }: FieldProps) {
  const control = useId();
  const note = hint || error ? `${control}-note` : undefined;
  return (
    <div class="field" {...(group ? { role: "group", "aria-label": label } : {})}>
      {group ? (
        <span class="field__label" aria-hidden="true">
          {label}
        </span>
      ) : (
        <label class="field__label" for={control}>
          {label}
        </label>
      )}
      <FieldContext.Provider value={{ control, note, invalid: Boolean(error) }}>
        {children}
      </FieldContext.Provider>
      <div id={note} aria-live="polite">
        {error ? (
          <p class="field__error">
            <Icon name="warn" />
            {error}
          </p>
        ) : hint ? (
          <p class="field__hint">{hint}</p>
        ) : null}
      </div>
    </div>
  );
}

/** The ids a control needs to be known by its label, hint and error. */
export function useField(): FieldIds | null {
  return useContext(FieldContext);
}

export interface TextInputProps {
  value: string;
  onInput: (value: string) => void;
  onBlur?: (() => void) | undefined;
  type?: "text" | "password" | "search" | "date" | "number" | "tel" | undefined;
  inputMode?: "text" | "numeric" | "search" | "none" | undefined;
  autocomplete?: AutoFill | undefined;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  disabled?: boolean | undefined;
  autoFocus?: boolean | undefined;
  label?: string | undefined;
  testId?: string | undefined;
}

type AutoFill = "off" | "username" | "current-password" | "new-password" | "one-time-code";

export function TextInput(props: TextInputProps) {
  const field = useField();
  return (
    <input
      class="input"
      id={field?.control}
      aria-describedby={field?.note}
      aria-invalid={field?.invalid ? "true" : undefined}
      aria-label={props.label}
      // The DOM types are a union by literal; a value of several literals fits none of its members.
      type={(props.type ?? "text") as "text"}
      inputMode={props.inputMode}
      autocomplete={props.autocomplete ?? "off"}
      placeholder={props.placeholder}
      maxLength={props.maxLength}
      disabled={props.disabled}
      // biome-ignore lint/a11y/noAutofocus: only a sheet that was opened in order to type asks for it.
      autoFocus={props.autoFocus}
      data-testid={props.testId}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onBlur={props.onBlur}
    />
  );
}

/** A password with a word button to look at it. */
export function PasswordInput(props: Omit<TextInputProps, "type">) {
  const [shown, setShown] = useState(false);
  const w = uiWords();
  return (
    <div class="input-row">
      <TextInput {...props} type={shown ? "text" : "password"} />
      <button
        type="button"
        class="btn btn--quiet input-row__act"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? w.hide : w.show}
      </button>
    </div>
  );
}

interface TextAreaProps {
  value: string;
  onInput: (value: string) => void;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  rows?: number | undefined;
  label?: string | undefined;
  testId?: string | undefined;
}

export function TextArea(props: TextAreaProps) {
  const field = useField();
  return (
    <textarea
      class="input input--area"
      id={field?.control}
      aria-describedby={field?.note}
      aria-invalid={field?.invalid ? "true" : undefined}
      aria-label={props.label}
      placeholder={props.placeholder}
      maxLength={props.maxLength}
      rows={props.rows ?? 3}
      data-testid={props.testId}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}

interface SelectProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  label?: string | undefined;
  testId?: string | undefined;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const field = useField();
  return (
    <select
      class="input"
      id={field?.control}
      aria-describedby={field?.note}
      aria-label={props.label}
      data-testid={props.testId}
      value={props.value}
      onChange={(event) => {
        const chosen = props.options.find((option) => option.value === event.currentTarget.value);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      {props.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface CheckProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ComponentChildren;
  testId?: string | undefined;
}

export function Check({ checked, onChange, children, testId }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
