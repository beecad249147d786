import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type CameraSession, type CapturedPhoto, useServices } from "@/app/services";
import { Banner, Button, formatTime, Icon, PhotoStrip, PhotoViewer, useObjectUrls } from "@/ui";
import { Shutter } from "./shutter";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

type CameraState = { name: "opening" | "closed" } | { name: "open"; session: CameraSession };

/** The camera, as long as this step is on the screen. */
function useCamera(): CameraState {
  const { camera } = useServices();
  const [state, setState] = useState<CameraState>({ name: camera.available ? "opening" : "closed" });
  useEffect(() => {
    if (!camera.available) return;
    let gone = false;
    let opened: CameraSession | null = null;
    camera.open().then(
      (session) => {
        opened = session;
        if (gone) session.close();
        else setState({ name: "open", session });
      },
      () => {
        if (!gone) setState({ name: "closed" });
      },
    );
    return () => {
      gone = true;
      opened?.close();
    };
  }, [camera]);
  return state;
}

export function PhotoStep({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { camera, quota, reference } = useServices();
  const state = useCamera();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const full = quota.level.value === "full";
  const gap = reference.value?.policy.photo_gap_s ?? 10;
  const needed = Math.max(0, (reference.value?.policy.photos_min ?? 2) - control.photos.length);
  const lastAt = control.photos.reduce<number | null>(
    (last, photo) => Math.max(last ?? 0, photo.taken_at),
    null,
  );

  const take = async (make: () => Promise<CapturedPhoto>) => {
    setBusy(true);
    setFailed(false);
    try {
      await control.addPhoto(await make());
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
      void quota.refresh();
    }
  };
  const takeFiles = async (files: FileList | null) => {
    for (const file of files ?? []) await take(() => camera.fromFile(file));
  };
  return (
    <div class="photo-step">
      {state.name === "closed" ? (
        <Banner tone="amber">{w.cameraDenied}</Banner>
      ) : (
        <Stage state={state} busy={busy} />
      )}
      <Shots control={control} />
      {failed ? (
        <Banner tone="red" alert>
          {w.photoFailed}
        </Banner>
      ) : null}
      {full ? (
        <Banner tone="red" alert>
          {w.spaceFull}
        </Banner>
      ) : null}
      {state.name === "closed" ? (
        <FileButton full={full} wide onFiles={takeFiles} />
      ) : (
        <Shutter
          lastAt={lastAt}
          gapSeconds={gap}
          disabled={state.name !== "open" || busy || full}
          note={
            control.photos.length === 0
              ? ""
              : needed > 0
                ? w.photosNeeded(needed)
                : w.photosEnough(control.photos.length)
          }
          onShoot={() => {
            if (state.name === "open") void take(() => state.session.grab());
          }}
          start={<FileButton full={full} onFiles={takeFiles} />}
          end={state.name === "open" ? <Lamp session={state.session} /> : null}
        />
      )}
    </div>
  );
}

function Stage({ state, busy }: { state: CameraState; busy: boolean }) {
  const w = violationWords();
  const video = useRef<HTMLVideoElement>(null);
  const session = state.name === "open" ? state.session : null;
  useEffect(() => {
    if (!video.current || !session) return;
    video.current.srcObject = session.stream;
    // A picture that does not start by itself stays black until the shutter is tapped; nothing is lost.
    video.current.play().catch(() => undefined);
  }, [session]);
  return (
    <div class={`stage on-dark${busy ? " stage--busy" : ""}`}>
      {session ? (
        <video ref={video} aria-label={w.camera} playsInline muted autoPlay />
      ) : (
        <p role="status">{w.cameraOpening}</p>
      )}
    </div>
  );
}

/** The lamp of the phone, where it has one. */
function Lamp({ session }: { session: CameraSession }) {
  const w = violationWords();
  const [lit, setLit] = useState(false);
  const { setTorch } = session;
  if (!setTorch) return null;
  const toggle = () =>
    setTorch(!lit).then(
      () => setLit(!lit),
      () => undefined,
    );
  return (
    <Button kind="quiet" pressed={lit} onClick={() => void toggle()} testId="lamp">
      {lit ? w.torchOff : w.torchOn}
    </Button>
  );
}

interface FileButtonProps {
  full: boolean;
  wide?: boolean;
  onFiles: (files: FileList | null) => Promise<void>;
}

/** The phone's own camera or gallery: the way without an in-page camera. */
function FileButton({ full, wide = false, onFiles }: FileButtonProps) {
  const w = violationWords();
  return (
    <label class={`btn ${wide ? "btn--wide btn--primary btn--big" : "btn--quiet"} file-button`}>
      <Icon name="image" />
      {wide ? w.fromFile : w.fromFileShort}
      <input
        type="file"
        class="visually-hidden"
        accept="image/*"
        multiple
        disabled={full}
        data-testid="photo-file"
        onChange={(event) => {
          const input = event.currentTarget;
          void onFiles(input.files).then(() => {
            input.value = "";
          });
        }}
      />
    </label>
  );
}

/** GA/T 832 asks for 1280 × 720 at least; a smaller one is kept and marked. */
function isSmall({ width, height }: CapturedPhoto): boolean {
  return Math.max(width, height) < 1280 || Math.min(width, height) < 720;
}

/** The shots in a strip; a tap opens one large, where it can be removed. */
export function Shots({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const [at, setAt] = useState<number | null>(null);
  const photos = control.photos;
  const pictures = useMemo(
    () =>
      photos.map((photo) => ({
        id: photo.sha256,
        blob: new Blob([at === null ? (photo.thumbnail ?? photo.bytes) : photo.bytes], {
          type: at === null && photo.thumbnail ? "image/jpeg" : photo.type,
        }),
      })),
    [photos, at],
  );
  const urls = useObjectUrls(pictures);
  const strip = photos.map((photo, index) => ({
    id: photo.sha256,
    src: urls.get(photo.sha256) ?? null,
    label: w.photoLabel(index + 1, formatTime(photo.taken_at)),
    note: isSmall(photo) ? w.photoSmall : undefined,
  }));
  return (
    <>
      <PhotoStrip photos={strip} onOpen={setAt} />
      <PhotoViewer
        photos={strip}
        at={at}
        onMove={setAt}
        acts={(index) => (
          <Button
            icon="trash"
            onClick={() => {
              const photo = photos[index];
              setAt(null);
              if (photo) control.removePhoto(photo.sha256);
            }}
          >
            {w.removePhoto}
          </Button>
        )}
      />
    </>
  );
}
