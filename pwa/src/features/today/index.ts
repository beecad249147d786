import type { Screen } from "@/app/screen";
import { TodayScreen } from "./today-screen";

export const screens: Screen[] = [
  {
    path: "/today",
    capability: "record.write",
    layout: "phone",
    title: { zh: "今日", en: "Today" },
    component: TodayScreen,
  },
];
