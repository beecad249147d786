import { useEffect, useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { RecordDetail } from "@/domain/records/types";
import { sha256 } from "@/shared/digest";
import { Banner, formatInstant, PhotoStrip, PhotoViewer } from "@/ui";
import { words } from "./words";

type Photo = RecordDetail["photos"][number];
type HashState = "hashing" | "held" | "failed" | "unread";

/** Addresses of pictures that are given back when the screen goes. */
function useObjectUrls(paths: readonly string[], active: boolean): ReadonlyMap<string, string> {
  const { api } = useServices();
  const [urls, setUrls] = useState<ReadonlyMap<string, string>>(new Map());
  const key = active ? paths.join(" ") : "";
  useEffect(() => {
    if (key === "") return;
    const abort = new AbortController();
    const made: string[] = [];
    for (const path of key.split(" ")) {
      api.blob(path, { signal: abort.signal }).then(
        (blob) => {
          if (abort.signal.aborted) return;
          const url = URL.createObjectURL(blob);
          made.push(url);
          setUrls((old) => new Map(old).set(path, url));
        },
        () => undefined,
      );
    }
    return () => {
      abort.abort();
      for (const url of made) URL.revokeObjectURL(url);
      setUrls(new Map());
    };
  }, [key, api]);
  return urls;
}

interface Original {
  readonly url: string | null;
  readonly state: HashState;
}

/** The original of one photo, its hash computed anew from the bytes that arrived. */
function useOriginal(photo: Photo | undefined): Original {
  const { api } = useServices();
  const [original, setOriginal] = useState<Original>({ url: null, state: "hashing" });
  const wanted = photo?.sha256;
  useEffect(() => {
    setOriginal({ url: null, state: "hashing" });
    if (wanted === undefined) return;
    const abort = new AbortController();
    let url: string | null = null;
    const read = async () => {
      const blob = await api.blob(`/photos/${wanted}`, { signal: abort.signal });
      const same = (await sha256(await blob.arrayBuffer())) === wanted;
      if (abort.signal.aborted) return;
      url = URL.createObjectURL(blob);
      setOriginal({ url, state: same ? "held" : "failed" });
    };
    read().catch(() => {
      if (!abort.signal.aborted) setOriginal({ url: null, state: "unread" });
    });
    return () => {
      abort.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [wanted, api]);
  return original;
}

export function Photos({ record }: { readonly record: RecordDetail }) {
  const w = words();
  const [at, setAt] = useState<number | null>(null);
  const arrived = record.photos.filter((photo) => photo.verified);
  const thumbnails = useObjectUrls(
    arrived.map((photo) => `/photos/${photo.sha256}/thumbnail`),
    true,
  );
  const open = at === null ? undefined : record.photos[at];
  const original = useOriginal(open?.verified ? open : undefined);
  if (record.photos.length === 0) return <p class="soft">{w.noPhotos}</p>;
  const strip = record.photos.map((photo, index) => ({
    id: photo.sha256,
    src: thumbnails.get(`/photos/${photo.sha256}/thumbnail`) ?? null,
    label: w.photoOf(index + 1),
    note: photo.verified ? w.photoOf(index + 1) : w.photoPending,
  }));
  const shown = strip.map((each, index) => (index === at ? { ...each, src: original.url } : each));
  return (
    <div class="stack stack--tight">
      {record.complete ? null : (
        <Banner tone="amber">{w.photosMissing(record.photos_verified, record.photos_expected)}</Banner>
      )}
      <PhotoStrip photos={strip} onOpen={setAt} />
      <PhotoViewer
        photos={shown}
        at={at}
        onMove={setAt}
        acts={() => (open === undefined ? null : <PhotoFacts photo={open} state={original.state} />)}
      />
    </div>
  );
}

function PhotoFacts({ photo, state }: { readonly photo: Photo; readonly state: HashState }) {
  const w = words();
  const verdict = {
    hashing: w.hashing,
    held: `✓ ${w.hashHeld}`,
    failed: `✗ ${w.hashFailed}`,
    unread: w.photoUnread,
  }[photo.verified ? state : "unread"];
  return (
    <div class="photo-facts" data-testid="photo-facts">
      <span>
        {w.taken} {formatInstant(photo.taken_at)} · {photo.width} × {photo.height}
      </span>
      <span class="hash">
        {w.hash} {photo.sha256}
      </span>
      <span class="strong">{verdict}</span>
    </div>
  );
}
