import { useEffect, useState } from "preact/hooks";
import { lineOf } from "@/app/record-line";
import { back } from "@/app/router";
import type { ScreenProps } from "@/app/screen";
import { type MyRecord, useServices } from "@/app/services";
import type { RecordDetail } from "@/domain/records/types";
import {
  Banner,
  Card,
  EmptyState,
  formatMetres,
  KeyValue,
  LinkButton,
  PhonePage,
  problemText,
  Skeleton,
} from "@/ui";
import { ReceiptCard } from "./receipt-card";
import { recordPairs } from "./record-pairs";
import { RecordPhotos } from "./record-photos";
import { StateBadge } from "./records-screen";
import { meWords } from "./words";

interface Whole {
  /** Null until asked; the phone's own copy is shown meanwhile. */
  detail: RecordDetail | null;
  fault: unknown;
  reading: boolean;
}

/** The server's copy, asked for only when this phone has none of its own. */
function useDetail(record: MyRecord | undefined, id: string): Whole {
  const { records } = useServices();
  const [whole, setWhole] = useState<Whole>({ detail: null, fault: null, reading: false });
  const known = Boolean(record?.local);
  useEffect(() => {
    if (known) return;
    let gone = false;
    setWhole({ detail: null, fault: null, reading: true });
    records.detail(id).then(
      (detail) => {
        if (!gone) setWhole({ detail, fault: null, reading: false });
      },
      (fault: unknown) => {
        if (!gone) setWhole({ detail: null, fault, reading: false });
      },
    );
    return () => {
      gone = true;
    };
  }, [records, id, known]);
  return whole;
}

export function RecordScreen({ params }: ScreenProps) {
  const w = meWords();
  const services = useServices();
  const id = params["id"] ?? "";
  const record = services.records.mine.value.find((one) => one.id === id);
  const { detail, fault, reading } = useDetail(record, id);
  const data = record?.local?.body.data ?? detail?.data ?? null;
  const kind = record?.kind ?? detail?.kind ?? null;
  const fix = record?.local?.body.fix ?? detail?.fix ?? null;
  return (
    <PhonePage title={w.recordTitle} onBack={() => back("/records")}>
      {record ? (
        <div class="stack stack--tight">
          <h2 class="break">{lineOf(services, record).title}</h2>
          <div class="row">
            <StateBadge record={record} />
          </div>
        </div>
      ) : null}
      {fault && !record ? (
        <EmptyState icon="search" title={w.notFound}>
          {w.notFoundSub}
        </EmptyState>
      ) : fault ? (
        <Banner tone="amber">{problemText(fault)}</Banner>
      ) : null}
      {reading ? <Skeleton lines={3} height={96} /> : null}
      {record?.local?.state === "needs_attention" ? (
        <LinkButton href="/outbox" kind="primary" icon="outbox" wide>
          {w.toOutbox}
        </LinkButton>
      ) : null}
      {data && kind ? (
        <Card>
          <KeyValue
            pairs={[
              ...recordPairs(services, {
                kind,
                data,
                occurredAt: record?.occurred_at ?? detail?.occurred_at ?? "",
                post: record?.local?.body.post ?? detail?.post?.id ?? null,
                postName: detail?.post?.name ?? null,
              }),
              [w.position, fix ? w.positionText(formatMetres(fix.accuracy_m), fix.age_s) : w.noPosition],
            ]}
          />
        </Card>
      ) : null}
      <RecordPhotos record={record ?? null} detail={detail} />
      <ReceiptCard record={record ?? null} detail={detail} />
    </PhonePage>
  );
}
