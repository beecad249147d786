import { signal } from "@preact/signals";
import { Button } from "./button";
import { Icon } from "./icon";
import { uiWords } from "./ui-words";

interface Toast {
  id: number;
  text: string;
  tone: "green" | "amber" | "plain";
  act: { label: string; run: () => void } | null;
}

interface ToastInput {
  text: string;
  tone?: Toast["tone"] | undefined;
  act?: Toast["act"] | undefined;
  /** Milliseconds; long enough to read and to reach the button with a glove. */
  stays?: number | undefined;
}

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

function take(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** A short word that something happened. Never for errors that need an answer: those stand where they arose. */
export function showToast({ text, tone = "plain", act = null, stays = act ? 8000 : 4000 }: ToastInput): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-1), { id, text, tone, act }];
  setTimeout(() => take(id), stays);
}

/** Stands once around all screens. */
export function ToastRegion() {
  return (
    <section class="toasts" aria-live="polite" aria-label={uiWords().messages}>
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast toast--${toast.tone}`} data-testid="toast">
          {toast.tone === "plain" ? null : <Icon name={toast.tone === "green" ? "check" : "warn"} />}
          <span>{toast.text}</span>
          {toast.act ? (
            <Button
              kind="quiet"
              onClick={() => {
                toast.act?.run();
                take(toast.id);
              }}
            >
              {toast.act.label}
            </Button>
          ) : null}
        </div>
      ))}
    </section>
  );
}
