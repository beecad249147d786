import { type ReadonlySignal, signal } from "@preact/signals";
import { scriptUrl } from "@/shared/trusted";

export interface Update {
  /** A new version is ready, or this page belongs to an older one. */
  waiting: ReadonlySignal<boolean>;
  /** The person agreed: the new version takes over and the page starts again. */
  apply(): Promise<void>;
  /** Something else noticed that this page is of an older version. */
  announce(): void;
}

/** How often an open app asks whether there is a new version. */
const LOOK_MS = 60 * 60_000;

/** Registers the service worker of the shell. Nothing is switched and nothing reloaded without consent. */
export function startUpdates(container: ServiceWorkerContainer | undefined): Update {
  const waiting = signal(false);
  let registration: ServiceWorkerRegistration | null = null;
  let agreed = false;

  function follow(worker: ServiceWorker | null): void {
    if (!worker || !container) return;
    const look = (): void => {
      // The very first worker waits for nobody: there is no older page that it could disturb.
      if (worker.state === "installed" && container.controller) waiting.value = true;
    };
    look();
    worker.addEventListener("statechange", look);
  }

  async function start(): Promise<void> {
    if (!container) return;
    const controlledBefore = container.controller !== null;
    registration = await container.register(scriptUrl("/sw.js"), { updateViaCache: "none" });
    follow(registration.waiting);
    follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration?.installing ?? null));
    container.addEventListener("controllerchange", () => {
      if (agreed) location.reload();
      else if (controlledBefore) waiting.value = true;
    });
    setInterval(() => void registration?.update().catch(() => undefined), LOOK_MS);
  }

  addEventListener("vite:preloadError", (event) => {
    event.preventDefault();
    waiting.value = true;
  });
  // Without a service worker the app works while there is a network; nothing else to tell.
  void start().catch(() => undefined);

  return {
    waiting,
    announce: () => {
      waiting.value = true;
    },
    async apply() {
      agreed = true;
      if (registration?.waiting) registration.waiting.postMessage("apply-update");
      else location.reload();
    },
  };
}
