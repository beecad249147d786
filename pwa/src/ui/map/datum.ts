/**
 * Datums of the map edge. Everything stored is WGS-84; only what is drawn over a Chinese base map is converted.
 * Forward formula of GCJ-02 as published; the inverse is found by iteration and is good to a few centimetres.
 */
export type Datum = "wgs84" | "gcj02";

/** Degrees. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

/** Krasovsky 1940, as GCJ-02 uses it: semi-major axis in metres and first eccentricity squared. */
const AXIS_M = 6378245.0;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const INVERSE_STEPS = 6;

function waves(x: number): number {
  return ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
}

function shiftLat(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  const short = ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3;
  const long = ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  return base + waves(x) + short + long;
}

function shiftLon(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  const short = ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3;
  const long = ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  return base + waves(x) + short + long;
}

/** The box outside which GCJ-02 is not shifted. */
export function isOutsideChina({ lat, lon }: LatLon): boolean {
  return lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271;
}

export function gcj02FromWgs84(point: LatLon): LatLon {
  if (isOutsideChina(point)) return point;
  const x = point.lon - 105;
  const y = point.lat - 35;
  const phi = (point.lat * Math.PI) / 180;
  const w = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const metresPerLat = ((AXIS_M * (1 - ECCENTRICITY_SQUARED)) / (w * Math.sqrt(w))) * (Math.PI / 180);
  const metresPerLon = (AXIS_M / Math.sqrt(w)) * Math.cos(phi) * (Math.PI / 180);
  return { lat: point.lat + shiftLat(x, y) / metresPerLat, lon: point.lon + shiftLon(x, y) / metresPerLon };
}

export function wgs84FromGcj02(point: LatLon): LatLon {
  let guess = point;
  for (let step = 0; step < INVERSE_STEPS; step += 1) {
    const there = gcj02FromWgs84(guess);
    guess = { lat: guess.lat + point.lat - there.lat, lon: guess.lon + point.lon - there.lon };
  }
  return guess;
}

/** A stored point as the map of this datum shows it. */
export function toMap(point: LatLon, datum: Datum): LatLon {
  return datum === "gcj02" ? gcj02FromWgs84(point) : point;
}

/** A point of the map of this datum, as it is stored. */
export function fromMap(point: LatLon, datum: Datum): LatLon {
  return datum === "gcj02" ? wgs84FromGcj02(point) : point;
}
