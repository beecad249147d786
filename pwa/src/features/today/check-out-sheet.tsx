import { useEffect, useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { Post } from "@/domain/reference/types";
import type { Presence } from "@/domain/shifts/duty";
import { minutesOnPost } from "@/domain/shifts/rules";
import {
  Banner,
  Button,
  Field,
  formatDuration,
  Sheet,
  saveProblemText,
  showToast,
  TextInput,
  vibrateSaved,
} from "@/ui";
import { PositionLine } from "./position-line";
import { todayWords } from "./words";

const PATIENCE_MS = 2500;

interface CheckOutSheetProps {
  presence: Presence;
  post: Post | null;
  onClose: () => void;
}

export function CheckOutSheet({ presence, post, onClose }: CheckOutSheetProps) {
  const w = todayWords();
  const { position, clock, saveRecord } = useServices();
  const [note, setNote] = useState("");
  const [saving, setSaving] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => position.watch(), [position]);
  clock.tick.value;
  const since = Date.parse(presence.since);
  const minutes = minutesOnPost(since, clock.now());

  const confirm = async () => {
    if (saving) return;
    setSaving(true);
    setFault(null);
    try {
      const fix = position.fix.value ?? (await position.getFix({ timeout_ms: PATIENCE_MS }));
      await saveRecord(
        "check_out",
        {
          data: { check_in: presence.check_in, note: note.trim() || null },
          post: presence.post,
          shift: presence.shift,
          fix,
        },
        [],
      );
      vibrateSaved();
      showToast({ text: w.savedOut, tone: "green" });
      onClose();
    } catch (error) {
      setFault(saveProblemText(error));
      setSaving(false);
    }
  };
  return (
    <Sheet
      open
      title={w.checkOut}
      onClose={onClose}
      testId="check-out-sheet"
      act={
        <Button
          kind="primary"
          wide
          big
          icon="logout"
          busy={saving}
          onClick={() => void confirm()}
          testId="confirm-check-out"
        >
          {w.confirmOut}
        </Button>
      }
    >
      <div>
        <p class="strong">{post?.name}</p>
        <p class="number" data-testid="minutes-on-post">
          {w.minutes(formatDuration(clock.now() - since), minutes)}
        </p>
      </div>
      <Field label={w.position} hint={w.evidenceOnly} group>
        <PositionLine post={post} />
      </Field>
      <Field label={w.note}>
        <TextInput value={note} onInput={setNote} maxLength={500} testId="note" />
      </Field>
      {fault ? (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      ) : null}
    </Sheet>
  );
}
