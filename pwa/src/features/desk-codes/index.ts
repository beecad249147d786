import type { Screen } from "@/app/screen";
import { CodesScreen } from "./codes-screen";
import { LoadListScreen } from "./load-list-screen";

export const screens: Screen[] = [
  {
    path: "/desk/codes",
    capability: null,
    layout: "desk",
    title: { zh: "违法代码", en: "Offence codes" },
    component: CodesScreen,
  },
  {
    path: "/desk/codes/load",
    capability: "codes.manage",
    layout: "desk",
    title: { zh: "载入代码表", en: "Load a code list" },
    component: LoadListScreen,
  },
];
