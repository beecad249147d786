import { useEffect, useRef, useState } from "preact/hooks";
import "./map.css";
import type { MapHandle } from "./leaflet-map";
import type { MapConfig, MapContent, MapWords } from "./types";

interface MapViewProps {
  readonly config: MapConfig;
  readonly content: MapContent;
  readonly words: MapWords;
  readonly onOpen?: (id: string) => void;
  /** Zoom to the content when it first appears (a record), instead of the whole district (the board). */
  readonly fitContent?: boolean;
}

/** A map that loads its own code on first use and redraws its content whenever that changes. */
export function MapView({ config, content, words, onOpen, fitContent = false }: MapViewProps) {
  const root = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const open = useRef(onOpen);
  open.current = onOpen;

  useEffect(() => {
    let gone = false;
    let made: MapHandle | null = null;
    void import("./leaflet-map").then(({ openMap }) => {
      if (gone || root.current === null) return;
      made = openMap(root.current, { config, words, onOpen: (id) => open.current?.(id) });
      setHandle(made);
    });
    return () => {
      gone = true;
      made?.remove();
      setHandle(null);
    };
  }, [config, words]);

  useEffect(() => handle?.show(content), [handle, content]);
  useEffect(() => {
    if (fitContent) handle?.fit(content);
    // Only the first sight is chosen for the reader; afterwards the view is theirs.
  }, [handle, fitContent]);
  useEffect(() => {
    if (handle === null || root.current === null) return;
    const watch = new ResizeObserver(() => handle.resize());
    watch.observe(root.current);
    return () => watch.disconnect();
  }, [handle]);

  return (
    <section class="map-frame" aria-label={words.name}>
      <div class="map-frame__canvas" ref={root} />
    </section>
  );
}
