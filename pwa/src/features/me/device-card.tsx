import { useServices } from "@/app/services";
import { Card, formatBytes, formatInstant, KeyValue } from "@/ui";
import { version } from "./version";
import { meWords } from "./words";

/** What this phone holds, how exact its clock is, which versions it works with. */
export function DeviceCard() {
  const w = meWords();
  const { quota, clock, codes, reference } = useServices();
  const usage = quota.usage.value;
  const limit = quota.quota.value;
  const offset = clock.offset.value;
  const seconds = (ms: number) => w.seconds((Math.abs(ms) / 1000).toFixed(1));
  const known = reference.value;
  return (
    <Card title={w.device}>
      <KeyValue
        pairs={[
          [
            w.storage,
            <>
              {usage === null || limit === null
                ? w.storageUnknown
                : w.storageUse(formatBytes(usage), formatBytes(limit))}{" "}
              {w.space[quota.level.value]}
              <br />
              <span class="soft small">{quota.persisted.value ? w.persisted : w.notPersisted}</span>
            </>,
          ],
          [
            w.clock,
            offset === null
              ? w.clockNever
              : w.clockText(seconds(offset), seconds(clock.uncertainty.value ?? 0)),
          ],
          [w.referenceAt, known ? formatInstant(known.server_time, clock.now()) : null],
          [w.codesVersion, codes.version.value],
          [w.version, version],
        ]}
      />
    </Card>
  );
}
