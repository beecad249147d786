/** A record as one sentence, the way it would be told. */
import type { CheckInData, RecordDetail, ViolationData } from "@/domain/records/types";
import { OUTCOME_WORDS, PARTY_WORDS, PERSON_KIND_WORDS, SEAT_WORDS } from "@/domain/records/words";
import { formatInstant, say } from "@/ui";
import { withNote } from "@/ui/desk";
import { words } from "./words";

function who(record: RecordDetail): string {
  const { author, unit } = record;
  return `${unit.name} ${say(PERSON_KIND_WORDS[author.kind])} ${withNote(author.name, author.badge_number)}`;
}

/** The plate; without one the party, unless the name of the offence begins with it. */
function actOf(data: ViolationData, offence: string): string {
  const party = say(PARTY_WORDS[data.party]);
  const named = offence.toLowerCase().startsWith(party.toLowerCase());
  return [data.plate ?? (named ? "" : party), offence].filter(Boolean).join(" ");
}

export function recordSentence(record: RecordDetail, offence: string | null): string {
  const w = words().sentence;
  const base = {
    when: formatInstant(record.occurred_at),
    who: who(record),
    where: record.post?.name ?? w.unnamed,
  };
  if (record.kind === "check_out") return w.check_out(base);
  if (record.kind === "check_in") {
    return w.check_in({ ...base, seat: say(SEAT_WORDS[(record.data as CheckInData).seat]) });
  }
  const data = record.data as ViolationData;
  return w.violation({
    ...base,
    where: w.towards(data.place, data.direction ?? ""),
    what: withNote(actOf(data, offence ?? ""), data.code),
    how: say(OUTCOME_WORDS[data.outcome]),
  });
}
