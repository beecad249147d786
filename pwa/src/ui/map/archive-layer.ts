import L from "leaflet";
import { PMTiles, TileType } from "pmtiles";

interface ArchiveOptions {
  readonly attribution: string;
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
    attribution: options.attribution,
    maxDataZoom: options.maxNativeZoom,
  });
  return layer as L.Layer;
}

/** The ground out of a PMTiles archive: pictures as they are, vector tiles drawn here. */
export async function archiveLayer(url: string): Promise<L.Layer> {
  const archive = new PMTiles(url);
  const header = await archive.getHeader();
  const metadata: unknown = await archive.getMetadata();
  const attribution = attributionOf(metadata);
  const picture = PICTURE_TYPES[header.tileType];
  if (picture !== undefined) {
    return new PictureLayer(archive, picture, {
      attribution,
      minNativeZoom: header.minZoom,
      maxNativeZoom: header.maxZoom,
    });
  }
  const dark = document.documentElement.dataset["theme"] === "dark";
  return drawnLayer(archive, { attribution, maxNativeZoom: header.maxZoom, dark });
}

function attributionOf(metadata: unknown): string {
  if (typeof metadata !== "object" || metadata === null || !("attribution" in metadata)) return "";
  // Shown as text: what a file says of itself is not markup of ours.
  const text = document.createElement("span");
  text.textContent = String(metadata.attribution).replace(/<[^>]*>/g, "");
  return text.innerHTML;
}
