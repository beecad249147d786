import { useEffect, useRef, useState } from "preact/hooks";
import { usePosts, useUnits } from "@/app/desk-data";
import { setQuery } from "@/app/router";
import { unitsInOrder } from "@/domain/coverage/units";
import { RECORD_KIND_WORDS, RECORD_STATE_WORDS } from "@/domain/records/words";
import { CODE_GROUP_WORDS, DAY_TYPE_WORDS } from "@/domain/statistics/words";
import type { Words } from "@/shared/words";
import { Button, say } from "@/ui";
import { type Choice, deskWords, FilterBar, FilterSelect, PeriodBar, treeChoices } from "@/ui/desk";
import { clearedFilters, countFilters, type RecordFilters } from "./filters";
import { words } from "./words";

const TYPING_PAUSE_MS = 350;

/** Shown on demand, and always while one of them is set. */
const RARE = ["complete", "late", "day_type", "code", "code_group"] as const;

function choices(book: Readonly<Record<string, Words>>): Choice[] {
  return Object.entries(book).map(([value, label]) => ({ value, label: say(label) }));
}

interface FiltersProps {
  readonly filters: RecordFilters;
  readonly today: string;
}

export function RecordFilterBar({ filters, today }: FiltersProps) {
  const { values, period } = filters;
  const set = (name: string) => (value: string | null) => setQuery({ [name]: value, open: null });
  const w = words();
  const d = deskWords();
  const [more, setMore] = useState(RARE.some((name) => values[name] !== undefined));
  const all = more || RARE.some((name) => values[name] !== undefined);
  return (
    <>
      <PeriodBar
        period={period}
        today={today}
        onChange={(next) => setQuery({ from: next.from, to: next.to, open: null })}
      />
      <FilterBar active={countFilters(filters)} onClear={() => setQuery(clearedFilters())}>
        <SearchBox value={values.q ?? ""} onChange={set("q")} />
        <PlaceFilters values={values} set={set} />
        <FilterSelect
          label={w.filter.kind}
          value={values.kind ?? null}
          any={d.all}
          options={choices(RECORD_KIND_WORDS)}
          onChange={set("kind")}
          testId="filter-kind"
        />
        <FilterSelect
          label={w.filter.state}
          value={values.state ?? null}
          any={d.all}
          options={choices(RECORD_STATE_WORDS)}
          onChange={set("state")}
        />
        {all ? <QualityFilters values={values} set={set} /> : null}
        {all ? <CodeFilters values={values} set={set} /> : null}
        <Button kind="quiet" expanded={all} onClick={() => setMore(!all)}>
          {all ? w.fewerFilters : w.moreFilters}
        </Button>
      </FilterBar>
    </>
  );
}

interface GroupProps {
  readonly values: RecordFilters["values"];
  readonly set: (name: string) => (value: string | null) => void;
}

function PlaceFilters({ values, set }: GroupProps) {
  const w = words();
  const d = deskWords();
  const units = useUnits();
  const posts = usePosts();
  return (
    <>
      <FilterSelect
        label={d.unit}
        value={values.unit ?? null}
        any={d.allUnits}
        options={treeChoices(unitsInOrder(units.data ?? []))}
        onChange={set("unit")}
      />
      <FilterSelect
        label={w.filter.post}
        value={values.post ?? null}
        any={d.all}
        options={(posts.data ?? []).map((post) => ({ value: post.id, label: post.name }))}
        onChange={set("post")}
      />
    </>
  );
}

function QualityFilters({ values, set }: GroupProps) {
  const w = words();
  const d = deskWords();
  return (
    <>
      <FilterSelect
        label={w.filter.complete}
        value={values.complete ?? null}
        any={d.all}
        options={[
          { value: "true", label: w.completeYes },
          { value: "false", label: w.completeNo },
        ]}
        onChange={set("complete")}
      />
      <FilterSelect
        label={w.filter.late}
        value={values.late ?? null}
        any={d.all}
        options={[
          { value: "true", label: w.lateYes },
          { value: "false", label: w.lateNo },
        ]}
        onChange={set("late")}
      />
      <FilterSelect
        label={w.filter.day_type}
        value={values.day_type ?? null}
        any={d.all}
        options={choices(DAY_TYPE_WORDS)}
        onChange={set("day_type")}
      />
    </>
  );
}

function CodeFilters({ values, set }: GroupProps) {
  const w = words();
  return (
    <>
      <FilterSelect
        label={w.filter.code_group}
        value={values.code_group ?? null}
        any={deskWords().all}
        options={choices(CODE_GROUP_WORDS)}
        onChange={set("code_group")}
      />
      <TypedFilter label={w.filter.code} value={values.code ?? ""} onChange={set("code")} />
    </>
  );
}

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

/** The address follows when the typing pauses, and what the address says wins when it changes from outside. */
function useTyped({ value, onChange }: Pick<TypedProps, "value" | "onChange">) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim() || null), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return { text, setText };
}

function TypedFilter(props: TypedProps) {
  const { text, setText } = useTyped(props);
  return (
    <label class="filter">
      <span class="filter__label">{props.label}</span>
      <input
        class="input"
        value={text}
        maxLength={16}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}

/** `/` leads here from anywhere on the screen. */
function SearchBox({ value, onChange }: Pick<TypedProps, "value" | "onChange">) {
  const w = words();
  const input = useRef<HTMLInputElement>(null);
  const { text, setText } = useTyped({ value, onChange });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest("input, select, textarea") !== null;
      if (event.key !== "/" || typing) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <label class="filter filter--search">
      <span class="filter__label">{w.filter.q}</span>
      <input
        ref={input}
        class="input"
        type="search"
        value={text}
        maxLength={100}
        placeholder={w.filter.qHint}
        data-testid="filter-q"
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
