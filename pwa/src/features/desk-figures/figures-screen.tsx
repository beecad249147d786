import { useUnits } from "@/app/desk-data";
import { query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import { unitsInOrder } from "@/domain/coverage/units";
import { Button, DeskPage, formatInstant } from "@/ui";
import {
  deskWords,
  FilterSelect,
  PeriodBar,
  presetPeriod,
  readPeriod,
  shanghaiDay,
  treeChoices,
} from "@/ui/desk";
import { HoursFigure } from "./hours-figure";
import { spanWords } from "./span";
import { ViolationsFigure } from "./violations-figure";
import { words } from "./words";
import "./figures.css";

const FIGURES = ["day", "unit", "code_group"] as const;

export function FiguresScreen() {
  const w = words();
  const d = deskWords();
  const { clock, session } = useServices();
  const units = useUnits();
  const today = shanghaiDay(clock.now());
  const period = readPeriod(query.value.get("from"), query.value.get("to"), presetPeriod("last_7", today));
  const unit = query.value.get("unit");
  const unitName = units.data?.find((each) => each.id === unit)?.name ?? d.allUnits;
  return (
    <DeskPage title={w.title} act={<Button onClick={() => print()}>{d.print}</Button>}>
      <div class="filter-bar__fields no-print">
        <PeriodBar
          period={period}
          today={today}
          presets={["today", "yesterday", "last_7", "last_30"]}
          onChange={(next) => setQuery({ from: next.from, to: next.to })}
        />
        <FilterSelect
          label={d.unit}
          value={unit}
          any={d.allUnits}
          options={treeChoices(unitsInOrder(units.data ?? []))}
          onChange={(next) => setQuery({ unit: next })}
        />
      </div>
      <p class="soft">
        {spanWords(period)} · {unitName}
      </p>
      <div class="figures">
        {FIGURES.map((by) => (
          <ViolationsFigure key={by} by={by} scope={{ period, unit }} />
        ))}
        <HoursFigure scope={{ period, unit }} />
      </div>
      <p class="soft small">{w.noRanking}</p>
      <p class="print-only small">
        {w.printed(session.me.value?.person.name ?? "", formatInstant(clock.now()))}
      </p>
    </DeskPage>
  );
}
