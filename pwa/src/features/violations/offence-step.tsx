import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { CodeItem } from "@/domain/reference/types";
import { outcomesFor, procedureOf } from "@/domain/violations/law";
import { Badge, Button, dayOf, EmptyState, Icon, language, TextInput } from "@/ui";
import { fineText } from "./sentence";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

const FIRST = 30;
const FEW = 5;
const ALL = 1000;

export function codeName(code: CodeItem): string {
  return language.value === "zh" ? code.name_zh : code.name_en;
}

interface Group {
  title: string;
  items: readonly CodeItem[];
}

function lightFirst(codes: readonly CodeItem[]): CodeItem[] {
  const weight = (code: CodeItem) => (procedureOf(code) === "simple" ? 0 : 1);
  return [...codes].sort((a, b) => weight(a) - weight(b));
}

/** Favourites, what was used at this post, what was used lately, then all the rest; each code once. */
function useGroups(query: string, control: ViolationControl, limit: number): Group[] {
  const w = violationWords();
  const { codes } = useServices();
  const { party, post } = control.form;
  const found = codes.search(query, { party, post, limit: query.trim() ? limit : ALL });
  if (query.trim()) return found.length > 0 ? [{ title: w.results, items: found.slice(0, limit) }] : [];
  const favourites = codes.favourites.value.filter((code) => code.party === party);
  const known = new Set(favourites.map((code) => code.code));
  const few = (used: readonly CodeItem[]) => {
    const fresh = used.filter((code) => code.party === party && !known.has(code.code)).slice(0, FEW);
    for (const code of fresh) known.add(code.code);
    return fresh;
  };
  const here = few(codes.usedAt(post));
  const recent = few(codes.recent.value);
  // What one officer may decide on the street stands before what goes to the station.
  const rest = lightFirst(found.filter((code) => !known.has(code.code)));
  return [
    { title: w.favourites, items: favourites },
    { title: w.most, items: here },
    { title: w.recent, items: recent },
    { title: w.all, items: rest.slice(0, limit) },
  ].filter((group) => group.items.length > 0);
}

export function OffenceStep({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const { codes } = useServices();
  const [query, setQuery] = useState("");
  const [limit, setLimit] = useState(FIRST);
  const groups = useGroups(query, control, limit);
  if (codes.list.value.length === 0) {
    return (
      <EmptyState icon="download" title={w.noCodes}>
        {w.noCodesSub}
      </EmptyState>
    );
  }
  const shown = groups.reduce((count, group) => count + group.items.length, 0);
  return (
    <div class="stack">
      <div class="offence-search">
        <TextInput
          type="search"
          label={w.search}
          value={query}
          onInput={setQuery}
          placeholder={w.searchHint}
          testId="code-search"
        />
      </div>
      {shown === 0 ? (
        <EmptyState icon="search" title={w.noResult}>
          {w.noResultSub}
        </EmptyState>
      ) : null}
      {groups.map((group) => (
        <section key={group.title} class="stack stack--tight" aria-label={group.title}>
          <h2 class="small soft">{group.title}</h2>
          <ul class="list">
            {group.items.map((code) => (
              <OffenceRow key={code.code} code={code} control={control} />
            ))}
          </ul>
        </section>
      ))}
      {shown >= limit ? <Button onClick={() => setLimit(limit + FIRST)}>{w.results} +</Button> : null}
    </div>
  );
}

function OffenceRow({ code, control }: { code: CodeItem; control: ViolationControl }) {
  const w = violationWords();
  const { codes, session, clock } = useServices();
  const me = session.me.value;
  const procedure = procedureOf(code);
  const outcome = (me && outcomesFor(me, code, dayOf(clock.now()))[0]) ?? null;
  const starred = codes.favourites.value.some((one) => one.code === code.code);
  const facts = [fineText(code, w.fine), code.points ? w.points(code.points) : ""]
    .filter(Boolean)
    .join(" · ");
  return (
    <li class="offence">
      <button
        type="button"
        class="list-row"
        disabled={outcome === null}
        aria-current={control.form.code === code.code ? "true" : undefined}
        onClick={() =>
          control.change({
            type: "code",
            code: code.code,
            party: code.party,
            outcome,
          })
        }
        data-testid={`code-${code.code}`}
      >
        <span class="list-row__text">
          <span class="list-row__title">
            <span class="number text-blue">{code.code}</span> {codeName(code)}
          </span>
          <span class="list-row__sub">
            <Badge tone={procedure === "simple" ? "plain" : "amber"}>
              {procedure === "simple" ? w.simple : w.ordinary}
            </Badge>{" "}
            {outcome === null ? w.notGranted : facts}
          </span>
        </span>
      </button>
      <button
        type="button"
        class="offence__star"
        aria-pressed={starred}
        aria-label={w.starFull(codeName(code))}
        title={starred ? w.unstar : w.star}
        onClick={() => void codes.toggleFavourite(code.code)}
        data-testid={`star-${code.code}`}
      >
        <Icon name="star" filled={starred} />
        <span class="offence__star-word">{starred ? w.unstar : w.star}</span>
      </button>
    </li>
  );
}
