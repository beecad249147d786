import type { Screen } from "@/app/screen";
import { RosterScreen } from "./roster-screen";

export const screens: Screen[] = [
  {
    path: "/desk/roster",
    capability: "roster.read",
    layout: "desk",
    title: { zh: "岗位与勤务", en: "Posts and duty" },
    component: RosterScreen,
  },
];
