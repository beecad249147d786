/** The violation form as one value and the acts that change it. Pure, so that it can be kept as a draft at every key. */
import type { Fix, Outcome, Party } from "@/domain/records/types";
import { type PlateInput, startOfPlate } from "./plate-input";

export const STEPS = ["photos", "plate", "offence", "check"] as const;
export type Step = (typeof STEPS)[number];

export interface ViolationForm {
  /** Rises when the shape changes, so that an old draft is not misread after an update. */
  v: 1;
  step: Step;
  party: Party;
  plate: PlateInput;
  /** For kinds whose number is free text, and for parties other than motor. */
  plateText: string;
  plateKind: string | null;
  /** The officer chose the kind; it is not guessed any more. */
  kindChosen: boolean;
  plateConfirmed: boolean;
  code: string | null;
  place: string;
  placeEdited: boolean;
  direction: string | null;
  facts: string;
  factsEdited: boolean;
  outcome: Outcome | null;
  secondOfficer: string | null;
  post: string | null;
  shift: string | null;
  fix: Fix | null;
  /** Device clock of the act: the first photo. */
  at: number | null;
  /** The refused record that this one takes the place of. */
  replaces: string | null;
}

export interface FormStart {
  post: string | null;
  shift: string | null;
  place: string;
}

export function emptyForm(start: FormStart): ViolationForm {
  return {
    v: 1,
    step: "photos",
    party: "motor",
    plate: startOfPlate,
    plateText: "",
    plateKind: null,
    kindChosen: false,
    plateConfirmed: false,
    code: null,
    place: start.place,
    placeEdited: false,
    direction: null,
    facts: "",
    factsEdited: false,
    outcome: null,
    secondOfficer: null,
    post: start.post,
    shift: start.shift,
    fix: null,
    at: null,
    replaces: null,
  };
}

export type FormAct =
  | { type: "start"; start: FormStart }
  | { type: "go"; step: Step }
  | { type: "photo"; at: number; fix: Fix | null }
  | { type: "party"; party: Party }
  | { type: "plate"; plate: PlateInput; guess: string | null }
  | { type: "plate_text"; text: string }
  | { type: "kind"; kind: string }
  | { type: "confirm_plate"; confirmed: boolean }
  | { type: "code"; code: string; outcome: Outcome | null; party: Party }
  | { type: "place"; place: string }
  | { type: "direction"; direction: string | null }
  | { type: "facts"; facts: string }
  | { type: "facts_again" }
  | { type: "outcome"; outcome: Outcome }
  | { type: "second_officer"; person: string | null };

/** What changes when a person does something. Anything that was confirmed for other values is not confirmed any more. */
export function changeForm(form: ViolationForm, act: FormAct): ViolationForm {
  switch (act.type) {
    case "start":
      return beginAt(form, act.start);
    case "go":
      return { ...form, step: act.step };
    case "photo":
      return { ...form, at: form.at ?? act.at, fix: form.fix ?? act.fix };
    case "party":
      return changeParty(form, act.party);
    case "plate":
      return {
        ...form,
        plate: act.plate,
        plateKind: form.kindChosen ? form.plateKind : act.guess,
        plateConfirmed: act.plate.text === form.plate.text && form.plateConfirmed,
      };
    case "plate_text":
      return { ...form, plateText: act.text, plateConfirmed: false };
    case "kind":
      return { ...form, plateKind: act.kind, kindChosen: true, plateConfirmed: false };
    case "confirm_plate":
      return { ...form, plateConfirmed: act.confirmed };
    case "code":
      return { ...changeParty(form, act.party), code: act.code, outcome: act.outcome, step: "check" };
    case "place":
      return { ...form, place: act.place, placeEdited: true };
    case "direction":
      return { ...form, direction: act.direction };
    case "facts":
      return { ...form, facts: act.facts, factsEdited: true };
    case "facts_again":
      return { ...form, facts: "", factsEdited: false };
    case "outcome":
      return { ...form, outcome: act.outcome };
    case "second_officer":
      return { ...form, secondOfficer: act.person };
  }
}

/** Post and place become known a moment after the form was opened; what was written by hand stays. */
function beginAt(form: ViolationForm, { post, shift, place }: FormStart): ViolationForm {
  if (form.post !== null) return form;
  return { ...form, post, shift, place: form.placeEdited || form.place ? form.place : place };
}

function changeParty(form: ViolationForm, party: Party): ViolationForm {
  if (party === form.party) return form;
  return {
    ...form,
    party,
    plateKind: null,
    kindChosen: false,
    plateConfirmed: false,
    code: null,
    outcome: null,
    secondOfficer: null,
  };
}

/** True when there is nothing in it that somebody would miss. */
export function isUntouched(form: ViolationForm, photos: number): boolean {
  return (
    photos === 0 &&
    form.plate.text === startOfPlate.text &&
    form.plateText === "" &&
    form.code === null &&
    !form.placeEdited &&
    !form.factsEdited
  );
}

/** A draft from storage, or null when it is not one that this version can carry on. */
export function readDraft(value: unknown): ViolationForm | null {
  if (typeof value !== "object" || value === null) return null;
  const draft = value as Partial<ViolationForm>;
  const fits =
    draft.v === 1 && typeof draft.plate?.text === "string" && STEPS.some((step) => step === draft.step);
  return fits ? (draft as ViolationForm) : null;
}
