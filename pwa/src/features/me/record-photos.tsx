import { useEffect, useMemo, useState } from "preact/hooks";
import { type MyRecord, useServices } from "@/app/services";
import type { RecordDetail } from "@/domain/records/types";
import { Card, PhotoStrip, PhotoViewer, useObjectUrls } from "@/ui";
import { meWords } from "./words";

interface RecordPhotosProps {
  record: MyRecord | null;
  detail: RecordDetail | null;
}

interface Shot {
  sha256: string;
  sent: boolean;
}

function shotsOf({ record, detail }: RecordPhotosProps): Shot[] {
  if (record?.local) return record.local.photos.map(({ sha256, on_server }) => ({ sha256, sent: on_server }));
  return (detail?.photos ?? []).map(({ sha256, verified }) => ({ sha256, sent: verified }));
}

/** Small pictures first; the whole one is read when somebody opens it. */
export function RecordPhotos(props: RecordPhotosProps) {
  const w = meWords();
  const { records } = useServices();
  const shots = shotsOf(props);
  const key = shots.map((shot) => shot.sha256).join();
  const [blobs, setBlobs] = useState<ReadonlyMap<string, Blob>>(new Map());
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    let gone = false;
    const keep = (sha256: string, blob: Blob | null) => {
      if (!gone && blob) setBlobs((before) => new Map(before).set(sha256, blob));
    };
    for (const sha256 of key.split(",").filter(Boolean))
      void records.thumbnail(sha256).then((blob) => keep(sha256, blob));
    return () => {
      gone = true;
    };
  }, [records, key]);
  const open = at === null ? null : (shots[at]?.sha256 ?? null);
  const [whole, setWhole] = useState<{ sha256: string; blob: Blob } | null>(null);
  useEffect(() => {
    if (!open) return;
    let gone = false;
    void records.photo(open).then((blob) => {
      if (!gone && blob) setWhole({ sha256: open, blob });
    });
    return () => {
      gone = true;
    };
  }, [records, open]);
  const pictures = useMemo(
    () =>
      key
        .split(",")
        .filter(Boolean)
        .map((sha256) => {
          const large = sha256 === open && whole?.sha256 === sha256;
          return {
            id: large ? `${sha256}-large` : sha256,
            blob: large ? whole.blob : (blobs.get(sha256) ?? null),
          };
        }),
    [key, blobs, open, whole],
  );
  const urls = useObjectUrls(pictures);
  if (shots.length === 0) return null;
  const strip = shots.map((shot, index) => ({
    id: shot.sha256,
    src: urls.get(`${shot.sha256}-large`) ?? urls.get(shot.sha256) ?? null,
    label: w.photo(index + 1),
    note: shot.sent ? w.photoSent : w.photoWaits,
  }));
  return (
    <Card title={w.photos}>
      <PhotoStrip photos={strip} onOpen={setAt} />
      <PhotoViewer photos={strip} at={at} onMove={setAt} />
    </Card>
  );
}
