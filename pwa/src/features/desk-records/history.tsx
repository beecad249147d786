import type { RecordDetail, RecordRevision } from "@/domain/records/types";
import { formatInstant } from "@/ui";
import { labelled, sayOf, withNote } from "@/ui/desk";
import { findDifferences } from "./differences";
import { ReceiptCheck } from "./receipt-view";
import { PATH_WORDS, words } from "./words";

/** All revisions, newest first: who, when, why, and what each one changed. */
export function History({ record }: { readonly record: RecordDetail }) {
  const newestFirst = [...record.revisions].sort((a, b) => b.revision - a.revision);
  return (
    <ol class="history">
      {newestFirst.map((revision) => (
        <li key={revision.revision}>
          <Revision
            record={record.id}
            revision={revision}
            before={newestFirst.find((each) => each.revision === revision.revision - 1) ?? null}
          />
        </li>
      ))}
    </ol>
  );
}

interface RevisionProps {
  readonly record: string;
  readonly revision: RecordRevision;
  readonly before: RecordRevision | null;
}

function Revision({ record, revision, before }: RevisionProps) {
  const w = words();
  const changes = before === null ? [] : findDifferences(before.body, revision.body);
  return (
    <article class="stack stack--tight">
      <p>
        <strong>{w.revision(revision.revision)}</strong> ·{" "}
        {withNote(revision.author.name, revision.author.badge_number)}·{" "}
        {w.receivedAt(formatInstant(revision.received_at))} · {w.device(revision.device.label)}
      </p>
      {before === null ? <p class="soft small">{w.first}</p> : null}
      {revision.reason === null ? null : <p>{labelled(w.reason, revision.reason)}</p>}
      {changes.length === 0 ? null : (
        <ul class="changes" aria-label={w.changed}>
          {changes.map((change) => (
            <li key={change.path}>
              <strong>{sayOf(PATH_WORDS, change.path)}</strong> {w.before}{" "}
              <del>{change.before || w.empty_value}</del> {w.after} <ins>{change.after || w.empty_value}</ins>
            </li>
          ))}
        </ul>
      )}
      <ReceiptCheck record={record} revision={revision} />
    </article>
  );
}
