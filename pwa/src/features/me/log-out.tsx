import { useState } from "preact/hooks";
import { navigate } from "@/app/router";
import { useServices } from "@/app/services";
import { Button, Dialog } from "@/ui";
import { meWords } from "./words";

/** Warns while something is unsent; nothing of it is ever taken away by logging out. */
export function LogOut() {
  const w = meWords();
  const { session, outbox } = useServices();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const pending = outbox.counts.value.pending;
  const leave = async () => {
    setBusy(true);
    await session.logout().finally(() => setBusy(false));
    navigate("/login", { replace: true });
  };
  return (
    <>
      <Button
        wide
        icon="logout"
        busy={busy}
        onClick={() => (pending > 0 ? setAsking(true) : void leave())}
        testId="log-out"
      >
        {w.logout}
      </Button>
      <Dialog
        open={asking}
        title={w.logoutTitle}
        onClose={() => setAsking(false)}
        acts={
          <>
            <Button kind="primary" icon="send" onClick={() => navigate("/outbox")}>
              {w.logoutSend}
            </Button>
            <Button onClick={() => setAsking(false)}>{w.cancel}</Button>
            <Button kind="danger" onClick={() => void leave()} testId="log-out-anyway">
              {w.logoutAnyway}
            </Button>
          </>
        }
      >
        <p>{w.logoutText(pending)}</p>
      </Dialog>
    </>
  );
}
