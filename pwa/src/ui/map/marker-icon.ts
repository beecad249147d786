import type { MarkerTone } from "./types";

const SVG = "http://www.w3.org/2000/svg";

/** Outline and sign of each tone on a 24 × 24 field. */
const DRAWINGS: Readonly<Record<MarkerTone, { readonly body: string; readonly sign: string }>> = {
  good: { body: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Z", sign: "M7.5 12.4l3 3 6-6.4" },
  notice: { body: "M12 1.5 22.5 12 12 22.5 1.5 12Z", sign: "M12 7v6M12 16.2v.6" },
  attention: { body: "M12 2 23 21.5H1Z", sign: "M12 9v6M12 17.8v.6" },
  danger: { body: "M2.5 2.5h19v19h-19Z", sign: "M8 8l8 8M16 8l-8 8" },
  idle: { body: "M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14Z", sign: "" },
  point: { body: "M12 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12Z", sign: "" },
};

function path(d: string, className: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("d", d);
  element.setAttribute("class", className);
  return element;
}

/** Built as nodes, never as text: the content policy stays strict and nothing is parsed. */
export function drawMarker(tone: MarkerTone): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `map-sign map-sign--${tone}`);
  svg.setAttribute("aria-hidden", "true");
  const { body, sign } = DRAWINGS[tone];
  svg.append(path(body, "map-sign__body"));
  if (sign !== "") svg.append(path(sign, "map-sign__mark"));
  return svg;
}

export const MARKER_TONES = Object.keys(DRAWINGS) as readonly MarkerTone[];

/** The same drawing for a legend in the page. */
export function markerDrawing(tone: MarkerTone): { readonly body: string; readonly sign: string } {
  return DRAWINGS[tone];
}
