import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Banner, Button, DeskPage, formatBytes, LinkButton } from "@/ui";
import { actSentence, asProblem } from "@/ui/desk";
import { ImportPreviewView } from "./import-preview";
import { contentTypeOf, countActions } from "./import-rows";
import type { ImportPreview } from "./types";
import { words } from "./words";
import "./people.css";

type Stage =
  | { readonly name: "choose" }
  | { readonly name: "preview"; readonly preview: ImportPreview }
  | { readonly name: "applied"; readonly preview: ImportPreview };

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
          onApplied={() => setStage({ name: "applied", preview: stage.preview })}
          onCancel={() => setStage({ name: "choose" })}
        />
      ) : (
        <Applied preview={stage.preview} onAgain={() => setStage({ name: "choose" })} />
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

interface AppliedProps {
  readonly preview: ImportPreview;
  readonly onAgain: () => void;
}

function Applied({ preview, onAgain }: AppliedProps) {
  const i = words().imports;
  return (
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
      {i.applied(countActions(preview.rows))}
    </Banner>
  );
}
