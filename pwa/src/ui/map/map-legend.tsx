import { markerDrawing } from "./marker-icon";
import type { MarkerTone } from "./types";

export interface LegendEntry {
  readonly tone: MarkerTone;
  readonly label: string;
}

export function MapSign({ tone }: { readonly tone: MarkerTone }) {
  const { body, sign } = markerDrawing(tone);
  return (
    <svg class={`map-sign map-sign--${tone}`} viewBox="0 0 24 24" aria-hidden="true">
      <path class="map-sign__body" d={body} />
      {sign === "" ? null : <path class="map-sign__mark" d={sign} />}
    </svg>
  );
}

/** What each sign on the map means, in words. */
export function MapLegend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul class="map-legend">
      {entries.map(({ tone, label }) => (
        <li key={tone}>
          <MapSign tone={tone} />
          {label}
        </li>
      ))}
    </ul>
  );
}
