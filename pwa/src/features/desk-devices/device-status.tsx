import { Badge } from "@/ui";
import type { DeviceItem } from "./types";
import { words } from "./words";

export function DeviceStatus({ device }: { readonly device: DeviceItem }) {
  const w = words();
  return device.status === "active" ? (
    <Badge tone="green" icon="check">
      {w.active}
    </Badge>
  ) : (
    <Badge icon="close">{w.revoked}</Badge>
  );
}
