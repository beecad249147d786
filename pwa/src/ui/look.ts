/** Theme and text size of this device, written on the root element where the tokens read them. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { keep, kept } from "./kept";
import { htmlLanguage } from "./words";

export const THEMES = ["light", "sunlight", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const TEXT_SIZES = ["normal", "large", "larger"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const THEME_KEY = "luqin.theme";
const TEXT_KEY = "luqin.text";

function oneOf<Value extends string>(values: readonly Value[], given: string | null, fallback: Value): Value {
  return values.find((value) => value === given) ?? fallback;
}

const chosenTheme = signal<Theme>(oneOf(THEMES, kept(THEME_KEY), "light"));
const chosenText = signal<TextSize>(oneOf(TEXT_SIZES, kept(TEXT_KEY), "normal"));

export const theme: ReadonlySignal<Theme> = chosenTheme;
export const textSize: ReadonlySignal<TextSize> = chosenText;

export function setTheme(next: Theme): void {
  chosenTheme.value = next;
  keep(THEME_KEY, next);
}

export function setTextSize(next: TextSize): void {
  chosenText.value = next;
  keep(TEXT_KEY, next);
}

/** Called once by the wiring, before the first screen is drawn. */
export function startLook(root: HTMLElement = document.documentElement): () => void {
  return effect(() => {
    root.dataset["theme"] = chosenTheme.value;
    root.dataset["text"] = chosenText.value;
    root.lang = htmlLanguage();
  });
}
