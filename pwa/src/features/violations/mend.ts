/** A record that the server refused, opened in the form again. Pure. */
import type { FieldRecord, ViolationData } from "@/domain/records/types";
import { NO_PLATE } from "@/domain/violations/plate";
import { emptyForm, type ViolationForm } from "./form";

/** Everything as it was written; the facts count as edited, so that nothing is rewritten behind the author's back. */
export function formFromRecord(record: FieldRecord<"violation">): ViolationForm {
  const data: ViolationData = record.data;
  const typed = data.plate_typed ?? data.plate ?? "";
  const motor = data.party === "motor";
  return {
    ...emptyForm({ post: record.post, shift: record.shift, place: data.place }),
    step: "check",
    party: data.party,
    plate:
      motor && data.plate_kind !== NO_PLATE ? { text: typed, cursor: typed.length } : { text: "", cursor: 0 },
    plateText: typed,
    plateKind: data.plate_kind,
    kindChosen: data.plate_kind !== null,
    plateConfirmed: data.plate_confirmed,
    code: data.code,
    placeEdited: true,
    direction: data.direction,
    facts: data.facts,
    factsEdited: true,
    outcome: data.outcome,
    secondOfficer: data.second_officer,
    fix: record.fix,
    at: Date.parse(record.device_time),
    replaces: record.id,
  };
}
