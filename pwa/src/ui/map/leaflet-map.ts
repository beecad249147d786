import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { type Datum, type LatLon, toMap } from "./datum";
import { drawMarker } from "./marker-icon";
import type { MapCircle, MapConfig, MapContent, MapLine, MapMarker } from "./types";

export interface MapHandle {
  show(content: MapContent): void;
  /** Moves the view so that all markers and circles are in sight. */
  fit(content: MapContent): void;
  zoom(by: 1 | -1): void;
  resize(): void;
  remove(): void;
}

export interface MapSetup {
  readonly config: MapConfig;
  readonly onOpen: (id: string) => void;
  /** Whose ground it is, as plain text, once known. */
  readonly onAttribution: (text: string) => void;
}

const SIGN_PX = 26;
const CLOSEST_FIT = 17;

function datumOf(config: MapConfig): Datum {
  return config.pmtiles_url === null ? (config.tiles?.datum ?? "wgs84") : "wgs84";
}

function pair(point: LatLon, datum: Datum): L.LatLngTuple {
  const moved = toMap(point, datum);
  return [moved.lat, moved.lon];
}

function makeMap(root: HTMLElement): L.Map {
  // Leaflet's own controls write markup, which our content policy refuses: the frame around brings buttons instead.
  return L.map(root, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 9,
    maxZoom: 19,
  });
}

async function addGround(map: L.Map, { config, onAttribution }: MapSetup): Promise<void> {
  if (config.pmtiles_url !== null) {
    const { openArchive } = await import("./archive-layer");
    const archive = await openArchive(config.pmtiles_url);
    archive.layer.addTo(map);
    onAttribution(archive.attribution);
  } else if (config.tiles !== null) {
    L.tileLayer(config.tiles.url, { maxZoom: 19 }).addTo(map);
    onAttribution(config.tiles.attribution);
  }
}

function addOutline(map: L.Map, config: MapConfig, datum: Datum): L.LatLngBounds | null {
  if (config.outline === null) return null;
  const bare = config.tiles === null && config.pmtiles_url === null;
  const layer = L.geoJSON(config.outline, {
    interactive: false,
    style: { className: bare ? "map-outline map-outline--bare" : "map-outline" },
    coordsToLatLng: ([lon, lat]) => L.latLng(pair({ lat, lon }, datum)),
  }).addTo(map);
  return layer.getBounds();
}

function makeMarker(marker: MapMarker, datum: Datum, selected: boolean): L.Marker {
  const box = document.createElement("div");
  box.append(drawMarker(marker.tone));
  const icon = L.divIcon({
    html: box,
    className: selected ? "map-marker map-marker--selected" : "map-marker",
    iconSize: [SIGN_PX, SIGN_PX],
  });
  const over = marker.tone === "danger" ? 400 : marker.tone === "attention" ? 300 : 0;
  return L.marker(pair(marker, datum), { icon, zIndexOffset: selected ? 1000 : over, riseOnHover: true });
}

function textNode(text: string): HTMLElement {
  const box = document.createElement("span");
  box.textContent = text;
  return box;
}

function makeCircle(circle: MapCircle, datum: Datum): L.Circle {
  return L.circle(pair(circle, datum), {
    radius: circle.radius_m,
    className: `map-circle map-circle--${circle.kind}`,
    interactive: false,
  });
}

function makeLine(line: MapLine, datum: Datum): L.Polyline {
  return L.polyline([pair(line.from, datum), pair(line.to, datum)], {
    className: "map-line",
    interactive: false,
  });
}

function boundsOf(content: MapContent, datum: Datum): L.LatLngBounds {
  const bounds = L.latLngBounds(content.markers.map((marker) => pair(marker, datum)));
  for (const circle of content.circles ?? []) {
    bounds.extend(L.latLng(pair(circle, datum)).toBounds(circle.radius_m * 2));
  }
  return bounds;
}

/** Draws the ground once and hands back what redraws the content over it. */
export function openMap(root: HTMLElement, setup: MapSetup): MapHandle {
  const { config, onOpen } = setup;
  const datum = datumOf(config);
  const map = makeMap(root);
  const bounds = addOutline(map, config, datum);
  if (bounds?.isValid()) map.fitBounds(bounds, { padding: [8, 8] });
  else map.setView(pair(config.centre, datum), config.zoom);
  // Without its ground the map still stands: outline and posts are our own.
  addGround(map, setup).catch(() => undefined);
  const layer = L.layerGroup().addTo(map);

  const show = (content: MapContent) => {
    // A redraw must not throw the keyboard user off the marker they stand on.
    const focused = document.activeElement?.getAttribute("data-marker") ?? null;
    layer.clearLayers();
    for (const circle of content.circles ?? []) makeCircle(circle, datum).addTo(layer);
    for (const line of content.lines ?? []) makeLine(line, datum).addTo(layer);
    for (const each of content.markers) {
      const marker = makeMarker(each, datum, each.id === content.selected).addTo(layer);
      marker.on("click", () => onOpen(each.id));
      marker.bindTooltip(textNode(each.name), { direction: "top", offset: [0, -10], className: "map-tip" });
      const element = marker.getElement();
      element?.setAttribute("aria-label", each.name);
      element?.setAttribute("data-marker", each.id);
      if (focused === each.id) element?.focus({ preventScroll: true });
    }
  };

  return {
    show,
    fit: (content) => {
      const wanted = boundsOf(content, datum);
      if (wanted.isValid()) map.fitBounds(wanted, { padding: [28, 28], maxZoom: CLOSEST_FIT });
    },
    zoom: (by) => map.setZoom(map.getZoom() + by),
    resize: () => map.invalidateSize(),
    remove: () => map.remove(),
  };
}
