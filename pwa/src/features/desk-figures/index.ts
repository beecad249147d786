import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/figures",
    capability: "statistics.read",
    layout: "desk",
    title: { zh: "统计", en: "Figures" },
    component: lazyScreen(async () => (await import("./figures-screen")).FiguresScreen),
  },
];
