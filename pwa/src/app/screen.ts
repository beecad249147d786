import type { ComponentType } from "preact";
import type { Capability } from "@/domain/identity/types";
import type { Words } from "@/shared/words";

/** What the router hands to a screen: the named parts of its path, decoded. */
export interface ScreenProps {
  params: Readonly<Record<string, string>>;
}

/**
 * One screen of one feature. `features/<name>/index.ts` exports `screens: Screen[]`;
 * the wiring finds it there, nothing else has to be registered.
 */
export interface Screen {
  /** For example `/desk/records/:id`. */
  path: string;
  /** Needed to open it; null: everybody who is logged in; "public": also without a session. */
  capability: Capability | null | "public";
  /** `phone`: bottom bar; `desk`: left navigation; `bare`: nothing around it (log-in, camera). */
  layout: "phone" | "desk" | "bare";
  title: Words;
  /** `lazy(() => import("./screen"))` of preact/compat is welcome for heavy screens. */
  component: ComponentType<ScreenProps>;
}
