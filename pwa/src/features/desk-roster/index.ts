import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/roster",
    capability: "roster.read",
    layout: "desk",
    title: { zh: "岗位与勤务", en: "Posts and duty" },
    component: lazyScreen(async () => (await import("./roster-screen")).RosterScreen),
  },
];
