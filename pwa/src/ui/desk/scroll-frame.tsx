import type { ComponentChildren } from "preact";

interface ScrollFrameProps {
  readonly label: string;
  readonly tall?: boolean;
  readonly children: ComponentChildren;
}

/** Around a table that may be longer or wider than its place and has nothing to focus: the keyboard scrolls it. */
export function ScrollFrame({ label, tall = false, children }: ScrollFrameProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll what lies outside.
    <section class={`table-frame${tall ? " table-frame--tall" : ""}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
