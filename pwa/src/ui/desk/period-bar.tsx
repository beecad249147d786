import { Chip, Choices } from "../choice";
import { TextInput } from "../field";
import { type Period, type PeriodPreset, presetOf, presetPeriod } from "./days";
import { deskWords } from "./desk-words";

interface PeriodBarProps {
  readonly period: Period;
  readonly today: string;
  readonly presets?: readonly Exclude<PeriodPreset, "custom">[];
  readonly onChange: (period: Period) => void;
}

/** Presets one tap away, any range by date. */
export function PeriodBar({
  period,
  today,
  presets = ["today", "yesterday", "last_7"],
  onChange,
}: PeriodBarProps) {
  const w = deskWords();
  const current = presetOf(period, today);
  return (
    <fieldset class="period-bar">
      <legend class="visually-hidden">{w.period}</legend>
      <Choices label={w.period}>
        {presets.map((preset) => (
          <Chip
            key={preset}
            pressed={preset === current}
            onClick={() => onChange(presetPeriod(preset, today))}
          >
            {w.presets[preset]}
          </Chip>
        ))}
      </Choices>
      <div class="period-bar__range">
        <TextInput
          type="date"
          label={w.from}
          value={period.from}
          onInput={(from) => from && onChange({ from, to: from > period.to ? from : period.to })}
        />
        <span aria-hidden="true">–</span>
        <TextInput
          type="date"
          label={w.to}
          value={period.to}
          onInput={(to) => to && onChange({ from: to < period.from ? to : period.from, to })}
        />
      </div>
    </fieldset>
  );
}
