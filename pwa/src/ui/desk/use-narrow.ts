import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 759px)";

/** True where a table would have to scroll sideways: lists stand in its place. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const watch = matchMedia(NARROW);
    const onChange = () => setNarrow(watch.matches);
    onChange();
    watch.addEventListener("change", onChange);
    return () => watch.removeEventListener("change", onChange);
  }, []);
  return narrow;
}
