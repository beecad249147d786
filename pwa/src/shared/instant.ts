/** RFC 3339 in UTC with milliseconds, as every instant travels. */
export function toInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Milliseconds since 1970, or null for text that is no instant. */
export function fromInstant(text: string): number | null {
  const value = Date.parse(text);
  return Number.isNaN(value) ? null : value;
}
