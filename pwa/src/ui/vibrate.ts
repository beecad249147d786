/** A short sign in the hand that something was saved; phones without it stay still. */
export function vibrateSaved(): void {
  if (typeof navigator !== "undefined" && typeof navigator.vibrate === "function") navigator.vibrate(60);
}
