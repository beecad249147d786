import { render } from "preact";
import { App } from "./app/app";
import { createServices } from "./app/create-services";
import { startRouter } from "./app/router";
import { startLook } from "./ui/look";
import { htmlLanguage, say } from "./ui/words";
import "./ui/index.css";

async function start(root: HTMLElement): Promise<void> {
  startLook();
  startRouter();
  try {
    const { services } = await createServices(() => htmlLanguage());
    render(<App services={services} />, root);
  } catch {
    const text = say({
      zh: "无法使用本机存储。请退出无痕模式，或检查浏览器设置后重新打开。",
      en: "This browser's storage cannot be used. Leave private mode or check its settings, then open again.",
    });
    render(<p>{text}</p>, root);
  }
}

const root = document.getElementById("app");
if (root) void start(root);
