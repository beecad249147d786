import { useEffect, useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { Seat } from "@/domain/records/types";
import { SEAT_WORDS } from "@/domain/records/words";
import type { Assignment, Post } from "@/domain/reference/types";
import { refuseSeat } from "@/domain/shifts/rules";
import {
  Badge,
  Banner,
  Button,
  Field,
  SegmentedControl,
  Sheet,
  saveProblemText,
  say,
  showToast,
  TextInput,
  vibrateSaved,
} from "@/ui";
import { PositionLine } from "./position-line";
import { PostPicker } from "./post-picker";
import { todayWords } from "./words";

const SEATS: readonly Seat[] = ["centre", "roadside"];
/** A tap never waits longer than this for a position. */
const PATIENCE_MS = 2500;

interface CheckInSheetProps {
  /** The shift to check in to; null: none is planned now. At another post the check-in is unplanned. */
  assignment: Assignment | null;
  /** Begin with the list of posts. */
  choose?: boolean;
  onClose: () => void;
}

/** Says where and in which seat one stands. The position is shown and kept with it; it never stands in the way. */
export function CheckInSheet({ assignment, choose = false, onClose }: CheckInSheetProps) {
  const w = todayWords();
  const { reference, position, session, saveRecord } = useServices();
  const planned = reference.value?.posts.find((one) => one.id === assignment?.post.id) ?? null;
  const [post, setPost] = useState<Post | null>(planned);
  const [choosing, setChoosing] = useState(choose || planned === null);
  const kind = session.me.value?.person.kind ?? "civilian";
  const usual = kind === "officer" ? "centre" : "roadside";
  const [seat, setSeat] = useState<Seat>(assignment?.seat ?? usual);
  const [note, setNote] = useState("");
  const [saving, setSaving] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => position.watch(), [position]);
  const refusal = refuseSeat(seat, kind);
  const isPlanned = assignment !== null && post?.id === assignment.post.id;

  const confirm = async () => {
    if (!post || saving) return;
    setSaving(true);
    setFault(null);
    try {
      const fix = position.fix.value ?? (await position.getFix({ timeout_ms: PATIENCE_MS }));
      const shift = isPlanned ? assignment.id : null;
      await saveRecord(
        "check_in",
        { data: { assignment: shift, seat, note: note.trim() || null }, post: post.id, shift, fix },
        [],
      );
      vibrateSaved();
      showToast({ text: w.savedIn, tone: "green" });
      onClose();
    } catch (error) {
      setFault(saveProblemText(error));
      setSaving(false);
    }
  };
  if (choosing) {
    return (
      <Sheet open title={w.choosePost} onClose={onClose}>
        <PostPicker
          onChoose={(chosen) => {
            setPost(chosen);
            setChoosing(false);
          }}
        />
      </Sheet>
    );
  }
  return (
    <Sheet
      open
      title={w.checkIn}
      onClose={onClose}
      testId="check-in-sheet"
      act={
        <Button
          kind="primary"
          wide
          big
          icon="check"
          busy={saving}
          disabled={refusal !== null}
          onClick={() => void confirm()}
          testId="confirm-check-in"
        >
          {w.confirmIn}
        </Button>
      }
    >
      <div class="row row--apart row--keep">
        <div class="grow">
          <p class="strong">{post?.name}</p>
          <p class="small soft">{post ? `${post.code} · ${post.unit_name}` : ""}</p>
          {isPlanned ? null : <Badge tone="amber">{w.unplanned}</Badge>}
        </div>
        <Button kind="quiet" onClick={() => setChoosing(true)} testId="change-post">
          {w.changePost}
        </Button>
      </div>
      <Field
        label={w.seat}
        hint={w.seatRule}
        error={refusal ? `${say({ zh: refusal.zh, en: refusal.en })}${say({ zh: "。", en: "." })}` : null}
        group
      >
        <SegmentedControl
          label={w.seat}
          value={seat}
          options={SEATS.map((one) => ({
            value: one,
            label: say(SEAT_WORDS[one]),
            disabled: refuseSeat(one, kind) !== null,
          }))}
          onChange={setSeat}
          testId="seat"
        />
      </Field>
      <Field label={w.position} hint={w.evidenceOnly + w.locationNotice} group>
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
