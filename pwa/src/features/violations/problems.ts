/** What still stands between the form and saving, and where it is to be mended. Pure. */
import type { Outcome, ViolationData } from "@/domain/records/types";
import type { CodeItem } from "@/domain/reference/types";
import { needsSecondOfficer, procedureOf } from "@/domain/violations/law";
import {
  checkPlate,
  KINDS,
  NO_PLATE,
  type PlateKind,
  PlateProblem,
  parseFreeText,
  plateProblem,
} from "@/domain/violations/plate";
import type { Step, ViolationForm } from "./form";
import { factsSentence } from "./sentence";

export type Missing =
  | "photos"
  | "plate"
  | "plate_confirmation"
  | "offence"
  | "place"
  | "outcome"
  | "second_officer";

const WHERE: Record<Missing, Step> = {
  photos: "photos",
  plate: "plate",
  plate_confirmation: "plate",
  offence: "offence",
  place: "check",
  outcome: "check",
  second_officer: "check",
};

export function stepOf(missing: Missing): Step {
  return WHERE[missing];
}

export function plateKindOf(form: ViolationForm): PlateKind | null {
  return KINDS.find((kind) => kind.code === form.plateKind) ?? null;
}

/** What was typed, in the input that party and kind use; pedestrians and passengers have none. */
export function typedPlate(form: ViolationForm): string | null {
  if (form.party === "nonmotor") return form.plateText.trim() || null;
  if (form.party !== "motor" || form.plateKind === NO_PLATE) return null;
  return plateKindOf(form)?.freeText ? form.plateText : form.plate.text;
}

function freeTextProblem(text: string): PlateProblem | null {
  try {
    parseFreeText(text);
    return null;
  } catch (error) {
    if (error instanceof PlateProblem) return error;
    throw error;
  }
}

/** What is wrong with the plate; null when it can be saved or when the party needs none. */
export function plateProblemOf(form: ViolationForm): PlateProblem | null {
  const typed = typedPlate(form);
  if (form.party !== "motor") return typed ? freeTextProblem(typed) : null;
  // Without a kind the number itself is at fault; "02" only brings out the reason.
  return plateProblem(form.plateKind ?? "02", typed, form.plateConfirmed);
}

export function missingOf(
  form: ViolationForm,
  photos: number,
  photosMin: number,
  code: CodeItem | null,
): Missing[] {
  const missing: Missing[] = [];
  if (photos < photosMin) missing.push("photos");
  const problem = plateProblemOf(form);
  if (problem) missing.push(problem.code === "plate_confirm_needed" ? "plate_confirmation" : "plate");
  if (!code) missing.push("offence");
  if (!form.place.trim()) missing.push("place");
  if (code && !form.outcome) missing.push("outcome");
  if (code && needsSecondOfficer(procedureOf(code), form.outcome) && !form.secondOfficer)
    missing.push("second_officer");
  return missing;
}

/** The plate as it goes into the record: normalised. Only for a form without plate problems. */
export function savedPlate(form: ViolationForm): string | null {
  const typed = typedPlate(form);
  if (form.party !== "motor") return typed ? parseFreeText(typed).number : null;
  return checkPlate(form.plateKind ?? "02", typed, form.plateConfirmed)?.number ?? null;
}

/** The facts as written, or the proposed sentence while nobody has changed it. */
export function factsOf(form: ViolationForm, code: CodeItem): string {
  if (form.factsEdited) return form.facts.trim();
  const plate = plateProblemOf(form) ? typedPlate(form) : savedPlate(form);
  return factsSentence({ ...form, plate, code });
}

/** The `data` of the record. Only for a form that misses nothing. */
export function toData(
  form: ViolationForm,
  code: CodeItem,
  version: string,
  outcome: Outcome,
): ViolationData {
  const second = needsSecondOfficer(procedureOf(code), outcome) ? form.secondOfficer : null;
  return {
    code: code.code,
    code_version: version,
    party: form.party,
    plate_kind: form.party === "motor" ? form.plateKind : null,
    plate: savedPlate(form),
    plate_typed: typedPlate(form),
    plate_confirmed: form.plateConfirmed,
    place: form.place.trim(),
    direction: form.direction,
    facts: factsOf(form, code),
    outcome,
    second_officer: second,
    channel: "street",
  };
}
