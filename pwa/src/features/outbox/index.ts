import type { Screen } from "@/app/screen";
import { OutboxScreen } from "./outbox-screen";

export const screens: Screen[] = [
  {
    path: "/outbox",
    capability: "self",
    layout: "phone",
    title: { zh: "待传", en: "Outbox" },
    component: OutboxScreen,
  },
];
