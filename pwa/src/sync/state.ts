import type { Problem } from "@/shared/problem";
import type { Words } from "@/shared/words";

/** Where one item of the outbox stands. `done`: everything is on the server and proven by receipt. */
export type ItemState =
  | "saved"
  | "waiting"
  | "sending"
  | "received"
  | "done"
  | "needs_attention"
  | "set_aside";

/** What the sender as a whole is doing. A closed list; each has one sentence and at most one button. */
export type SyncState =
  | { name: "idle" }
  | { name: "sending" }
  | { name: "offline" }
  | { name: "captive_portal" }
  | { name: "server_unwell"; retryAt: number }
  | { name: "waiting_retry"; retryAt: number }
  | { name: "login_needed" }
  | { name: "ledger_mismatch"; problem: Problem }
  | { name: "storage_trouble"; problem: Problem };

export const ITEM_STATE_WORDS: Record<ItemState, Words> = {
  saved: { zh: "已存本机", en: "Saved on this phone" },
  waiting: { zh: "等待上传", en: "Waiting to send" },
  sending: { zh: "上传中", en: "Sending" },
  received: { zh: "已收，照片待传", en: "Received, photos pending" },
  done: { zh: "已收", en: "Received" },
  needs_attention: { zh: "需处理", en: "Needs you" },
  set_aside: { zh: "已搁置", en: "Set aside" },
};

export const SYNC_STATE_WORDS: Record<SyncState["name"], Words> = {
  idle: { zh: "全部已传。", en: "Everything has been sent." },
  sending: { zh: "正在上传。", en: "Sending." },
  offline: {
    zh: "离线。记录安全存于本机，联网后自动上传。",
    en: "Offline. Records are safe here and will be sent when the network is back.",
  },
  captive_portal: {
    zh: "当前网络未接通服务器（可能需要登录 Wi-Fi）。记录安全存于本机。",
    en: "This network does not reach the server (a Wi-Fi log-in page?). Records are safe here.",
  },
  server_unwell: {
    zh: "服务器暂时不能接收，稍后自动重试。记录安全存于本机。",
    en: "The server cannot take records now; it will be tried again. Records are safe here.",
  },
  waiting_retry: {
    zh: "上传未成功，稍后自动重试。记录安全存于本机。",
    en: "Sending did not succeed; it will be tried again. Records are safe here.",
  },
  login_needed: {
    zh: "登录已过期。仍可记录；重新登录后上传。",
    en: "The log-in has expired. You can go on recording; log in again to send.",
  },
  ledger_mismatch: {
    zh: "服务器账本与本机所存凭证不符。记录保留在本机，请报告管理员。",
    en: "The server's ledger does not match the receipts on this phone. Records stay here; tell the administrator.",
  },
  storage_trouble: {
    zh: "本机存储出错。请勿清除应用数据，尽快联网上传。",
    en: "This phone's storage has a fault. Do not clear app data; send as soon as possible.",
  },
};
