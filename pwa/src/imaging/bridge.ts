import type { PreparedPhoto } from "@/domain/records/photo";
import { scriptUrl } from "@/shared/trusted";
import type { PhotoReply, PhotoTask } from "./photo";
import { preparePhoto } from "./prepare";
import workerAddress from "./prepare.worker.ts?worker&url";

/** The worker's memory goes back to the phone when nobody took a photo for this long. */
const IDLE_MS = 10_000;

interface Waiting {
  resolve: (photo: PreparedPhoto) => void;
  reject: (error: Error) => void;
}

export type Prepare = (bytes: ArrayBuffer, type: string) => Promise<PreparedPhoto>;

/** Prepares photos in a worker, so that the form stays smooth; without workers in the page itself. */
export function createImaging(): Prepare {
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let count = 0;
  const waiting = new Map<number, Waiting>();

  function rest(): void {
    clearTimeout(idle);
    if (waiting.size > 0) return;
    idle = setTimeout(() => {
      worker?.terminate();
      worker = null;
    }, IDLE_MS);
  }

  function receive({ data }: MessageEvent<PhotoReply>): void {
    const task = waiting.get(data.number);
    waiting.delete(data.number);
    if ("photo" in data) task?.resolve(data.photo);
    else task?.reject(new Error(data.error));
    rest();
  }

  function fail(): void {
    worker?.terminate();
    worker = null;
    for (const task of waiting.values()) task.reject(new Error("photo_not_readable"));
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(scriptUrl(workerAddress), { type: "module" });
    started.addEventListener("message", receive);
    started.addEventListener("error", fail);
    return started;
  }

  return (bytes, type) => {
    if (typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined")
      return preparePhoto(bytes, type);
    clearTimeout(idle);
    worker ??= start();
    count += 1;
    const task: PhotoTask = { number: count, bytes, type };
    const result = new Promise<PreparedPhoto>((resolve, reject) =>
      waiting.set(task.number, { resolve, reject }),
    );
    worker.postMessage(task, [bytes]);
    return result;
  };
}
