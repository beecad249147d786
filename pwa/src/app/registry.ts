import { match } from "./router";
import type { Screen } from "./screen";

const features = import.meta.glob<{ screens: Screen[] }>("../features/*/index.{ts,tsx}", { eager: true });

/** Every screen of every feature; a feature joins by having an `index.ts` that exports `screens`. */
export const screens: readonly Screen[] = Object.values(features).flatMap((feature) => feature.screens);

export interface Found {
  screen: Screen;
  params: Record<string, string>;
}

/** The screen for a path. Literal paths win over those with parameters. */
export function findScreen(path: string, among: readonly Screen[] = screens): Found | null {
  const found = among.flatMap((screen) => {
    const params = match(screen.path, path);
    return params ? [{ screen, params }] : [];
  });
  found.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  return found[0] ?? null;
}
