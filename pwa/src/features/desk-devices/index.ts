import type { Screen } from "@/app/screen";
import { DevicesScreen } from "./devices-screen";

export const screens: Screen[] = [
  {
    path: "/desk/devices",
    capability: "device.manage",
    layout: "desk",
    title: { zh: "设备", en: "Devices" },
    component: DevicesScreen,
  },
];
