import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Badge, Banner, Button, Chip, Choices, say, type Tone } from "@/ui";
import {
  actSentence,
  asProblem,
  deskWords,
  joinItems,
  labelled,
  ScrollFrame,
  saveFile,
  sayOf,
} from "@/ui/desk";
import { ACTIONS, type Cell, columnsOf, keyOf, refusedAsCsv, sortForReading } from "./import-rows";
import type { ImportAction, ImportApplied, ImportCounts, ImportPreview, ImportRow } from "./types";
import { ACTION_WORDS, COLUMN_WORDS, words } from "./words";

const FIRST_ROWS = 200;
const ACTION_TONES: Record<ImportAction, Tone> = {
  refused: "red",
  create: "green",
  update: "blue",
  unchanged: "plain",
};

interface PreviewProps {
  readonly preview: ImportPreview;
  readonly onApplied: (applied: ImportApplied) => void;
  readonly onCancel: () => void;
}

/** What would become of each row, refused ones first, before anything is changed. */
export function ImportPreviewView({ preview, onApplied, onCancel }: PreviewProps) {
  const i = words().imports;
  const { api } = useServices();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { counts } = preview;
  const apply = async () => {
    setBusy(true);
    setFault(null);
    try {
      onApplied(await api.post<ImportApplied>(`/imports/people/${preview.import_id}/apply`));
    } catch (thrown) {
      setFault(actSentence(asProblem(thrown)));
      setBusy(false);
    }
  };
  const changes = counts.create + counts.update;
  return (
    <div class="stack">
      <p class="sentence" data-testid="import-counts">
        {i.counts(counts)}
      </p>
      {fault === null ? null : (
        <Banner tone="red" alert>
          {fault}
        </Banner>
      )}
      <div class="row">
        <Button
          kind="primary"
          busy={busy}
          disabled={changes === 0}
          onClick={() => void apply()}
          testId="import-apply"
        >
          {changes === 0 ? i.nothing : i.apply(changes)}
        </Button>
        <Button onClick={onCancel}>{deskWords().cancel}</Button>
        {counts.refused === 0 ? null : (
          <Button
            icon="download"
            onClick={() => saveFile(i.refusedName, refusedAsCsv(preview.rows, csvHeads()))}
          >
            {i.exportRefused}
          </Button>
        )}
      </div>
      <p class="soft small">{i.applyHint}</p>
      {preview.ignored_columns.length === 0 ? null : (
        <Banner tone="amber">{i.ignored(joinItems(preview.ignored_columns))}</Banner>
      )}
      <Rows rows={preview.rows} counts={counts} />
    </div>
  );
}

interface RowsProps {
  readonly rows: readonly ImportRow[];
  readonly counts: ImportCounts;
}

function Rows({ rows, counts }: RowsProps) {
  const i = words().imports;
  const [only, setOnly] = useState<ImportAction | null>(null);
  const [all, setAll] = useState(false);
  const wanted = sortForReading(only === null ? rows : rows.filter((row) => row.action === only));
  const shown = all ? wanted : wanted.slice(0, FIRST_ROWS);
  return (
    <>
      <Choices label={i.action}>
        {ACTIONS.filter((action) => counts[action] > 0).map((action) => (
          <Chip
            key={action}
            pressed={only === action}
            onClick={() => setOnly(only === action ? null : action)}
          >
            {say(ACTION_WORDS[action])} {counts[action]}
          </Chip>
        ))}
      </Choices>
      <RowTable rows={shown} columns={columnsOf(rows)} />
      {shown.length < wanted.length ? (
        <div class="row">
          <span class="soft">{i.firstRows(FIRST_ROWS)}</span>
          <Button onClick={() => setAll(true)}>{i.showAll}</Button>
        </div>
      ) : null}
    </>
  );
}

function csvHeads() {
  const i = words().imports;
  return {
    sheet: i.sheet,
    row: i.row,
    problems: i.problems,
    cell: (cell: string) => sayOf(COLUMN_WORDS, cell),
  };
}

function RowTable({
  rows,
  columns,
}: {
  readonly rows: readonly ImportRow[];
  readonly columns: readonly Cell[];
}) {
  const i = words().imports;
  return (
    <ScrollFrame label={i.preview} tall>
      <div class="import-rows">
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="end">
                {i.row}
              </th>
              <th scope="col">{i.action}</th>
              <th scope="col">{i.problems}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {sayOf(COLUMN_WORDS, column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                <td class="end">
                  {row.sheet === "" || row.sheet === "csv" ? row.row : `${row.sheet} ${row.row}`}
                </td>
                <td>
                  <Badge tone={ACTION_TONES[row.action]}>{say(ACTION_WORDS[row.action])}</Badge>
                </td>
                <td>
                  {row.changes.length === 0
                    ? null
                    : i.changes(joinItems(row.changes.map((column) => sayOf(COLUMN_WORDS, column))))}
                  {row.problems.map((problem) => (
                    <div class="text-red" key={`${problem.column} ${problem.code}`}>
                      {labelled(sayOf(COLUMN_WORDS, problem.column), problem.message)}
                    </div>
                  ))}
                </td>
                {columns.map((column) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ScrollFrame>
  );
}
