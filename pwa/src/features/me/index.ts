import type { Screen } from "@/app/screen";
import { MeScreen } from "./me-screen";
import { RecordScreen } from "./record-screen";
import { RecordsScreen } from "./records-screen";

export const screens: Screen[] = [
  {
    path: "/me",
    capability: null,
    layout: "phone",
    title: { zh: "我的", en: "Me" },
    component: MeScreen,
  },
  {
    path: "/records",
    capability: "self",
    layout: "phone",
    title: { zh: "记录", en: "Records" },
    component: RecordsScreen,
  },
  {
    path: "/records/:id",
    capability: "self",
    layout: "phone",
    title: { zh: "记录详情", en: "Record" },
    component: RecordScreen,
  },
];
