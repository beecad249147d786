import { useState } from "preact/hooks";
import { Icon } from "@/ui";
import { DIGITS, type Keyboard, LETTERS, PROVINCE_KEYS, SPECIALS } from "./plate-input";
import { violationWords } from "./words";

interface PlateKeyboardProps {
  /** The keys that fit where the cursor stands; the other boards are one tap away. */
  fitting: Keyboard;
  onKey: (key: string) => void;
  onErase: () => void;
}

const KEYS: Record<Keyboard, readonly string[]> = {
  provinces: PROVINCE_KEYS,
  serial: [...DIGITS, ...LETTERS],
  specials: SPECIALS,
};

/** A keyboard of our own: only characters that a plate can have, large enough for gloves. */
export function PlateKeyboard({ fitting, onKey, onErase }: PlateKeyboardProps) {
  const w = violationWords();
  const [chosen, setChosen] = useState<Keyboard | null>(null);
  const shown = chosen ?? fitting;
  const press = (key: string) => {
    setChosen(null);
    onKey(key);
  };
  const others: readonly [Keyboard, string][] =
    shown === "serial"
      ? [["specials", w.keyMore]]
      : shown === "provinces"
        ? [
            ["serial", w.keyLetters],
            ["specials", w.keyMore],
          ]
        : [
            ["serial", w.keyLetters],
            ["provinces", w.keyProvinces],
          ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame around the keys.
    <div class="keyboard" role="group" aria-label={w.plateKeys}>
      {KEYS[shown].map((key) => (
        <button
          key={key}
          type="button"
          class="key"
          onClick={() => press(key)}
          data-testid={`plate-key-${key}`}
        >
          {key}
        </button>
      ))}
      {others.map(([board, label]) => (
        <button
          key={board}
          type="button"
          class="key key--act"
          onClick={() => setChosen(board)}
          data-testid={`plate-keys-${board}`}
        >
          {label}
        </button>
      ))}
      <button
        type="button"
        class="key key--act"
        aria-label={w.keyErase}
        onClick={onErase}
        data-testid="plate-erase"
      >
        <Icon name="erase" />
      </button>
    </div>
  );
}
