import { useEffect, useState } from "preact/hooks";

/** Addresses for bytes that are shown as pictures; given back when they are no longer shown. */
export function useObjectUrls(
  pictures: readonly { id: string; blob: Blob | null }[],
): ReadonlyMap<string, string> {
  const [urls, setUrls] = useState<ReadonlyMap<string, string>>(new Map());
  const key = pictures.map((picture) => `${picture.id}${picture.blob ? "+" : "-"}`).join();
  // The key says whether the pictures are others than before.
  useEffect(() => {
    const made = new Map<string, string>();
    for (const { id, blob } of pictures) if (blob) made.set(id, URL.createObjectURL(blob));
    setUrls(made);
    return () => {
      for (const url of made.values()) URL.revokeObjectURL(url);
    };
  }, [key]);
  return urls;
}
