import { type MyRecord, useServices } from "@/app/services";
import type { Receipt } from "@/domain/ledger/types";
import type { RecordDetail } from "@/domain/records/types";
import { RECORD_STATE_WORDS } from "@/domain/records/words";
import { Badge, Card, formatInstant, Icon, KeyValue, say } from "@/ui";
import { meWords } from "./words";

interface ReceiptCardProps {
  record: MyRecord | null;
  detail: RecordDetail | null;
}

/** The server's signed word that it has this record, as the phone checked it before it let the record go. */
export function ReceiptCard({ record, detail }: ReceiptCardProps) {
  const w = meWords();
  const { clock } = useServices();
  if (!record && !detail) return null;
  const kept: Receipt | null = record?.local?.receipt ?? null;
  const receipt = kept ?? detail?.revisions.at(-1)?.receipt ?? null;
  const server = record?.server ?? detail;
  if (!receipt) {
    return (
      <Card title={w.receipt}>
        <p class="soft" data-testid="receipt-none">
          {server ? formatInstant(server.received_at, clock.now()) : w.receiptNone}
        </p>
      </Card>
    );
  }
  return (
    <Card
      title={w.receipt}
      end={
        <Badge tone="green" icon="received">
          {formatInstant(receipt.time, clock.now())}
        </Badge>
      }
      testId="receipt"
    >
      <div class="stack stack--tight">
        {kept ? (
          <p class="row row--keep text-green" data-testid="receipt-ok">
            <Icon name="check" />
            {w.receiptOk}
          </p>
        ) : null}
        <KeyValue
          pairs={[
            server ? [w.serverState, say(RECORD_STATE_WORDS[server.state])] : null,
            server?.late ? [w.flags, w.late] : null,
            [w.ledgerAt, w.ledgerText(receipt.leaf_index, receipt.tree_size)],
            [w.hash, <code key="hash">{receipt.content_hash.slice(0, 16)}…</code>],
          ]}
        />
      </div>
    </Card>
  );
}
