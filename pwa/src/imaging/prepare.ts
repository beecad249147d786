/** Shrinking, hashing and the thumbnail of one photo; runs in a worker, or in the page where there is none. */
import type { PreparedPhoto } from "@/domain/records/photo";
import { sha256 } from "@/shared/digest";
import { ACCEPTED, fitInto, JPEG_QUALITY, longSideFor, THUMBNAIL_SIDE } from "./photo";

async function draw(bitmap: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const { width, height } = fitInto(bitmap.width, bitmap.height, side);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("photo_not_readable");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

/** Throws Error("photo_not_readable") for bytes that this browser cannot show. */
export async function preparePhoto(original: ArrayBuffer, type: string): Promise<PreparedPhoto> {
  const bitmap = await createImageBitmap(new Blob([original], { type })).catch(() => {
    throw new Error("photo_not_readable");
  });
  try {
    const needed = longSideFor(bitmap.width, bitmap.height, original.byteLength);
    const keep = needed === null && ACCEPTED.includes(type);
    const side = needed ?? Math.max(bitmap.width, bitmap.height);
    const bytes = keep ? original : await (await draw(bitmap, side, JPEG_QUALITY)).arrayBuffer();
    const { width, height } = keep ? bitmap : fitInto(bitmap.width, bitmap.height, side);
    const thumbnail = await (await draw(bitmap, THUMBNAIL_SIDE, 0.7)).arrayBuffer();
    return { bytes, type: keep ? type : "image/jpeg", width, height, sha256: await sha256(bytes), thumbnail };
  } finally {
    bitmap.close();
  }
}
