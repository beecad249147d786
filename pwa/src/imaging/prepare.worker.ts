/// <reference lib="webworker" />
import type { PhotoReply, PhotoTask } from "./photo";
import { preparePhoto } from "./prepare";

declare const self: DedicatedWorkerGlobalScope;

async function answer({ number, bytes, type }: PhotoTask): Promise<void> {
  try {
    const photo = await preparePhoto(bytes, type);
    const moved = photo.thumbnail ? [photo.bytes, photo.thumbnail] : [photo.bytes];
    self.postMessage({ number, photo } satisfies PhotoReply, moved);
  } catch (error) {
    self.postMessage({
      number,
      error: error instanceof Error ? error.message : "photo_not_readable",
    } satisfies PhotoReply);
  }
}

self.addEventListener("message", (event: MessageEvent<PhotoTask>) => void answer(event.data));
