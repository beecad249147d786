const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** `14:05:10` in Shanghai. */
export function formatSeconds(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(11, 19);
}
