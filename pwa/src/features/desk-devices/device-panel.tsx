import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Banner, Button, Dialog, formatInstant, KeyValue, SidePanel, showToast } from "@/ui";
import { actSentence, asProblem, deskWords, withNote } from "@/ui/desk";
import type { DeviceItem } from "./types";
import { words } from "./words";

interface DevicePanelProps {
  readonly device: DeviceItem;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** One device; the only act is to take it out of service, and it asks first. */
export function DevicePanel({ device, onClose, onChanged }: DevicePanelProps) {
  const w = words();
  const c = w.column;
  return (
    <SidePanel title={device.label} onClose={onClose} testId="device-panel">
      <KeyValue
        pairs={[
          [c.person, withNote(device.person.name, device.person.badge_number)],
          [c.platform, device.platform],
          [c.registered, formatInstant(device.registered_at)],
          [c.seen, device.last_seen_at === null ? w.never : formatInstant(device.last_seen_at)],
          [c.thumbprint, <span class="hash">{device.thumbprint}</span>],
          [c.status, device.revoked_at === null ? w.active : w.revokedAt(formatInstant(device.revoked_at))],
        ]}
      />
      {device.status === "active" ? <Revoke device={device} onChanged={onChanged} /> : null}
    </SidePanel>
  );
}

function Revoke({ device, onChanged }: Pick<DevicePanelProps, "device" | "onChanged">) {
  const w = words();
  const { api } = useServices();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const revoke = async () => {
    setBusy(true);
    setFault(null);
    try {
      await api.post(`/devices/${device.id}/revoke`);
      showToast({ text: w.done, tone: "green" });
      onChanged();
    } catch (thrown) {
      setFault(actSentence(asProblem(thrown)));
    }
    setBusy(false);
    setAsking(false);
  };
  return (
    <>
      {fault === null ? null : (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      )}
      <div class="row">
        <Button kind="danger" onClick={() => setAsking(true)} testId="revoke">
          {w.revoke}
        </Button>
      </div>
      <Dialog
        open={asking}
        title={w.revokeTitle(device.label, device.person.name)}
        onClose={() => setAsking(false)}
        acts={
          <>
            <Button onClick={() => setAsking(false)}>{deskWords().cancel}</Button>
            <Button kind="danger" busy={busy} onClick={() => void revoke()} testId="revoke-confirm">
              {w.revoke}
            </Button>
          </>
        }
      >
        <p>{w.revokeEffect}</p>
        <p class="soft">{w.revokeLost}</p>
      </Dialog>
    </>
  );
}
