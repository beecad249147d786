import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Banner, Button, DeskPage, formatBytes, LinkButton, showToast } from "@/ui";
import { actSentence, asProblem, ScrollFrame, saveBlob, saveFile, toCsv } from "@/ui/desk";
import { ImportPreviewView } from "./import-preview";
import { contentTypeOf } from "./import-rows";
import type { ImportApplied, ImportPreview } from "./types";
import { words } from "./words";
import "./people.css";

type Stage =
  | { readonly name: "choose" }
  | { readonly name: "preview"; readonly preview: ImportPreview }
  | { readonly name: "applied"; readonly applied: ImportApplied };

/** Upload, look at every row, then apply: nothing changes before the second step. */
export function ImportScreen() {
  const w = words();
  const i = w.imports;
  const [stage, setStage] = useState<Stage>({ name: "choose" });
  return (
    <DeskPage title={i.title} crumbs={[{ label: w.title, href: "/desk/people" }, { label: i.title }]}>
      {stage.name === "choose" ? (
        <ChooseFile onPreview={(preview) => setStage({ name: "preview", preview })} />
      ) : stage.name === "preview" ? (
        <ImportPreviewView
          preview={stage.preview}
          onApplied={(applied) => setStage({ name: "applied", applied })}
          onCancel={() => setStage({ name: "choose" })}
        />
      ) : (
        <Applied applied={stage.applied} onAgain={() => setStage({ name: "choose" })} />
      )}
    </DeskPage>
  );
}

function ChooseFile({ onPreview }: { readonly onPreview: (preview: ImportPreview) => void }) {
  const i = words().imports;
  const { api } = useServices();
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const type = file === null ? null : contentTypeOf(file.name);
  const send = async () => {
    if (file === null || type === null) return;
    setBusy(true);
    setFault(null);
    try {
      onPreview(await api.send<ImportPreview>("/imports/people/preview", file, type));
    } catch (thrown) {
      setFault(actSentence(asProblem(thrown)));
      setBusy(false);
    }
  };
  return (
    <div class="card stack import-choose">
      <p>{i.chooseHint}</p>
      <label class="btn btn--secondary">
        {i.choose}
        <input
          class="visually-hidden"
          type="file"
          accept=".xlsx,.csv"
          data-testid="import-file"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            setFault(null);
          }}
        />
      </label>
      {file === null ? null : <p class="strong">{i.file(file.name, formatBytes(file.size))}</p>}
      {file !== null && type === null ? (
        <Banner tone="amber" alert>
          {i.wrongType}
        </Banner>
      ) : null}
      {fault === null ? null : (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      )}
      <div class="row">
        <TemplateButton />
        <Button
          kind="primary"
          busy={busy}
          disabled={type === null}
          onClick={() => void send()}
          testId="import-preview"
        >
          {i.preview}
        </Button>
      </div>
    </div>
  );
}

function TemplateButton() {
  const i = words().imports;
  const { api } = useServices();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveBlob(i.templateName, await api.blob("/imports/people/template"));
    } catch (thrown) {
      showToast({ text: actSentence(asProblem(thrown)), tone: "amber" });
    }
    setBusy(false);
  };
  return (
    <Button icon="download" busy={busy} onClick={() => void save()}>
      {i.template}
    </Button>
  );
}

interface AppliedProps {
  readonly applied: ImportApplied;
  readonly onAgain: () => void;
}

function Applied({ applied, onAgain }: AppliedProps) {
  const i = words().imports;
  return (
    <>
      <Banner
        tone="green"
        act={
          <>
            <LinkButton href="/desk/people" icon="people">
              {i.toPeople}
            </LinkButton>
            <Button onClick={onAgain}>{i.again}</Button>
          </>
        }
      >
        {i.applied(applied.counts)}
      </Banner>
      {applied.passwords.length === 0 ? null : <Passwords passwords={applied.passwords} />}
    </>
  );
}

function Passwords({ passwords }: Pick<ImportApplied, "passwords">) {
  const w = words();
  const i = w.imports;
  const save = () =>
    saveFile(
      i.passwordsName,
      toCsv([
        [w.column.badge, w.column.name, i.passwords],
        ...passwords.map((each) => [each.badge_number, each.name, each.password]),
      ]),
    );
  return (
    <section class="stack stack--tight" aria-label={i.passwords}>
      <Banner
        tone="amber"
        title={i.passwords}
        act={
          <Button icon="download" onClick={save}>
            {i.passwordsSave}
          </Button>
        }
      >
        {i.passwordsHint}
      </Banner>
      <ScrollFrame label={i.passwords} tall>
        <div class="import-rows">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{w.column.badge}</th>
                <th scope="col">{w.column.name}</th>
                <th scope="col">{i.passwords}</th>
              </tr>
            </thead>
            <tbody>
              {passwords.map((each) => (
                <tr key={each.badge_number}>
                  <td>{each.badge_number}</td>
                  <td>{each.name}</td>
                  <td class="hash">{each.password}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </ScrollFrame>
    </section>
  );
}
