import type { Screen } from "@/app/screen";
import { RepairScreen } from "./repair-screen";

export const screens: Screen[] = [
  {
    path: "/repair",
    capability: null,
    layout: "phone",
    title: { zh: "核对与补传", en: "Check and send again" },
    component: RepairScreen,
  },
];
