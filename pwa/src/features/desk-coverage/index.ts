import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/coverage",
    capability: "coverage.read",
    layout: "desk",
    title: { zh: "今日态势", en: "Coverage now" },
    component: lazyScreen(async () => (await import("./coverage-screen")).CoverageScreen),
  },
];
