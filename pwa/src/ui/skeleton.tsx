import { useEffect, useState } from "preact/hooks";
import { uiWords } from "./ui-words";

const PATIENCE_MS = 300;

interface SkeletonProps {
  /** How many lines of the coming list to hint at. */
  lines?: number | undefined;
  /** Pixels. */
  height?: number | undefined;
}

/** Grey shapes where something will stand; drawn only when it takes longer than a blink. */
export function Skeleton({ lines = 3, height = 56 }: SkeletonProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={`stack stack--tight${late ? "" : " skeleton-wait"}`} role="status" aria-busy="true">
      <span class="visually-hidden">{uiWords().loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="skeleton" style={{ height: `${height}px` }} aria-hidden="true" />
      ))}
    </div>
  );
}
