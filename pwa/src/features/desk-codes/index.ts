import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/codes",
    capability: null,
    layout: "desk",
    title: { zh: "违法代码", en: "Offence codes" },
    component: lazyScreen(async () => (await import("./codes-screen")).CodesScreen),
  },
  {
    path: "/desk/codes/load",
    capability: "codes.manage",
    layout: "desk",
    title: { zh: "载入代码表", en: "Load a code list" },
    component: lazyScreen(async () => (await import("./load-list-screen")).LoadListScreen),
  },
];
