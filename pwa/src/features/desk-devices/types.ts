/** Of `GET /devices`. */
export interface DeviceItem {
  readonly id: string;
  readonly label: string;
  readonly platform: string;
  /** SHA-256 of the public key, hex. */
  readonly thumbprint: string;
  readonly status: "active" | "revoked";
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly badge_number: string;
    readonly unit_id: string;
  };
  readonly registered_at: string;
  readonly revoked_at: string | null;
  readonly last_seen_at: string | null;
}

/** Does every word of the search stand somewhere in what is shown of the device? */
export function fits(device: DeviceItem, search: string): boolean {
  const text = `${device.label} ${device.person.name} ${device.person.badge_number}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
