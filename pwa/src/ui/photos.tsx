import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "./button";
import { Icon } from "./icon";
import { useModal } from "./modal";
import { uiWords } from "./ui-words";

export interface StripPhoto {
  id: string;
  /** Address of the picture; null while it is read. */
  src: string | null;
  label: string;
  note?: ComponentChildren | undefined;
}

interface PhotoStripProps {
  photos: readonly StripPhoto[];
  onOpen: (index: number) => void;
  /** Stands at the end, for example "take one more". */
  children?: ComponentChildren | undefined;
}

export function PhotoStrip({ photos, onOpen, children }: PhotoStripProps) {
  return (
    <div class="photo-strip">
      {photos.map((photo, index) => (
        <div key={photo.id} class="photo-strip__item">
          <button
            type="button"
            class="photo-strip__open"
            aria-label={photo.label}
            onClick={() => onOpen(index)}
          >
            {photo.src ? <img src={photo.src} alt="" /> : <Icon name="image" />}
          </button>
          {photo.note ? <span class="photo-strip__note">{photo.note}</span> : null}
        </div>
      ))}
      {children}
    </div>
  );
}

interface PhotoViewerProps {
  photos: readonly StripPhoto[];
  /** Which one is open; null: none. */
  at: number | null;
  onMove: (index: number | null) => void;
  /** More acts for the open photo, for example "remove". */
  acts?: ((index: number) => ComponentChildren) | undefined;
}

/** One photo over the whole screen; ← → move, Esc closes. */
export function PhotoViewer({ photos, at, onMove, acts }: PhotoViewerProps) {
  const w = uiWords();
  const [actual, setActual] = useState(false);
  const modal = useModal(at !== null, () => onMove(null));
  const photo = at === null ? undefined : photos[at];
  useEffect(() => {
    if (at !== null && !photo) onMove(null);
  }, [at, photo, onMove]);
  if (at === null || !photo) return null;
  const move = (by: number) => onMove((at + by + photos.length) % photos.length);
  return (
    <dialog
      class="viewer on-dark"
      ref={modal.dialog}
      aria-label={w.photo(at + 1, photos.length)}
      onCancel={modal.onCancel}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") move(1);
        if (event.key === "ArrowLeft") move(-1);
      }}
    >
      <div class="viewer__bar">
        <span>{w.photo(at + 1, photos.length)}</span>
        <div class="row">
          <Button onClick={() => setActual(!actual)}>{actual ? w.fit : w.actualSize}</Button>
          <Button icon="close" onClick={() => onMove(null)}>
            {w.close}
          </Button>
        </div>
      </div>
      <div class={`viewer__stage${actual ? " viewer__stage--actual" : ""}`}>
        {photo.src ? <img src={photo.src} alt={photo.label} /> : <span class="spinner" />}
      </div>
      <div class="viewer__bar">
        <Button onClick={() => move(-1)} disabled={photos.length < 2}>
          {w.previous}
        </Button>
        {acts?.(at)}
        <Button onClick={() => move(1)} disabled={photos.length < 2}>
          {w.next}
        </Button>
      </div>
    </dialog>
  );
}
