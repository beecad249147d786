import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Banner, Button, Field, ListRow, PasswordInput, problemText, Sheet, showToast } from "@/ui";
import { meWords } from "./words";

const SHORTEST = 8;

export function PasswordRow() {
  const w = meWords();
  const { session } = useServices();
  const [open, setOpen] = useState(false);
  const must = session.me.value?.must_change_password ?? false;
  return (
    <>
      <ListRow
        icon="settings"
        title={w.password}
        sub={must ? w.mustChange : undefined}
        onClick={() => setOpen(true)}
        testId="change-password"
      />
      {open ? <PasswordSheet onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function PasswordSheet({ onClose }: { onClose: () => void }) {
  const w = meWords();
  const { session } = useServices();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const tooShort = fresh.length > 0 && fresh.length < SHORTEST;
  const same = fresh.length > 0 && fresh === old;
  const save = async () => {
    setBusy(true);
    setFault(null);
    try {
      await session.changePassword(old, fresh);
      showToast({ text: w.passwordDone, tone: "green" });
      onClose();
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet open title={w.password} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={w.oldPassword}>
          <PasswordInput value={old} onInput={setOld} autocomplete="current-password" />
        </Field>
        <Field
          label={w.newPassword}
          hint={w.passwordHint}
          error={tooShort ? w.passwordShort : same ? w.passwordSame : null}
        >
          <PasswordInput value={fresh} onInput={setFresh} autocomplete="new-password" />
        </Field>
        {fault ? (
          <Banner tone="red" alert>
            {fault}
          </Banner>
        ) : null}
        <Button kind="primary" submit wide busy={busy} disabled={!old || fresh.length < SHORTEST || same}>
          {w.passwordSave}
        </Button>
      </form>
    </Sheet>
  );
}
