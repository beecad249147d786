import { useServices } from "@/app/services";
import type { FixVerdict } from "@/domain/records/types";
import { VERDICT_WORDS } from "@/domain/records/words";
import type { Post } from "@/domain/reference/types";
import { judgeFix } from "@/domain/shifts/rules";
import { Badge, formatMetres, type IconName, say, type Tone } from "@/ui";
import { todayWords } from "./words";

const LOOKS: Record<FixVerdict, { tone: Tone; icon: IconName }> = {
  inside: { tone: "green", icon: "check" },
  uncertain: { tone: "amber", icon: "info" },
  outside: { tone: "red", icon: "warn" },
  no_fix: { tone: "plain", icon: "pin" },
};

interface PositionLineProps {
  post: Post | null;
  /** Without the advice for somebody who is about to confirm. */
  brief?: boolean;
}

/** The position against the post in words, with accuracy and age; told, never a gate. */
export function PositionLine({ post, brief = false }: PositionLineProps) {
  const w = todayWords();
  const { position } = useServices();
  const fix = position.fix.value;
  const state = position.state.value;
  if (!fix) {
    const words = state === "denied" ? "denied" : state === "unavailable" ? "unavailable" : "searching";
    return (
      <div class="position-line" role="status" data-testid="position">
        <Badge icon="pin">{w[words]}</Badge>
        {brief ? null : <span class="small soft">{w[`${words}Sub`]}</span>}
      </div>
    );
  }
  const { verdict, distanceM } = judgeFix(fix, post, post?.radius_m ?? 0);
  const look = LOOKS[verdict];
  return (
    <div class="position-line" data-testid="position">
      <Badge tone={look.tone} icon={look.icon} testId="verdict">
        {say(VERDICT_WORDS[verdict])}
      </Badge>
      <span class="small number">
        {[
          distanceM === null ? null : w.distance(formatMetres(distanceM)),
          w.accuracy(formatMetres(fix.accuracy_m)),
          w.age(fix.age_s),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {verdict === "inside" || brief ? null : <span class="small soft">{w.verdictSub[verdict]}</span>}
    </div>
  );
}
