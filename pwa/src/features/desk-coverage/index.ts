import type { Screen } from "@/app/screen";
import { CoverageScreen } from "./coverage-screen";

export const screens: Screen[] = [
  {
    path: "/desk/coverage",
    capability: "coverage.read",
    layout: "desk",
    title: { zh: "今日态势", en: "Coverage now" },
    component: CoverageScreen,
  },
];
