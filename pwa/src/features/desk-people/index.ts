import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/people",
    capability: "people.read",
    layout: "desk",
    title: { zh: "人员与单位", en: "People and units" },
    component: lazyScreen(async () => (await import("./people-screen")).PeopleScreen),
  },
  {
    path: "/desk/people/import",
    capability: "people.manage",
    layout: "desk",
    title: { zh: "导入名册", en: "Import a roster" },
    component: lazyScreen(async () => (await import("./import-screen")).ImportScreen),
  },
];
