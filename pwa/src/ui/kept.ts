/** Small choices kept per device. A browser that forbids storage only forgets them. */
export function kept(key: string): string | null {
  try {
    return typeof localStorage === "undefined" ? null : localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    if (typeof localStorage !== "undefined") localStorage.setItem(key, value);
  } catch {
    // The choice still holds until the page is closed.
  }
}
