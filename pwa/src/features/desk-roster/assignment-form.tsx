import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { Seat } from "@/domain/records/types";
import { SEAT_WORDS } from "@/domain/records/words";
import type { Post } from "@/domain/reference/types";
import type { ApiProblem } from "@/shared/problem";
import { Banner, Button, Chip, Choices, Field, SegmentedControl, Select, Sheet, say, showToast } from "@/ui";
import { actSentence, asProblem, joinSentences } from "@/ui/desk";
import { SEATS } from "./board";
import { type Draft, fieldOf, toBody } from "./draft";
import { PersonPicker, type Pick } from "./person-picker";
import { FORCE_WORDS, words } from "./words";

interface AssignmentFormProps {
  readonly day: string;
  readonly post: string | null;
  readonly posts: readonly Post[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

interface FormState {
  readonly post: string;
  readonly seat: Seat;
  readonly person: Pick | null;
  readonly supervisor: Pick | null;
  readonly starts: string;
  readonly ends: string;
  readonly force_kind: string | null;
}

const SLOTS = [
  ["morning", "07:00", "09:30"],
  ["noon", "09:30", "16:30"],
  ["evening", "16:30", "19:30"],
] as const;

function forceOf(form: FormState): string {
  return form.force_kind ?? (form.person?.kind === "duty_auxiliary" ? "auxiliary" : "traffic");
}

function draftOf(form: FormState): Draft | null {
  if (form.person === null || form.post === "") return null;
  return {
    post: form.post,
    seat: form.seat,
    person: form.person.id,
    starts: form.starts,
    ends: form.ends,
    force_kind: forceOf(form),
    supervising_officer: form.person.kind === "officer" ? null : (form.supervisor?.id ?? null),
  };
}

/** The server judges who may stand where; what it refuses is said at the field it is about. */
export function AssignmentForm({ day, post, posts, onClose, onSaved }: AssignmentFormProps) {
  const w = words();
  const { api } = useServices();
  const [form, setForm] = useState<FormState>({
    post: post ?? "",
    seat: "centre",
    person: null,
    supervisor: null,
    starts: "07:00",
    ends: "09:30",
    force_kind: null,
  });
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (changes: Partial<FormState>) => {
    setForm({ ...form, ...changes });
    setProblem(null);
  };
  const draft = draftOf(form);
  const save = async () => {
    if (draft === null) return;
    setBusy(true);
    try {
      const made = await api.post<{ warnings?: { message: string }[] }>(
        "/shifts/assignments",
        toBody(day, draft),
      );
      const warning = made.warnings?.map((each) => each.message).join(" ") ?? "";
      showToast(
        warning === ""
          ? { text: w.form.saved, tone: "green" }
          : { text: warning, tone: "amber", stays: 8000 },
      );
      onSaved();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  return (
    <Sheet open title={w.form.title} onClose={onClose} testId="assignment-form">
      <Fields form={form} posts={posts} problem={problem} onChange={change} />
      {problem !== null && problem.fields.length === 0 ? (
        <Banner tone="red" alert>
          {actSentence(problem)}
        </Banner>
      ) : null}
      <Button
        kind="primary"
        wide
        busy={busy}
        disabled={draft === null}
        onClick={() => void save()}
        testId="assign"
      >
        {w.form.save}
      </Button>
    </Sheet>
  );
}

interface FieldsProps {
  readonly form: FormState;
  readonly posts: readonly Post[];
  readonly problem: ApiProblem | null;
  readonly onChange: (changes: Partial<FormState>) => void;
}

function Fields({ form, posts, problem, onChange }: FieldsProps) {
  const w = words();
  const errorAt = (name: string) => {
    const here = problem?.fields.filter((field) => fieldOf(field.pointer) === name) ?? [];
    return here.length === 0 ? null : joinSentences(here.map((field) => field.message));
  };
  const active = posts.filter((each) => each.active);
  return (
    <>
      <Field label={w.post} error={errorAt("post")}>
        <Select
          value={form.post}
          options={[
            { value: "", label: w.form.choosePost },
            ...active.map((each) => ({ value: each.id, label: `${each.code} ${each.name}` })),
          ]}
          onChange={(next) => onChange({ post: next })}
          testId="assign-post"
        />
      </Field>
      <Field label={w.seat} group error={errorAt("seat")}>
        <SegmentedControl
          label={w.seat}
          value={form.seat}
          options={SEATS.map((seat) => ({ value: seat, label: say(SEAT_WORDS[seat]) }))}
          onChange={(seat) => onChange({ seat })}
        />
      </Field>
      <Field label={w.form.person} group error={errorAt("person")}>
        <PersonPicker
          value={form.person}
          onChange={(person) => onChange({ person })}
          testId="assign-person"
        />
      </Field>
      {form.person === null || form.person.kind === "officer" ? null : (
        <Field
          label={w.form.supervisor}
          group
          hint={w.form.supervisorHint}
          error={errorAt("supervising_officer")}
        >
          <PersonPicker
            value={form.supervisor}
            kind="officer"
            onChange={(supervisor) => onChange({ supervisor })}
            testId="assign-supervisor"
          />
        </Field>
      )}
      <Times
        form={form}
        onChange={onChange}
        startError={errorAt("starts_at")}
        endError={errorAt("ends_at")}
      />
      <Field label={w.form.force} error={errorAt("force_kind")}>
        <Select
          value={forceOf(form)}
          options={Object.entries(FORCE_WORDS).map(([value, label]) => ({ value, label: say(label) }))}
          onChange={(force_kind) => onChange({ force_kind })}
        />
      </Field>
    </>
  );
}

interface TimesProps extends Omit<FieldsProps, "posts" | "problem"> {
  readonly startError: string | null;
  readonly endError: string | null;
}

function Times({ form, onChange, startError, endError }: TimesProps) {
  const f = words().form;
  return (
    <>
      <Choices label={f.starts}>
        {SLOTS.map(([name, starts, ends]) => (
          <Chip
            key={name}
            pressed={form.starts === starts && form.ends === ends}
            onClick={() => onChange({ starts, ends })}
          >
            {f[name]} {starts}–{ends}
          </Chip>
        ))}
      </Choices>
      <div class="roster-times">
        <ClockField
          label={f.starts}
          value={form.starts}
          error={startError}
          onChange={(starts) => onChange({ starts })}
        />
        <ClockField
          label={f.ends}
          value={form.ends}
          error={endError}
          onChange={(ends) => onChange({ ends })}
        />
      </div>
      {form.ends <= form.starts ? <p class="soft small">{f.nextDay}</p> : null}
    </>
  );
}

interface ClockFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

function ClockField({ label, value, error, onChange }: ClockFieldProps) {
  return (
    <Field label={label} error={error} group>
      <input
        class="input"
        type="time"
        aria-label={label}
        value={value}
        onInput={(event) => {
          if (event.currentTarget.value !== "") onChange(event.currentTarget.value);
        }}
      />
    </Field>
  );
}
