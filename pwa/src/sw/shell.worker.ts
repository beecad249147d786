/// <reference lib="webworker" />
/**
 * Keeps the app shell of one build, so that the app opens with no network.
 * It answers GET for the shell only: never `/api`, never another method; records and photos do not pass through here.
 * A new version waits until a person agrees (message `apply-update`); old caches go when it takes over.
 */
export {};

declare const self: ServiceWorkerGlobalScope;

interface ShellList {
  version: string;
  files: { url: string; integrity: string }[];
}

// The build puts the real list here (build/shell-list.ts).
const shell = "__SHELL_LIST__" as unknown as ShellList;
const PREFIX = "luqin-shell-";
const CACHE = `${PREFIX}${shell.version}`;
const START = "/index.html";
const addresses = new Set(shell.files.map((file) => file.url));

/** Fetches with the digest of the build: a proxy's log-in page or a half-deployed server is never kept. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const { url, integrity } of shell.files) {
    if (await cache.match(url)) continue;
    const response = await fetch(url, { integrity, cache: "no-cache", redirect: "error" });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    await cache.put(url, response);
  }
}

async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

async function fromShell(url: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepShell()));

self.addEventListener("activate", (event) =>
  event.waitUntil(dropOldCaches().then(() => self.clients.claim())),
);

self.addEventListener("message", (event) => {
  if (event.data === "apply-update") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (addresses.has(url.pathname)) event.respondWith(fromShell(url.pathname, request));
  else if (request.mode === "navigate" && !/^\/(api|health)(\/|$)/.test(url.pathname))
    event.respondWith(fromShell(START, request));
});
