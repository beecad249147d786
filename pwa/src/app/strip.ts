import { SYNC_STATE_WORDS } from "@/sync/state";
import type { StripMessage } from "@/ui/phone-shell";
import { say } from "@/ui/words";
import { PASSWORD_HOME } from "./places";
import { navigate, path } from "./router";
import type { Services } from "./services";

type Check = (services: Services) => StripMessage | null;

function trouble({ sync }: Services): StripMessage | null {
  const { name } = sync.state.value;
  if (name !== "ledger_mismatch" && name !== "storage_trouble") return null;
  const text = say(SYNC_STATE_WORDS[name]);
  if (name === "storage_trouble" || path.value === "/repair") return { tone: "red", icon: "stop", text };
  const act = { label: say({ zh: "查看", en: "Open" }), run: () => navigate("/repair") };
  return { tone: "red", icon: "stop", text, act };
}

function loginAgain({ session }: Services): StripMessage | null {
  if (session.status.value !== "login_again") return null;
  return {
    tone: "amber",
    icon: "person",
    text: say({ zh: "登录已过期，仍可记录。", en: "The log-in has expired; you can go on recording." }),
    act: {
      label: say({ zh: "重新登录", en: "Log in" }),
      run: () => navigate(`/login?next=${encodeURIComponent(path.value)}`),
    },
  };
}

function firstPassword({ session }: Services): StripMessage | null {
  if (!session.me.value?.must_change_password || path.value === PASSWORD_HOME) return null;
  return {
    tone: "amber",
    icon: "warn",
    text: say({
      zh: "请先修改初始密码，之后才能上传。",
      en: "Change the initial password first; then records can be sent.",
    }),
    act: { label: say({ zh: "修改", en: "Change" }), run: () => navigate(PASSWORD_HOME) },
  };
}

function attention({ outbox }: Services): StripMessage | null {
  const { needs_attention } = outbox.counts.value;
  if (needs_attention === 0 || path.value === "/outbox") return null;
  return {
    tone: "amber",
    icon: "warn",
    text: say({ zh: `${needs_attention} 条记录需处理`, en: `Records that need you: ${needs_attention}` }),
    act: { label: say({ zh: "查看", en: "Open" }), run: () => navigate("/outbox") },
  };
}

function offline({ online, outbox, sync }: Services): StripMessage | null {
  if (online.value) return null;
  const { pending } = outbox.counts.value;
  const captive = sync.state.value.name === "captive_portal";
  const what = captive
    ? {
        zh: "网络未接通服务器，可能需要登录 Wi-Fi",
        en: "This network does not reach the server (Wi-Fi log-in?)",
      }
    : { zh: "离线", en: "Offline" };
  const safe = { zh: ` · ${pending} 条安全存于本机`, en: ` · ${pending} safe on this phone` };
  return { tone: "blue", icon: "offline", text: say(what) + (pending > 0 ? say(safe) : "") };
}

function space({ quota }: Services): StripMessage | null {
  if (quota.level.value !== "low" && quota.level.value !== "full") return null;
  const text = say({ zh: "本机空间不足，请尽快上传。", en: "Little space left on this phone; send soon." });
  return { tone: "amber", icon: "warn", text };
}

function newVersion({ update }: Services): StripMessage | null {
  if (!update.waiting.value) return null;
  return {
    tone: "blue",
    icon: "refresh",
    text: say({ zh: "新版本已就绪。", en: "A new version is ready." }),
    act: { label: say({ zh: "更新", en: "Update" }), run: () => void update.apply() },
  };
}

/** The most pressing first. */
const CHECKS: readonly Check[] = [trouble, loginAgain, firstPassword, attention, offline, space, newVersion];

/** The one thing that matters most now, or nothing. */
export function stripOf(services: Services): StripMessage | null {
  for (const check of CHECKS) {
    const message = check(services);
    if (message) return message;
  }
  return null;
}
