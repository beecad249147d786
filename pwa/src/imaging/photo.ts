import type { PreparedPhoto } from "@/domain/records/photo";

/** What goes between the page and its imaging worker. */

export interface PhotoTask {
  number: number;
  bytes: ArrayBuffer;
  type: string;
}

export type PhotoReply = { number: number } & ({ photo: PreparedPhoto } | { error: string });

/** The picture as taken is the original, up to 12 megapixels; what is larger is shrunk before it is hashed. */
export const MOST_PIXELS = 12_600_000;
export const MOST_BYTES = 8 * 1024 * 1024;
export const LONG_SIDE = 1920;
export const THUMBNAIL_SIDE = 320;
export const JPEG_QUALITY = 0.85;
/** What the server's decoder accepts. */
export const ACCEPTED = ["image/jpeg", "image/png", "image/webp"];

/** Fits into a square of `side`, never enlarges, keeps the proportions. */
export function fitInto(width: number, height: number, side: number): { width: number; height: number } {
  const factor = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/**
 * The long side of the picture that will be kept, or null when it stays as taken. A panorama is not
 * shrunk below 720 pixels on its short side (GA/T 832).
 */
export function longSideFor(width: number, height: number, bytes: number): number | null {
  if (width * height <= MOST_PIXELS && bytes <= MOST_BYTES) return null;
  const ratio = Math.max(width, height) / Math.min(width, height);
  return Math.max(LONG_SIDE, Math.ceil(720 * ratio));
}
