import type { Screen } from "@/app/screen";
import { FiguresScreen } from "./figures-screen";

export const screens: Screen[] = [
  {
    path: "/desk/figures",
    capability: "statistics.read",
    layout: "desk",
    title: { zh: "统计", en: "Figures" },
    component: FiguresScreen,
  },
];
