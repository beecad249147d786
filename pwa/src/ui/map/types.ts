import type { Datum, LatLon } from "./datum";

/** `GET /map/config`. The outline is GeoJSON in WGS-84; the datum is the one the tiles are drawn in. */
export interface MapConfig {
  readonly outline: GeoJSON.GeoJsonObject | null;
  readonly tiles: { readonly url: string; readonly datum: Datum; readonly attribution: string } | null;
  readonly pmtiles_url: string | null;
  readonly centre: LatLon;
  readonly zoom: number;
}

/** Each tone has its own shape and sign, so that no state is told by colour alone. */
export type MarkerTone = "good" | "notice" | "attention" | "danger" | "idle" | "point";

export interface MapMarker extends LatLon {
  readonly id: string;
  readonly tone: MarkerTone;
  /** What a screen reader says and the tooltip shows. */
  readonly name: string;
}

export interface MapCircle extends LatLon {
  readonly radius_m: number;
  readonly kind: "area" | "accuracy";
}

export interface MapLine {
  readonly from: LatLon;
  readonly to: LatLon;
}

/** Everything that is drawn over the ground, in WGS-84. */
export interface MapContent {
  readonly markers: readonly MapMarker[];
  readonly circles?: readonly MapCircle[];
  readonly lines?: readonly MapLine[];
  readonly selected?: string | null;
}

export interface MapWords {
  readonly zoom_in: string;
  readonly zoom_out: string;
  /** Of the whole map, for screen readers. */
  readonly name: string;
}
