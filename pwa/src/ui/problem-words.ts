/** A failed call in plain words: what happened, what is safe, what to do. */
import { ApiProblem, NOT_OUR_SERVER, UNREACHABLE } from "@/shared/problem";
import { defineWords } from "./words";

const words = defineWords(
  "problems",
  {
    unreachable: "连不上服务器。已存的记录安全存于本机，联网后自动上传。请检查网络后再试。",
    notOurServer: "当前网络没有接通服务器，可能需要先登录 Wi-Fi。已存的记录安全存于本机。",
    login: "登录已过期。已存的记录安全存于本机，请重新登录。",
    notAllowed: "您没有做这件事的权限。需要时请联系带班领导。",
    notFound: "没有找到，或者不在您的查看范围内。",
    wait: (seconds: number) => `请求太多，请 ${seconds} 秒后再试。`,
    unwell: "服务器暂时不能处理。已存的记录安全存于本机，请稍后再试。",
    unknown: "没有成功。已存的内容没有改变，请再试一次；仍不成功请告诉管理员。",
  },
  {
    unreachable:
      "The server cannot be reached. Saved records are safe on this phone and will be sent when the network is back. Check the network and try again.",
    notOurServer:
      "This network does not reach the server; it may want a Wi-Fi log-in first. Saved records are safe on this phone.",
    login: "The log-in has expired. Saved records are safe on this phone; please log in again.",
    notAllowed: "You may not do this. Ask your shift leader if you need to.",
    notFound: "Not found, or outside of what you may see.",
    wait: (seconds) => `Too many requests; try again in ${seconds} seconds.`,
    unwell: "The server cannot work on this now. Saved records are safe on this phone; try again later.",
    unknown:
      "That did not work. Nothing that was saved has changed; try again, and tell the administrator if it stays so.",
  },
);

export function problemText(error: unknown): string {
  const w = words();
  if (!(error instanceof ApiProblem)) return w.unknown;
  if (error.code === UNREACHABLE) return w.unreachable;
  if (error.code === NOT_OUR_SERVER) return w.notOurServer;
  if (error.status === 401) return w.login;
  if (error.status === 403) return w.notAllowed;
  if (error.status === 404) return w.notFound;
  if (error.status === 429) return w.wait(error.retryAfter ?? 60);
  if (error.status >= 500) return w.unwell;
  return [error.title, error.detail, ...error.fields.map((field) => field.message)].filter(Boolean).join(" ");
}
