import type { StripMessage } from "@/ui/phone-shell";
import { say } from "@/ui/words";
import { navigate, path } from "./router";
import type { Services } from "./services";

/** The one thing that matters most now, or nothing. */
export function stripOf({ session, sync, outbox, online, update, quota }: Services): StripMessage | null {
  const { pending, needs_attention } = outbox.counts.value;
  const state = sync.state.value.name;
  if (state === "ledger_mismatch" || state === "storage_trouble")
    return {
      tone: "red",
      icon: "stop",
      text: say({
        zh:
          state === "storage_trouble"
            ? "本机存储出错，请尽快上传。"
            : "服务器账本与本机凭证不符，请报告管理员。",
        en:
          state === "storage_trouble"
            ? "This phone's storage has a fault. Send as soon as possible."
            : "The server's ledger does not match the receipts here. Tell the administrator.",
      }),
    };
  if (session.status.value === "login_again")
    return {
      tone: "amber",
      icon: "person",
      text: say({ zh: "登录已过期，仍可记录。", en: "The log-in has expired; you can go on recording." }),
      act: {
        label: say({ zh: "重新登录", en: "Log in" }),
        run: () => navigate(`/login?next=${encodeURIComponent(path.value)}`),
      },
    };
  if (needs_attention > 0 && path.value !== "/outbox")
    return {
      tone: "amber",
      icon: "warn",
      text: say({ zh: `${needs_attention} 条记录需处理`, en: `${needs_attention} records need you` }),
      act: { label: say({ zh: "查看", en: "Open" }), run: () => navigate("/outbox") },
    };
  if (!online.value)
    return {
      tone: "blue",
      icon: "offline",
      text:
        pending > 0
          ? say({ zh: `离线 · ${pending} 条安全存于本机`, en: `Offline · ${pending} safe on this phone` })
          : say({ zh: "离线", en: "Offline" }),
    };
  if (quota.level.value === "low" || quota.level.value === "full")
    return {
      tone: "amber",
      icon: "warn",
      text: say({ zh: "本机空间不足，请尽快上传。", en: "Little space left on this phone; send soon." }),
    };
  if (update.waiting.value)
    return {
      tone: "blue",
      icon: "refresh",
      text: say({ zh: "新版本已就绪。", en: "A new version is ready." }),
      act: { label: say({ zh: "更新", en: "Update" }), run: () => void update.apply() },
    };
  return null;
}
