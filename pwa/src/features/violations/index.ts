import type { Screen } from "@/app/screen";
import { KindsScreen } from "./kinds-screen";
import { ViolationScreen } from "./violation-screen";

export const screens: Screen[] = [
  {
    path: "/record",
    capability: "record.write",
    layout: "phone",
    title: { zh: "新建记录", en: "New record" },
    component: KindsScreen,
  },
  {
    path: "/record/violation",
    capability: "record.write",
    layout: "bare",
    title: { zh: "违法记录", en: "Violation" },
    component: ViolationScreen,
  },
];
