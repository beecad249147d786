import { useServices } from "@/app/services";
import type { Party } from "@/domain/records/types";
import { OUTCOME_WORDS, PARTY_WORDS } from "@/domain/records/words";
import type { CodeItem } from "@/domain/reference/types";
import { needsSecondOfficer, outcomesFor, procedureOf } from "@/domain/violations/law";
import { plateColour } from "@/domain/violations/plate-colour";
import {
  Banner,
  Button,
  Card,
  Chip,
  Choices,
  dayOf,
  Field,
  formatInstant,
  formatMetres,
  PlateBadge,
  say,
  TextArea,
  TextInput,
} from "@/ui";
import { kindName } from "./kind-picker";
import { codeName } from "./offence-step";
import { Shots } from "./photo-step";
import { PlaceMap } from "./place-map";
import { factsOf, plateKindOf, plateProblemOf, typedPlate } from "./problems";
import { SecondOfficer } from "./second-officer";
import { fineText } from "./sentence";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

/** Written into the record in Chinese, whatever language the screen has. */
const DIRECTIONS = [
  ["ew", "由东向西"],
  ["we", "由西向东"],
  ["sn", "由南向北"],
  ["ns", "由北向南"],
] as const;

interface CheckStepProps {
  control: ViolationControl;
  code: CodeItem | null;
}

export function CheckStep({ control, code }: CheckStepProps) {
  const w = violationWords();
  const { form, change } = control;
  return (
    <div class="stack">
      <Summary control={control} code={code} />
      {code ? <Outcome control={control} code={code} /> : null}
      <Field label={w.place} hint={w.placeHint} error={form.place.trim() ? null : w.placeMissing}>
        <TextInput
          value={form.place}
          onInput={(place) => change({ type: "place", place })}
          maxLength={200}
          testId="place"
        />
      </Field>
      <PlaceMap control={control} />
      <Field label={w.direction} group>
        <Choices label={w.direction} four>
          {DIRECTIONS.map(([key, value]) => (
            <Chip
              key={key}
              pressed={form.direction === value}
              onClick={() =>
                change({ type: "direction", direction: form.direction === value ? null : value })
              }
              testId={`direction-${key}`}
            >
              {w.directions[key]}
            </Chip>
          ))}
        </Choices>
      </Field>
      {code ? <Facts control={control} code={code} /> : null}
      {control.saveProblem ? (
        <Banner tone="red" alert testId="save-problem">
          {control.saveProblem}
        </Banner>
      ) : null}
    </div>
  );
}

/** What will be saved, as a sentence, with the photos and the plate as they are. */
function Summary({ control, code }: CheckStepProps) {
  const w = violationWords();
  const { clock, position } = useServices();
  const { form, photos } = control;
  const unfinished = plateProblemOf(form) !== null;
  const plate = unfinished ? null : typedPlate(form);
  const kind = plateKindOf(form);
  const fix = form.fix ?? position.fix.value;
  const law = code
    ? [fineText(code, w.fine), code.points ? w.points(code.points) : "", code.legal_basis]
    : [];
  const sentence = w.summaryText({
    time: formatInstant((form.at ?? clock.deviceNow()) + (clock.offset.value ?? 0), clock.now()),
    place: form.place.trim() || w.noPlace,
    direction: form.direction ?? "",
    who: unfinished ? w.noPlateYet : who(form.party, plate, kind && kindName(kind)),
    what: code ? w.act(codeName(code), code.code) : w.noCode,
    outcome: form.outcome ? say(OUTCOME_WORDS[form.outcome]) : w.noOutcome,
    photos: photos.length,
  });
  return (
    <Card
      title={w.summary}
      end={plate ? <PlateBadge text={plate} colour={plateColour(form.plateKind)} /> : null}
    >
      <div class="stack stack--tight">
        <p data-testid="summary">{sentence}</p>
        <Shots control={control} />
        <p class="soft small">
          {law.filter(Boolean).join(" · ")}
          <br />
          {fix ? w.positionAt(formatMetres(fix.accuracy_m)) : w.positionNone}
        </p>
      </div>
    </Card>
  );
}

function who(party: Party, plate: string | null, kind: string | null): string {
  const name = party === "motor" && kind ? kind : say(PARTY_WORDS[party]);
  return [plate, name].filter(Boolean).join(" ");
}

function Outcome({ control, code }: { control: ViolationControl; code: CodeItem }) {
  const w = violationWords();
  const { form, change } = control;
  const { session, clock } = useServices();
  const procedure = procedureOf(code);
  const me = session.me.value;
  const outcomes = me ? outcomesFor(me, code, dayOf(clock.now())) : [];
  return (
    <>
      <Field label={w.outcome} hint={w.outcomeHint[procedure]} group>
        <Choices label={w.outcome}>
          {outcomes.map((outcome) => (
            <Chip
              key={outcome}
              pressed={form.outcome === outcome}
              onClick={() => change({ type: "outcome", outcome })}
              testId={`outcome-${outcome}`}
            >
              {say(OUTCOME_WORDS[outcome])}
            </Chip>
          ))}
        </Choices>
      </Field>
      {needsSecondOfficer(procedure, form.outcome) ? <SecondOfficer control={control} /> : null}
    </>
  );
}

function Facts({ control, code }: { control: ViolationControl; code: CodeItem }) {
  const w = violationWords();
  const { form, change } = control;
  return (
    <div class="stack stack--tight">
      <Field label={w.facts} hint={form.factsEdited ? undefined : w.factsHint}>
        <TextArea
          value={form.factsEdited ? form.facts : factsOf(form, code)}
          onInput={(facts) => change({ type: "facts", facts })}
          maxLength={2000}
          rows={4}
          testId="facts"
        />
      </Field>
      {form.factsEdited ? (
        <Button kind="quiet" icon="undo" onClick={() => change({ type: "facts_again" })}>
          {w.factsAgain}
        </Button>
      ) : null}
    </div>
  );
}
