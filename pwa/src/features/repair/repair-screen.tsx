import { useState } from "preact/hooks";
import { back, navigate } from "@/app/router";
import { useServices } from "@/app/services";
import { Banner, Button, EmptyState, PhonePage, showToast } from "@/ui";
import { repairWords } from "./words";

/** The way out when the server's ledger is not the one that this phone saw: explained first, then one act. */
export function RepairScreen() {
  const w = repairWords();
  const { sync, outbox } = useServices();
  const [busy, setBusy] = useState(false);
  const isWrong = sync.state.value.name === "ledger_mismatch" || busy;
  const startOver = async (): Promise<void> => {
    setBusy(true);
    await sync.startOver();
    showToast({ text: w.started, tone: "green" });
    navigate("/outbox", { replace: true });
  };
  const act = (
    <Button
      kind="primary"
      icon="upload"
      wide
      busy={busy}
      testId="start-over"
      onClick={() => void startOver()}
    >
      {w.act}
    </Button>
  );
  return (
    <PhonePage title={w.title} onBack={() => back("/outbox")} act={isWrong ? act : undefined}>
      {isWrong ? (
        <Banner tone="red" title={w.what} testId="ledger-mismatch">
          <p>{w.why}</p>
          <p>{w.safe(outbox.items.value.length)}</p>
          <p>{w.todo}</p>
        </Banner>
      ) : (
        <EmptyState icon="check" title={w.fine}>
          {w.fineSub}
        </EmptyState>
      )}
    </PhonePage>
  );
}
