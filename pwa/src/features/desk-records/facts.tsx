import type { ComponentChildren } from "preact";
import type { CheckInData, CheckOutData, RecordDetail, ViolationData } from "@/domain/records/types";
import { CHANNEL_WORDS, OUTCOME_WORDS, PARTY_WORDS, SEAT_WORDS } from "@/domain/records/words";
import type { CodeItem } from "@/domain/reference/types";
import { DAY_TYPE_WORDS } from "@/domain/statistics/words";
import { KINDS } from "@/domain/violations/plate";
import { plateColour } from "@/domain/violations/plate-colour";
import { formatDay, formatInstant, KeyValue, language, PlateBadge, say } from "@/ui";
import { sayOf, withNote } from "@/ui/desk";
import { words } from "./words";

type Pair = readonly [string, ComponentChildren] | null;

function kindName(code: string | null): string | null {
  const kind = KINDS.find((each) => each.code === code);
  if (kind === undefined) return code;
  return language.value === "zh" ? kind.nameZh : kind.nameEn;
}

function violationPairs(data: ViolationData, offence: CodeItem | null): Pair[] {
  const f = words().fact;
  const name = language.value === "zh" ? offence?.name_zh : offence?.name_en;
  const typed = data.plate_typed === data.plate ? null : data.plate_typed;
  return [
    [f.code, withNote(`${data.code} ${name ?? ""}`.trim(), data.code_version)],
    offence === null ? null : ["", <small class="soft">{offence.legal_basis}</small>],
    [f.party, say(PARTY_WORDS[data.party])],
    data.plate === null
      ? null
      : [
          f.plate,
          <PlateBadge
            text={data.plate}
            colour={plateColour(data.plate_kind)}
            name={kindName(data.plate_kind) ?? ""}
          />,
        ],
    data.plate_kind === null ? null : [f.plateKind, kindName(data.plate_kind)],
    typed === null ? null : [f.plateTyped, data.plate_confirmed ? `${typed} · ${words().confirmed}` : typed],
    [f.place, data.place],
    [f.direction, data.direction],
    [f.facts, data.facts === "" ? null : data.facts],
    [f.outcome, say(OUTCOME_WORDS[data.outcome])],
    [f.channel, say(CHANNEL_WORDS[data.channel])],
  ];
}

function ownPairs(record: RecordDetail, offence: CodeItem | null): Pair[] {
  const f = words().fact;
  if (record.kind === "violation") return violationPairs(record.data as ViolationData, offence);
  if (record.kind === "check_in") {
    const data = record.data as CheckInData;
    return [
      [f.seat, say(SEAT_WORDS[data.seat])],
      [f.note, data.note],
    ];
  }
  const data = record.data as CheckOutData;
  return [
    [f.checkIn, <a href={`/desk/records/${data.check_in}`}>{words().openPage}</a>],
    [f.note, data.note],
  ];
}

interface Clock {
  readonly device_time: string;
  readonly clock_offset_ms: number;
}

/** The raw clock of the device stands only in the signed text. */
function clockOf(record: RecordDetail): Clock | null {
  try {
    return JSON.parse(record.revisions.at(-1)?.body ?? "") as Clock;
  } catch {
    return null;
  }
}

interface FactsProps {
  readonly record: RecordDetail;
  readonly offence: CodeItem | null;
}

export function Facts({ record, offence }: FactsProps) {
  const w = words();
  const f = w.fact;
  const clock = clockOf(record);
  return (
    <KeyValue
      pairs={[
        ...ownPairs(record, offence),
        [f.unit, record.unit.name],
        [f.post, record.post?.name ?? w.noPost],
        [f.occurred, formatInstant(record.occurred_at)],
        [f.received, formatInstant(record.received_at)],
        clock === null ? null : [f.deviceTime, formatInstant(clock.device_time)],
        clock === null ? null : [f.offset, w.offset((clock.clock_offset_ms / 1000).toFixed(1))],
        [f.day, `${formatDay(record.day)} · ${sayOf(DAY_TYPE_WORDS, record.day_type)}`],
        [f.id, <span class="hash">{record.id}</span>],
      ]}
    />
  );
}
