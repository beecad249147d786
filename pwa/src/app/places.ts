/** Where a person may go: the places of the phone, the work of the desk, and where they begin. */
import type { Me } from "@/domain/identity/types";
import type { Words } from "@/shared/words";
import type { IconName } from "@/ui/icon";
import type { Screen } from "./screen";

export interface DeskPlace {
  path: string;
  icon: IconName;
}

/** Order of the left navigation; a line shows when its screen exists and the person may open it. */
export const DESK_PLACES: readonly DeskPlace[] = [
  { path: "/desk/coverage", icon: "map" },
  { path: "/desk/roster", icon: "clock" },
  { path: "/desk/records", icon: "list" },
  { path: "/desk/figures", icon: "chart" },
  { path: "/desk/codes", icon: "search" },
  { path: "/desk/people", icon: "people" },
  { path: "/desk/devices", icon: "phone" },
];

/** Where a person of the desk begins: the first of these that they may open. */
const DESK_HOMES: readonly string[] = [
  "/desk/coverage",
  "/desk/records",
  "/desk/roster",
  "/desk/devices",
  "/desk/people",
  "/desk/codes",
];

export const PHONE_HOME = "/today";
export const PASSWORD_HOME = "/me";

export function mayOpen(screen: Screen, me: Me | null): boolean {
  if (screen.capability === "public") return true;
  if (me === null) return false;
  return screen.capability === null || me.capabilities.includes(screen.capability);
}

export function deskScreens(me: Me | null, screens: readonly Screen[]): { screen: Screen; icon: IconName }[] {
  return DESK_PLACES.flatMap(({ path, icon }) => {
    const screen = screens.find((one) => one.path === path);
    return screen && mayOpen(screen, me) ? [{ screen, icon }] : [];
  });
}

/**
 * Who has still the initial password begins with changing it: the server takes nothing else from them.
 * People who write on the street begin with their duty, others with the first work they may open.
 */
export function homeOf(me: Me, screens: readonly Screen[], isWide: boolean): string {
  if (me.must_change_password) return PASSWORD_HOME;
  const open = new Set(deskScreens(me, screens).map(({ screen }) => screen.path));
  const desk = DESK_HOMES.find((path) => open.has(path));
  const writes = me.capabilities.includes("record.write");
  if (desk && (isWide || !writes)) return desk;
  return PHONE_HOME;
}

export const PLACE_WORDS: Record<"today" | "record" | "outbox" | "me" | "write", Words> = {
  today: { zh: "今日", en: "Today" },
  record: { zh: "记录", en: "Records" },
  outbox: { zh: "待传", en: "Outbox" },
  me: { zh: "我的", en: "Me" },
  write: { zh: "新记录", en: "Record" },
};
