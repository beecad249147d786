/** Which one button an item of the outbox has. Pure. */
import type { OutboxItem } from "@/app/services";

export type ItemAct = "retry" | "mend" | "open" | "resume";

/** A refused violation was never accepted, so it is mended and sent anew; anything else is tried again or looked at. */
export function actOf(
  item: Pick<OutboxItem, "state" | "kind" | "problem" | "current" | "set_aside">,
): ItemAct {
  // What a mended record has taken the place of must not be sent as well.
  if (item.state === "set_aside") return item.set_aside?.replaced ? "open" : "resume";
  if (item.state !== "needs_attention") return "open";
  if (item.current) return "open";
  const refused = item.problem !== null && item.problem.status >= 400 && item.problem.status < 500;
  return refused && item.kind === "violation" ? "mend" : "retry";
}
