import type { Screen } from "@/app/screen";
import { LoginScreen } from "./login-screen";

export const screens: Screen[] = [
  {
    path: "/login",
    capability: "public",
    layout: "bare",
    title: { zh: "登录", en: "Log in" },
    component: LoginScreen,
  },
];
