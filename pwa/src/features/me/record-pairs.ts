import type { ComponentChildren } from "preact";
import type { Services } from "@/app/services";
import type {
  CheckInData,
  CheckOutData,
  DataByKind,
  RecordKind,
  ViolationData,
} from "@/domain/records/types";
import { OUTCOME_WORDS, SEAT_WORDS } from "@/domain/records/words";
import { formatInstant, language, say } from "@/ui";
import { meWords } from "./words";

interface Shown {
  kind: RecordKind;
  data: DataByKind[RecordKind];
  occurredAt: string;
  post: string | null;
  postName: string | null;
}

type Pair = readonly [string, ComponentChildren] | null;

/** Name and value of everything a record says, in the order in which it is asked. */
export function recordPairs(services: Pick<Services, "codes" | "reference" | "clock">, shown: Shown): Pair[] {
  const w = meWords();
  const posts = services.reference.value?.posts ?? [];
  const post = shown.postName ?? posts.find((one) => one.id === shown.post)?.name ?? null;
  const common: Pair[] = [
    [w.time, formatInstant(shown.occurredAt, services.clock.now())],
    [w.post, post],
  ];
  if (shown.kind === "violation")
    return [...common, ...violationPairs(services, shown.data as ViolationData)];
  const data = shown.data as CheckInData | CheckOutData;
  return [...common, "seat" in data ? [w.seat, say(SEAT_WORDS[data.seat])] : null, [w.note, data.note]];
}

function violationPairs(
  { codes, reference }: Pick<Services, "codes" | "reference">,
  data: ViolationData,
): Pair[] {
  const w = meWords();
  const code = codes.get(data.code);
  const name = code ? (language.value === "zh" ? code.name_zh : code.name_en) : "";
  const second = reference.value?.colleagues.find((one) => one.id === data.second_officer);
  return [
    [w.plate, data.plate],
    [w.offence, `${data.code} ${name}`.trim()],
    [w.place, data.place],
    [w.direction, data.direction],
    [w.outcome, say(OUTCOME_WORDS[data.outcome])],
    [w.second, second ? `${second.name} ${second.badge_number}` : data.second_officer],
    [w.facts, data.facts || null],
  ];
}
