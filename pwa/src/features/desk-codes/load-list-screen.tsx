import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import {
  Badge,
  Banner,
  Button,
  DeskPage,
  Field,
  formatBytes,
  formatDay,
  LinkButton,
  TextInput,
  type Tone,
} from "@/ui";
import {
  actSentence,
  addDays,
  asProblem,
  joinItems,
  labelled,
  ScrollFrame,
  sayOf,
  shanghaiDay,
  withNote,
} from "@/ui/desk";
import type { CodeListPreview } from "./types";
import { CHANGE_WORDS, FIELD_WORDS, words } from "./words";

interface Form {
  readonly file: File | null;
  readonly version: string;
  readonly valid_from: string;
  readonly name: string;
  readonly source: string;
}

type Stage = "form" | "preview" | "applied";

/** What the two calls ask: the same parameters, so that what was seen is what is loaded. */
function useLoading(form: Form) {
  const { api } = useServices();
  const [stage, setStage] = useState<Stage>("form");
  const [preview, setPreview] = useState<CodeListPreview | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const call = async (path: string, next: Stage) => {
    if (form.file === null) return;
    setBusy(true);
    setFault(null);
    const { version, valid_from, name, source } = form;
    const query = { version, valid_from, name: name || undefined, source: source || undefined };
    try {
      setPreview(await api.send<CodeListPreview>(path, form.file, "text/csv", { query }));
      setStage(next);
    } catch (thrown) {
      const problem = asProblem(thrown);
      const fields = problem.fields.map((field) => field.message).join(" ");
      setFault([actSentence(problem), fields].filter(Boolean).join(" "));
    }
    setBusy(false);
  };
  return {
    stage,
    preview,
    busy,
    fault,
    back: () => setStage("form"),
    look: () => call("/violations/code-lists/preview", "preview"),
    apply: () => call("/violations/code-lists", "applied"),
  };
}

/** Load an official list: file, version and first day; look at the changes; then apply. */
export function LoadListScreen() {
  const w = words();
  const { clock } = useServices();
  const [form, setForm] = useState<Form>({
    file: null,
    version: "",
    valid_from: addDays(shanghaiDay(clock.now()), 1),
    name: "",
    source: "",
  });
  const loading = useLoading(form);
  const change = (changes: Partial<Form>) => {
    setForm({ ...form, ...changes });
    loading.back();
  };
  return (
    <DeskPage title={w.loadTitle} crumbs={[{ label: w.title, href: "/desk/codes" }, { label: w.loadTitle }]}>
      {loading.stage === "applied" && loading.preview !== null ? (
        <Banner
          tone="green"
          act={
            <LinkButton href={`/desk/codes?version=${encodeURIComponent(loading.preview.version)}`}>
              {w.backToList}
            </LinkButton>
          }
        >
          {w.applied(loading.preview.version, formatDay(loading.preview.valid_from))}
        </Banner>
      ) : (
        <>
          <ListForm form={form} onChange={change} busy={loading.busy} onPreview={() => void loading.look()} />
          {loading.fault === null ? null : (
            <Banner tone="red" alert>
              {loading.fault}
            </Banner>
          )}
          {loading.stage === "preview" && loading.preview !== null ? (
            <PreviewView preview={loading.preview} busy={loading.busy} onApply={() => void loading.apply()} />
          ) : null}
        </>
      )}
    </DeskPage>
  );
}

interface ListFormProps {
  readonly form: Form;
  readonly busy: boolean;
  readonly onChange: (changes: Partial<Form>) => void;
  readonly onPreview: () => void;
}

function ListForm({ form, busy, onChange, onPreview }: ListFormProps) {
  const w = words();
  const ready = form.file !== null && form.version.trim() !== "" && form.valid_from !== "";
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onPreview();
      }}
    >
      <p>{w.loadHint}</p>
      <Field label={w.file}>
        <input
          class="input"
          type="file"
          accept=".csv,text/csv"
          aria-label={w.file}
          data-testid="code-file"
          onChange={(event) => onChange({ file: event.currentTarget.files?.[0] ?? null })}
        />
      </Field>
      {form.file === null ? null : (
        <p class="strong">{withNote(form.file.name, formatBytes(form.file.size))}</p>
      )}
      <div class="form-grid">
        <Field label={w.versionName} hint={w.versionHint}>
          <TextInput value={form.version} maxLength={40} onInput={(version) => onChange({ version })} />
        </Field>
        <Field label={w.validFrom}>
          <TextInput type="date" value={form.valid_from} onInput={(valid_from) => onChange({ valid_from })} />
        </Field>
        <Field label={w.name}>
          <TextInput value={form.name} maxLength={100} onInput={(name) => onChange({ name })} />
        </Field>
        <Field label={w.sourceName}>
          <TextInput value={form.source} maxLength={200} onInput={(source) => onChange({ source })} />
        </Field>
      </div>
      <div class="row">
        <Button kind="primary" submit busy={busy} disabled={!ready} testId="code-preview">
          {w.preview}
        </Button>
      </div>
    </form>
  );
}

interface PreviewViewProps {
  readonly preview: CodeListPreview;
  readonly busy: boolean;
  readonly onApply: () => void;
}

function PreviewView({ preview, busy, onApply }: PreviewViewProps) {
  const w = words();
  const faulty = preview.problems.length > 0;
  return (
    <section class="stack" aria-label={w.previewTitle}>
      <p class="sentence">{w.counts(preview.counts)}</p>
      {preview.closes === null ? null : <p>{w.closes(preview.closes)}</p>}
      {faulty ? (
        <Banner tone="red" alert title={w.problems(preview.problems.length)}>
          <ul>
            {preview.problems.map((problem) => (
              <li key={`${problem.row} ${problem.column} ${problem.code}`}>
                {labelled(w.problemAt(problem.row, sayOf(FIELD_WORDS, problem.column)), problem.message)}
              </li>
            ))}
          </ul>
        </Banner>
      ) : (
        <div class="row">
          <Button kind="primary" busy={busy} onClick={onApply} testId="code-apply">
            {w.apply}
          </Button>
        </div>
      )}
      <Changes changes={preview.changes} />
    </section>
  );
}

const CHANGE_TONES: Readonly<Record<string, Tone>> = { create: "green", update: "blue", remove: "amber" };

function Changes({ changes }: Pick<CodeListPreview, "changes">) {
  const w = words();
  if (changes.length === 0) return null;
  return (
    <ScrollFrame label={w.change} tall>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{w.change}</th>
            <th scope="col">{w.column.code}</th>
            <th scope="col">{w.column.name}</th>
            <th scope="col">{w.fields}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.code}>
              <td>
                <Badge tone={CHANGE_TONES[change.action]}>{sayOf(CHANGE_WORDS, change.action)}</Badge>
              </td>
              <td class="number">{change.code}</td>
              <td>{change.name_zh}</td>
              <td>{joinItems(change.fields_changed.map((name) => sayOf(FIELD_WORDS, name)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
