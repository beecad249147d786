/** Why something could not be kept on this phone, in words; by the stable code of the error, whatever its class. */
import { defineWords } from "./words";

const words = defineWords(
  "save",
  {
    storage_full:
      "本机空间不足，没有存进本机。填写的内容仍在。请先到“待传”上传已存的记录以腾出空间，再保存。",
    not_logged_in: "登录信息不完整，没有存进本机。填写的内容仍在，请重新登录后再保存。",
    photo_damaged: "有一张照片读取不完整，没有存进本机。请删去有问题的照片重拍，再保存。",
    other: "没有存进本机。填写的内容仍在，请再试一次；若反复失败，请告诉管理员，不要清除应用数据。",
  },
  {
    storage_full:
      "This phone is out of space; nothing was stored. What you entered is still here. Send the outbox first to make room, then save.",
    not_logged_in:
      "The log-in is incomplete; nothing was stored. What you entered is still here. Log in again, then save.",
    photo_damaged: "A photo could not be read whole; nothing was stored. Take that photo again, then save.",
    other:
      "Nothing was stored. What you entered is still here; try again. If it keeps failing tell the administrator, and do not clear app data.",
  },
);

export function saveProblemText(error: unknown): string {
  const w = words();
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "storage_full" || code === "not_logged_in" || code === "photo_damaged") return w[code];
  return w.other;
}
