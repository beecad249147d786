/** A picture that was made ready to be evidence: its bytes are final, its hash is of these bytes. */
export interface PreparedPhoto {
  sha256: string;
  bytes: ArrayBuffer;
  type: string;
  width: number;
  height: number;
  /** Small JPEG for lists; not evidence. */
  thumbnail: ArrayBuffer | null;
}

/** A photo as it will be sent: shrunk where it was too large *before* it was hashed. */
export interface CapturedPhoto extends PreparedPhoto {
  size: number;
  /** Milliseconds, device clock. */
  taken_at: number;
}
