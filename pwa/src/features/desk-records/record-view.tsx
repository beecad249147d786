import type { ComponentChildren } from "preact";
import { useServices } from "@/app/services";
import type { RecordDetail, ViolationData } from "@/domain/records/types";
import { RECORD_KIND_WORDS } from "@/domain/records/words";
import type { CodeItem, CodeList } from "@/domain/reference/types";
import { Badge, Banner, List, ListRow, language, say } from "@/ui";
import { joinSentences, type Resource, sayOf, useResource } from "@/ui/desk";
import { Facts } from "./facts";
import { History } from "./history";
import { Photos } from "./photos";
import { Position } from "./position";
import { recordSentence } from "./sentence";
import { StateBadges } from "./state-badges";
import { FLAG_WORDS, words } from "./words";

export function useRecord(id: string | null): Resource<RecordDetail> {
  const { api } = useServices();
  return useResource(id, (signal) => api.get<RecordDetail>(`/records/${id}`, { signal }));
}

/** The offence as its list had it at the time of the act. */
function useOffence(record: RecordDetail): CodeItem | null {
  const { api, codes } = useServices();
  const data = record.kind === "violation" ? (record.data as ViolationData) : null;
  const known = data !== null && codes.version.value === data.code_version ? codes.get(data.code) : null;
  const wanted = data === null || known !== null ? null : data.code_version;
  const list = useResource(wanted, (signal) =>
    api.get<CodeList>(`/violations/code-lists/${encodeURIComponent(wanted ?? "")}`, { signal }),
  );
  return known ?? list.data?.items.find((item) => item.code === data?.code) ?? null;
}

interface SectionProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

function Section({ title, children }: SectionProps) {
  return (
    <section class="stack stack--tight record-section" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** One record with everything that belongs to it; the same in the side panel and on its own page. */
export function RecordView({ record }: { readonly record: RecordDetail }) {
  const w = words();
  const offence = useOffence(record);
  const name = language.value === "zh" ? offence?.name_zh : offence?.name_en;
  return (
    <div class="record stack" data-testid="record">
      <div class="stack stack--tight">
        <div class="row">
          <Badge tone="blue">{say(RECORD_KIND_WORDS[record.kind])}</Badge>
          <StateBadges record={record} />
        </div>
        <p class="sentence">{recordSentence(record, name ?? null)}</p>
        {record.flags.length === 0 ? null : (
          <Banner tone="amber" title={w.flags}>
            {joinSentences(record.flags.map((flag) => sayOf(FLAG_WORDS, flag)))}
          </Banner>
        )}
      </div>
      <div class="record__columns">
        <div>
          <Section title={w.photos}>
            <Photos record={record} />
          </Section>
          <Section title={w.facts}>
            <Facts record={record} offence={offence} />
          </Section>
        </div>
        <div>
          <Section title={w.position}>
            <Position record={record} />
          </Section>
          <Section title={w.revisions}>
            <History record={record} />
          </Section>
          {record.related.length === 0 ? null : (
            <Section title={w.related}>
              <List label={w.related}>
                {record.related.map((other) => (
                  <ListRow
                    key={other.id}
                    title={other.headline}
                    sub={say(RECORD_KIND_WORDS[other.kind])}
                    href={`/desk/records/${other.id}`}
                  />
                ))}
              </List>
            </Section>
          )}
        </div>
      </div>
    </div>
  );
}
