import type { CapturedPhoto, PreparedPhoto } from "@/domain/records/photo";

export interface CameraSession {
  stream: MediaStream;
  grab(): Promise<CapturedPhoto>;
  setTorch: ((on: boolean) => Promise<void>) | null;
  close(): void;
}

export interface Camera {
  available: boolean;
  open(): Promise<CameraSession>;
  fromFile(file: Blob, takenAt?: number): Promise<CapturedPhoto>;
}

export interface CameraParts {
  devices: Pick<MediaDevices, "getUserMedia"> | undefined;
  prepare: (bytes: ArrayBuffer, type: string) => Promise<PreparedPhoto>;
  now: () => number;
}

/** GA/T 832 asks for 1280 × 720 at least; full HD leaves room to crop. */
const WANTED: MediaTrackConstraints = {
  facingMode: { ideal: "environment" },
  width: { ideal: 1920, min: 640 },
  height: { ideal: 1080, min: 480 },
};
const FRAME_QUALITY = 0.9;

interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean;
}

export function createCamera({ devices, prepare, now }: CameraParts): Camera {
  async function finish(blob: Blob, taken_at: number): Promise<CapturedPhoto> {
    const photo = await prepare(await blob.arrayBuffer(), blob.type);
    return { ...photo, size: photo.bytes.byteLength, taken_at };
  }

  async function open(): Promise<CameraSession> {
    if (!devices) throw new DOMException("no camera", "NotFoundError");
    const stream = await devices.getUserMedia({ video: WANTED, audio: false });
    const video = await play(stream);
    const track = stream.getVideoTracks()[0];
    return {
      stream,
      grab: async () => {
        const takenAt = now();
        return finish(await grabFrame(video), takenAt);
      },
      setTorch: track ? torchOf(track) : null,
      close: () => {
        for (const one of stream.getTracks()) one.stop();
        video.srcObject = null;
      },
    };
  }

  return {
    available: devices !== undefined,
    open,
    fromFile: (file, takenAt) => finish(file, takenAt ?? now()),
  };
}

/** A picture of our own beside the one on screen, so that a screen that is rebuilt cannot spoil a shot. */
async function play(stream: MediaStream): Promise<HTMLVideoElement> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  return video;
}

async function grabFrame(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(video, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("photo_not_readable"))),
      "image/jpeg",
      FRAME_QUALITY,
    );
  });
}

function torchOf(track: MediaStreamTrack): ((on: boolean) => Promise<void>) | null {
  const capabilities = track.getCapabilities?.() as TorchCapabilities | undefined;
  if (!capabilities?.torch) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}
