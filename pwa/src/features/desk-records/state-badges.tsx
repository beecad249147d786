import type { RecordState, RecordSummary } from "@/domain/records/types";
import { RECORD_STATE_WORDS } from "@/domain/records/words";
import { Badge, type IconName, say, type Tone } from "@/ui";
import { words } from "./words";

const STATE_SIGNS: Record<RecordState, { readonly tone: Tone; readonly icon: IconName }> = {
  accepted: { tone: "green", icon: "received" },
  under_review: { tone: "blue", icon: "clock" },
  returned: { tone: "amber", icon: "undo" },
  voided: { tone: "plain", icon: "close" },
};

/** Where the record stands, and what is still wanting. */
export function StateBadges({ record }: { readonly record: RecordSummary }) {
  const w = words();
  const sign = STATE_SIGNS[record.state];
  return (
    <span class="row">
      <Badge tone={sign.tone} icon={sign.icon}>
        {say(RECORD_STATE_WORDS[record.state])}
      </Badge>
      {record.complete ? null : (
        <Badge tone="amber" icon="image">
          {w.completeNo}
        </Badge>
      )}
      {record.late ? (
        <Badge tone="amber" icon="clock">
          {w.lateYes}
        </Badge>
      ) : null}
    </span>
  );
}
