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
  const [attribution, setAttribution] = useState("");
  const open = useRef(onOpen);
  open.current = onOpen;

  useEffect(() => {
    let gone = false;
    let made: MapHandle | null = null;
    void import("./leaflet-map").then(({ openMap }) => {
      if (gone || root.current === null) return;
      made = openMap(root.current, {
        config,
        onOpen: (id) => open.current?.(id),
        onAttribution: setAttribution,
      });
      setHandle(made);
    });
    return () => {
      gone = true;
      made?.remove();
      setHandle(null);
    };
  }, [config]);

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
      <div class="map-frame__zoom no-print">
        <button type="button" aria-label={words.zoom_in} onClick={() => handle?.zoom(1)}>
          +
        </button>
        <button type="button" aria-label={words.zoom_out} onClick={() => handle?.zoom(-1)}>
          −
        </button>
      </div>
      {attribution === "" ? null : <small class="map-frame__source">{attribution}</small>}
    </section>
  );
}
