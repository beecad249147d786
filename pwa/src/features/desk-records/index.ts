import type { Screen } from "@/app/screen";
import { RecordScreen } from "./record-screen";
import { RecordsScreen } from "./records-screen";

export const screens: Screen[] = [
  {
    path: "/desk/records",
    capability: "record.read",
    layout: "desk",
    title: { zh: "现场记录", en: "Field records" },
    component: RecordsScreen,
  },
  {
    path: "/desk/records/:id",
    capability: "record.read",
    layout: "desk",
    title: { zh: "记录详情", en: "Record" },
    component: RecordScreen,
  },
];
