import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { violationWords } from "./words";

const RADIUS = 36;
const ROUND = 2 * Math.PI * RADIUS;

/** Seconds since the last photo, counted on while somebody looks; null before the first one. */
function useSeconds(since: number | null, until: number): number | null {
  const [, tick] = useState(0);
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => {
      tick((count) => count + 1);
      if (Date.now() - since > until * 1000) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [since, until]);
  return since === null ? null : (Date.now() - since) / 1000;
}

interface ShutterProps {
  /** Device clock of the last photo, milliseconds. */
  lastAt: number | null;
  gapSeconds: number;
  disabled: boolean;
  /** Said before the hint about the spacing, for example how many are still needed. */
  note: string;
  onShoot: () => void;
  /** Beside the release, left and right. */
  start: ComponentChildren;
  end: ComponentChildren;
}

/** The release, with a ring that fills while a standing vehicle has to be waited for. It is a hint and never blocks. */
export function Shutter({ lastAt, gapSeconds, disabled, note, onShoot, start, end }: ShutterProps) {
  const w = violationWords();
  const seconds = useSeconds(lastAt, gapSeconds);
  const share = seconds === null ? 1 : Math.max(0, Math.min(1, seconds / gapSeconds));
  const left = Math.ceil(gapSeconds * (1 - share));
  const hint = seconds === null ? w.photosHint : left > 0 ? w.gapWait(left) : w.gapReady;
  return (
    <div class="shutter">
      <div class="shutter__row">
        <div>{start}</div>
        <button
          type="button"
          class="shutter__button"
          aria-label={w.shoot}
          disabled={disabled}
          onClick={onShoot}
          data-testid="shoot"
        >
          <svg viewBox="0 0 80 80" aria-hidden="true">
            <circle class="shutter__track" cx="40" cy="40" r={RADIUS} />
            <circle
              class="shutter__ring"
              cx="40"
              cy="40"
              r={RADIUS}
              stroke-dasharray={ROUND}
              stroke-dashoffset={ROUND * (1 - share)}
            />
            <circle class="shutter__disc" cx="40" cy="40" r="28" />
          </svg>
        </button>
        <div>{end}</div>
      </div>
      <p class="small shutter__hint">{[note, hint].filter(Boolean).join(" · ")}</p>
    </div>
  );
}
