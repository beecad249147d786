import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { LedgerKey } from "@/domain/ledger/types";
import type { RecordRevision } from "@/domain/records/types";
import { Badge, Banner, Button, formatInstant, formatNumber, Icon, say } from "@/ui";
import { checkReceipt, type InclusionAnswer, type LedgerReader, resultOf, type Step } from "./receipt-check";
import { RESULT_WORDS, STEP_STATE_WORDS, STEP_WORDS, words } from "./words";

function useLedgerReader(): LedgerReader {
  const { api } = useServices();
  return {
    keys: async () => (await api.get<{ items: LedgerKey[] }>("/ledger/keys")).items,
    inclusion: (record, revision) => api.get<InclusionAnswer>(`/ledger/records/${record}/${revision}/proof`),
    consistency: async (from, to) =>
      (await api.get<{ proof: string[] }>("/ledger/consistency", { query: { from, to } })).proof,
  };
}

interface ReceiptCheckProps {
  readonly record: string;
  readonly revision: RecordRevision;
}

/** The check of one receipt, run here when asked, each step in words. */
export function ReceiptCheck({ record, revision }: ReceiptCheckProps) {
  const w = words();
  const reader = useLedgerReader();
  const [steps, setSteps] = useState<readonly Step[] | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setSteps(await checkReceipt(record, revision, reader));
    setBusy(false);
  };
  const { receipt } = revision;
  return (
    <>
      <p class="hash print-only">
        {w.hash} {revision.content_hash}
      </p>
      <details class="receipt" data-testid="receipt">
        <summary>
          {w.receipt} · <span class="hash">{revision.content_hash.slice(0, 16)}…</span>
        </summary>
        <div class="stack stack--tight">
          <p class="soft small">{w.receiptHint}</p>
          <p class="small">
            {w.leaf(formatNumber(receipt.leaf_index + 1), formatNumber(receipt.tree_size))} ·{" "}
            {formatInstant(receipt.time)}
          </p>
          <p class="hash">{revision.content_hash}</p>
          <div class="row no-print">
            <Button icon="shield" busy={busy} onClick={() => void run()} testId="receipt-run">
              {busy ? w.checking : steps === null ? w.check : w.checkAgain}
            </Button>
          </div>
          {steps === null ? null : <Steps steps={steps} />}
          <details>
            <summary class="small">{w.body}</summary>
            <pre class="body-text">{revision.body}</pre>
          </details>
        </div>
      </details>
    </>
  );
}

function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const result = resultOf(steps);
  const tone = ({ held: "green", failed: "red", unread: "amber" } as const)[result];
  return (
    <div class="stack stack--tight" data-testid={`receipt-${result}`}>
      <Banner tone={tone} alert={result === "failed"}>
        {say(RESULT_WORDS[result])}
      </Banner>
      <ol class="receipt-steps">
        {steps.map((step) => (
          <StepLine key={step.name} step={step} />
        ))}
      </ol>
    </div>
  );
}

function StepLine({ step }: { readonly step: Step }) {
  const tone = ({ held: "green", failed: "red", unread: "amber" } as const)[step.state];
  return (
    <li class="receipt-steps__step">
      <Icon name={step.state === "held" ? "received" : step.state === "failed" ? "stop" : "offline"} />
      <span class="grow">{say(STEP_WORDS[step.name])}</span>
      <Badge tone={tone}>{say(STEP_STATE_WORDS[step.state])}</Badge>
    </li>
  );
}
