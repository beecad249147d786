import { useEffect, useRef } from "preact/hooks";
import type { Party } from "@/domain/records/types";
import { PARTY_WORDS } from "@/domain/records/words";
import {
  guessKind,
  NO_PLATE,
  PlateProblem,
  type PlateProblemCode,
  parsePlate,
} from "@/domain/violations/plate";
import { Button, Check, Field, Icon, language, SegmentedControl, say, TextInput } from "@/ui";
import { KindChips } from "./kind-picker";
import { BOXES, erase, keyboardAt, moveTo, type PlateInput, press, typedCharacter } from "./plate-input";
import { PlateKeyboard } from "./plate-keyboard";
import { plateKindOf, plateProblemOf } from "./problems";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

const PARTIES: readonly Party[] = ["motor", "nonmotor", "pedestrian", "passenger"];
/** Not mistakes yet: the number is still being typed. */
const STILL_TYPING: ReadonlySet<PlateProblemCode> = new Set([
  "plate_empty",
  "plate_too_short",
  "plate_office_letter",
  "plate_partial",
]);

/** The likeliest kind for what was typed so far, or null while it is no number yet. */
function guess(text: string): string | null {
  try {
    return guessKind(parsePlate(text));
  } catch (error) {
    if (error instanceof PlateProblem) return null;
    throw error;
  }
}

export function PlateStep({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { form, change } = control;
  return (
    <div class="plate-step">
      <SegmentedControl
        label={w.party}
        value={form.party}
        options={PARTIES.map((party) => ({ value: party, label: say(PARTY_WORDS[party]) }))}
        onChange={(party) => change({ type: "party", party })}
        testId="party"
      />
      {form.party === "motor" ? <MotorPlate control={control} /> : <OtherPlate control={control} />}
    </div>
  );
}

function OtherPlate({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { form, change } = control;
  if (form.party !== "nonmotor") return <p class="soft">{w.personNoPlate}</p>;
  return (
    <Field label={w.plateOptional} hint={w.plateTextHint} error={problemWords(plateProblemOf(form))}>
      <TextInput
        value={form.plateText}
        onInput={(text) => change({ type: "plate_text", text })}
        maxLength={24}
        testId="plate-text"
      />
    </Field>
  );
}

function problemWords(problem: PlateProblem | null): string | null {
  if (!problem) return null;
  return language.value === "zh" ? `${problem.hintZh}。` : `${problem.hintEn}.`;
}

function MotorPlate({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { form, change } = control;
  const kind = plateKindOf(form);
  const asks = plateProblemOf(form)?.code === "plate_confirm_needed" || form.plateConfirmed;
  const confirm = asks ? (
    <Check
      checked={form.plateConfirmed}
      onChange={(confirmed) => change({ type: "confirm_plate", confirmed })}
      testId="confirm-plate"
    >
      {w.confirmPlate}
    </Check>
  ) : null;
  if (form.plateKind === NO_PLATE) {
    return (
      <>
        <p class="strong">{w.noPlateSaid}</p>
        <KindChips control={control} />
      </>
    );
  }
  if (kind?.freeText) {
    return (
      <>
        <Field
          label={w.plateText}
          hint={w.plateTextHint}
          error={textError(form.plateText, plateProblemOf(form))}
        >
          <TextInput
            value={form.plateText}
            onInput={(text) => change({ type: "plate_text", text })}
            maxLength={24}
            testId="plate-text"
          />
        </Field>
        {confirm}
        <KindChips control={control} />
      </>
    );
  }
  return (
    <>
      <PlateBoxes control={control} />
      {confirm}
      <KindChips control={control} />
      <PlateKeyboard
        fitting={keyboardAt(form.plate)}
        onKey={(key) => write(control, press(form.plate, key))}
        onErase={() => write(control, erase(form.plate))}
      />
    </>
  );
}

function textError(text: string, problem: PlateProblem | null): string | null {
  return problem && text && problem.code !== "plate_confirm_needed" ? problemWords(problem) : null;
}

function write(control: ViolationControl, plate: PlateInput): void {
  control.change({ type: "plate", plate, guess: guess(plate.text) });
}

/** The number in boxes, one character each; a tap on a box writes there. Real keyboards and pasted text work too. */
function PlateBoxes({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const root = useRef<HTMLDivElement>(null);
  const { plate } = control.form;
  useEffect(() => {
    // After the router has put the new step at its top: on a short screen the keyboard must be in reach.
    const timer = setTimeout(() => {
      if (document.documentElement.scrollHeight > innerHeight)
        root.current?.scrollIntoView({ block: "start" });
    });
    return () => clearTimeout(timer);
  }, []);
  const characters = [...plate.text];
  const boxes = Array.from(
    { length: Math.max(BOXES, characters.length) },
    (_, index) => characters[index] ?? "",
  );
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const character = typedCharacter(event.key);
    if (character) write(control, press(plate, character));
    else if (event.key === "Backspace") write(control, erase(plate));
    else if (event.key === "ArrowLeft") write(control, moveTo(plate, plate.cursor - 1));
    else if (event.key === "ArrowRight") write(control, moveTo(plate, plate.cursor + 1));
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text").trim().toUpperCase();
    if (!text) return;
    event.preventDefault();
    write(control, { text: text.slice(0, 24), cursor: Math.min(text.length, 24) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of boxes that together are one input.
    <div
      ref={root}
      class="plate-boxes"
      role="group"
      aria-label={`${w.plate} ${plate.text}`}
      onKeyDown={onKey}
      onPaste={onPaste}
    >
      <div class="plate-boxes__row">
        {boxes.map((character, index) => (
          <button
            // A box is its place in the row.
            key={index}
            type="button"
            class={`plate-box${index === plate.cursor ? " plate-box--here" : ""}${index === 7 && !character ? " plate-box--extra" : ""}`}
            aria-label={w.plateBox(index + 1, character)}
            aria-current={index === plate.cursor ? "true" : undefined}
            onClick={() => write(control, moveTo(plate, index))}
            data-testid={`plate-box-${index}`}
          >
            {character}
          </button>
        ))}
      </div>
      <PlateNote control={control} />
    </div>
  );
}

/** What is wrong, said at the boxes while typing; a suggestion is offered, never taken by itself. */
function PlateNote({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { plate } = control.form;
  const problem = plateProblemOf(control.form);
  const suggestion = problem?.suggestion ?? null;
  const soft = problem && STILL_TYPING.has(problem.code);
  return (
    <div class="plate-note" aria-live="polite">
      {!problem ? (
        <p class="text-green strong row">
          <Icon name="check" />
          {plate.text}
        </p>
      ) : soft ? (
        <p class="soft small">
          {plate.text.length < 7 ? w.plateMissing(7 - plate.text.length) : problemWords(problem)}
        </p>
      ) : (
        <p class={problem.code === "plate_confirm_needed" ? "small text-amber" : "field__error"}>
          <Icon name="warn" /> {problemWords(problem)}
        </p>
      )}
      {suggestion ? null : (
        <Button
          kind="quiet"
          onClick={() => control.change({ type: "kind", kind: NO_PLATE })}
          testId="no-plate"
        >
          {w.noPlate}
        </Button>
      )}
      {suggestion ? (
        <Button onClick={() => write(control, { text: suggestion, cursor: suggestion.length })}>
          {w.plateUse(suggestion)}
        </Button>
      ) : null}
    </div>
  );
}
