import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/records",
    capability: "record.read",
    layout: "desk",
    title: { zh: "现场记录", en: "Field records" },
    component: lazyScreen(async () => (await import("./records-screen")).RecordsScreen),
  },
  {
    path: "/desk/records/:id",
    capability: "record.read",
    layout: "desk",
    title: { zh: "记录详情", en: "Record" },
    component: lazyScreen(async () => (await import("./record-screen")).RecordScreen),
  },
];
