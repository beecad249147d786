import { lazyScreen } from "@/app/lazy-screen";
import type { Screen } from "@/app/screen";

export const screens: Screen[] = [
  {
    path: "/desk/devices",
    capability: "device.manage",
    layout: "desk",
    title: { zh: "设备", en: "Devices" },
    component: lazyScreen(async () => (await import("./devices-screen")).DevicesScreen),
  },
];
