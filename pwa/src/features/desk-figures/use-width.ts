import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Width<Element> {
  readonly box: RefObject<Element | null>;
  /** Pixels; a sensible guess before the first measure. */
  readonly width: number;
}

/** The width of an element, so that a chart is drawn in real pixels and its letters keep their size. */
export function useWidth<Element extends HTMLElement>(guess: number): Width<Element> {
  const box = useRef<Element>(null);
  const [width, setWidth] = useState(guess);
  useEffect(() => {
    if (box.current === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}
