import L from "leaflet";
import { PMTiles, TileType } from "pmtiles";

interface ArchiveOptions {
  readonly maxNativeZoom: number;
  readonly dark: boolean;
}

const PICTURE_TYPES: Partial<Record<TileType, string>> = {
  [TileType.Png]: "image/png",
  [TileType.Jpeg]: "image/jpeg",
  [TileType.Webp]: "image/webp",
  [TileType.Avif]: "image/avif",
};

/** Tiles that are pictures, read out of one archive file by byte ranges. */
class PictureLayer extends L.GridLayer {
  readonly #archive: PMTiles;
  readonly #type: string;

  constructor(archive: PMTiles, type: string, options: L.GridLayerOptions) {
    super(options);
    this.#archive = archive;
    this.#type = type;
  }

  protected override createTile(at: L.Coords, done: L.DoneCallback): HTMLElement {
    const image = document.createElement("img");
    image.alt = "";
    void this.#load(image, at).then(
      () => done(undefined, image),
      (fault: unknown) => done(fault instanceof Error ? fault : new Error(String(fault)), image),
    );
    return image;
  }

  async #load(image: HTMLImageElement, at: L.Coords): Promise<void> {
    const tile = await this.#archive.getZxy(at.z, at.x, at.y);
    if (tile === undefined) return;
    const url = URL.createObjectURL(new Blob([tile.data], { type: this.#type }));
    try {
      image.src = url;
      await image.decode();
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

async function drawnLayer(archive: PMTiles, options: ArchiveOptions): Promise<L.Layer> {
  // This library looks for Leaflet on the global object.
  Object.assign(globalThis, { L });
  const { leafletLayer } = await import("protomaps-leaflet");
  const layer: unknown = leafletLayer({
    url: archive,
    flavor: options.dark ? "dark" : "light",
    lang: "zh-Hans",
    attribution: "",
    maxDataZoom: options.maxNativeZoom,
  });
  return layer as L.Layer;
}

export interface Archive {
  readonly layer: L.Layer;
  /** Plain text. */
  readonly attribution: string;
}

/** The ground out of a PMTiles archive: pictures as they are, vector tiles drawn here. */
export async function openArchive(url: string): Promise<Archive> {
  const archive = new PMTiles(url);
  const header = await archive.getHeader();
  const attribution = attributionOf(await archive.getMetadata());
  const picture = PICTURE_TYPES[header.tileType];
  if (picture === undefined) {
    const dark = document.documentElement.dataset["theme"] === "dark";
    return { layer: await drawnLayer(archive, { maxNativeZoom: header.maxZoom, dark }), attribution };
  }
  const range = { minNativeZoom: header.minZoom, maxNativeZoom: header.maxZoom };
  return { layer: new PictureLayer(archive, picture, range), attribution };
}

/** What the archive says of its source, without the markup that such notes often carry. */
function attributionOf(metadata: unknown): string {
  if (typeof metadata !== "object" || metadata === null || !("attribution" in metadata)) return "";
  return String(metadata.attribution).replace(/<[^>]*>/g, "");
}
