import { useEffect, useMemo } from "preact/hooks";
import { useDuty } from "@/app/duty";
import { back, navigate, query, setQuery } from "@/app/router";
import { useServices } from "@/app/services";
import type { CodeItem } from "@/domain/reference/types";
import { mayRecordViolations } from "@/domain/violations/law";
import { Banner, Button, dayOf, Icon, PhonePage, Skeleton } from "@/ui";
import { CheckStep } from "./check-step";
import { type FormStart, isUntouched, STEPS, type Step } from "./form";
import { MayNotRecord } from "./may-not-record";
import { OffenceStep } from "./offence-step";
import { PhotoStep } from "./photo-step";
import { PlateStep } from "./plate-step";
import { type Missing, missingOf, stepOf } from "./problems";
import { Saved } from "./saved";
import { useViolation, type ViolationControl } from "./use-violation";
import { violationWords } from "./words";
import "./violations.css";

function useStep(control: ViolationControl): [Step, (step: Step) => void] {
  const wanted = query.value.get("step");
  const asked = STEPS.find((one) => one === wanted);
  const { form, change, ready } = control;
  // The back gesture of the phone changes the address; the form follows it.
  useEffect(() => {
    if (ready && asked && asked !== form.step) change({ type: "go", step: asked });
    // Only a change of the address counts here: the form's own steps change the address below.
  }, [asked]);
  useEffect(() => {
    if (ready && asked !== form.step) setQuery({ step: form.step }, { replace: !asked });
    // The address follows the form, see above.
  }, [form.step, ready]);
  return [form.step, (step) => change({ type: "go", step })];
}

/** Where the form begins: the post one stands at or is planned for. */
function useStart(): FormStart {
  const { post, presence, assignment } = useDuty();
  const shift = presence ? presence.shift : (assignment?.id ?? null);
  const [id, place] = [post?.id ?? null, post?.name ?? ""];
  return useMemo(() => ({ post: id, shift, place }), [id, shift, place]);
}

/**
 * A new record begins with a new form: each has its own key. Who may not record is told at once, by whatever way they
 * came: no camera is opened for a record that the server would refuse.
 */
export function ViolationScreen() {
  const { session, clock } = useServices();
  const me = session.me.value;
  const mend = query.value.get("mend");
  if (me !== null && !mayRecordViolations(me, dayOf(clock.now()))) {
    return (
      <PhonePage title={violationWords().title} onBack={() => back("/today")}>
        <MayNotRecord />
      </PhonePage>
    );
  }
  return <ViolationPages key={`${mend}:${query.value.get("again")}`} mend={mend} />;
}

function ViolationPages({ mend }: { mend: string | null }) {
  const w = violationWords();
  const { reference, codes, position } = useServices();
  const start = useStart();
  const control = useViolation(mend, start);
  const [step, go] = useStep(control);
  useEffect(() => position.watch(), [position]);
  const { form, photos, ready, change } = control;
  useEffect(() => {
    if (ready && form.post === null && start.post !== null) change({ type: "start", start });
  }, [ready, form.post, start, change]);
  const code = form.code ? codes.get(form.code) : null;
  const missing = missingOf(form, photos.length, reference.value?.policy.photos_min ?? 2, code);
  if (control.saved) return <Saved control={control} code={code} />;
  const leave = () => {
    const at = STEPS.indexOf(step);
    if (at > 0) go(STEPS[at - 1] ?? "photos");
    else navigate("/today");
  };
  const discard = isUntouched(form, photos.length) ? null : (
    <Button
      kind="quiet"
      icon="trash"
      onClick={() => {
        control.discard();
        navigate("/today", { replace: true });
      }}
      testId="discard"
    >
      {w.discard}
    </Button>
  );
  return (
    <PhonePage
      bare
      title={mend ? w.mendTitle : w.title}
      onBack={leave}
      end={discard}
      act={
        control.ready ? <MainAct control={control} step={step} missing={missing} code={code} go={go} /> : null
      }
    >
      <Steps step={step} missing={missing} go={go} />
      {control.ready ? (
        <>
          {control.restored && step === "photos" ? <Banner tone="blue">{w.restored}</Banner> : null}
          {step === "photos" ? <PhotoStep control={control} /> : null}
          {step === "plate" ? <PlateStep control={control} /> : null}
          {step === "offence" ? <OffenceStep control={control} /> : null}
          {step === "check" ? <CheckStep control={control} code={code} /> : null}
        </>
      ) : (
        <Skeleton lines={3} height={120} />
      )}
    </PhonePage>
  );
}

function Steps({ step, missing, go }: { step: Step; missing: readonly Missing[]; go: (step: Step) => void }) {
  const w = violationWords();
  return (
    <nav class="steps" aria-label={w.stepsLabel}>
      {STEPS.map((one, index) => {
        const done = !missing.some((what) => stepOf(what) === one);
        return (
          <button
            key={one}
            type="button"
            class="steps__step"
            aria-current={one === step ? "step" : undefined}
            onClick={() => go(one)}
            data-testid={`step-${one}`}
          >
            {done && one !== "check" ? <Icon name="check" /> : <span class="steps__number">{index + 1}</span>}
            {w.steps[one]}
            {done ? <span class="visually-hidden">{w.done}</span> : null}
          </button>
        );
      })}
    </nav>
  );
}

interface MainActProps {
  control: ViolationControl;
  step: Step;
  missing: readonly Missing[];
  code: CodeItem | null;
  go: (step: Step) => void;
}

const FORWARD: Record<
  Exclude<Step, "check">,
  { to: Step; label: "nextPlate" | "nextOffence" | "nextCheck" }
> = {
  photos: { to: "plate", label: "nextPlate" },
  plate: { to: "offence", label: "nextOffence" },
  offence: { to: "check", label: "nextCheck" },
};

/** One button: on, to what is missing, or save. It always works; what is missing is said instead of greyed out. */
function MainAct({ control, step, missing, code, go }: MainActProps) {
  const w = violationWords();
  // Choosing an offence leads on by itself.
  if (step === "offence" && !code) return null;
  if (step !== "check") {
    const { to, label } = FORWARD[step];
    const done = !missing.some((what) => stepOf(what) === step);
    return (
      <Button wide big kind={done ? "primary" : "secondary"} onClick={() => go(to)} testId="next">
        {w[label]}
      </Button>
    );
  }
  const first = missing[0];
  if (first) {
    return (
      <Button wide big icon="warn" onClick={() => go(stepOf(first))} testId="mend-missing">
        {w.still[first]}
      </Button>
    );
  }
  return (
    <Button
      wide
      big
      kind="primary"
      icon="saved"
      busy={control.saving}
      onClick={() => {
        if (code) void control.save(code);
      }}
      testId="save-record"
    >
      {w.save}
    </Button>
  );
}
