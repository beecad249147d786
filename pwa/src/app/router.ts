/** The address is the state: path and query as signals, changed through `navigate` and `setQuery` only. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";

const currentPath = signal("/");
const currentQuery = signal<URLSearchParams>(new URLSearchParams());

export const path: ReadonlySignal<string> = currentPath;
export const query: ReadonlySignal<URLSearchParams> = currentQuery;

function readAddress(): void {
  batch(() => {
    currentPath.value = location.pathname;
    currentQuery.value = new URLSearchParams(location.search);
  });
}

/** Goes to a path of this app, for example `/record/violation?post=1`. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin) throw new Error("only addresses of this app");
  const target = url.pathname + url.search + url.hash;
  if (options.replace) history.replaceState(history.state, "", target);
  else history.pushState(null, "", target);
  readAddress();
  if (!options.replace && typeof scrollTo === "function") scrollTo(0, 0);
}

export function back(fallback: string): void {
  if (history.length > 1) history.back();
  else navigate(fallback, { replace: true });
}

/** Changes some query parameters (null or empty takes one away) and keeps the others. */
export function setQuery(
  changes: Readonly<Record<string, string | null>>,
  options: { replace?: boolean } = { replace: true },
): void {
  const next = new URLSearchParams(currentQuery.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  navigate(currentPath.value + (text ? `?${text}` : ""), options);
}

/** The named parts of `pattern` in `actual`, or null when it does not fit. */
export function match(pattern: string, actual: string): Record<string, string> | null {
  const wanted = pattern.split("/").filter(Boolean);
  const given = actual.split("/").filter(Boolean);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodePart(value);
    else if (part !== value) return null;
  }
  return params;
}

function decodePart(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || !isPlainClick(event)) return;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link?.href || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  event.preventDefault();
  navigate(url.pathname + url.search + url.hash);
}

/** Starts listening; plain `<a href="/…">` then moves within the app. */
export function startRouter(): () => void {
  readAddress();
  addEventListener("popstate", readAddress);
  document.addEventListener("click", followLink);
  return () => {
    removeEventListener("popstate", readAddress);
    document.removeEventListener("click", followLink);
  };
}
