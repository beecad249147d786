import { navigate } from "@/app/router";
import type { CodeItem } from "@/domain/reference/types";
import { plateColour } from "@/domain/violations/plate-colour";
import { Button, Icon, PhonePage, PlateBadge } from "@/ui";
import { codeName } from "./offence-step";
import { typedPlate } from "./problems";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

/** Shown only after record, photos and outbox item were committed on this phone. */
export function Saved({ control, code }: { control: ViolationControl; code: CodeItem | null }) {
  const w = violationWords();
  const plate = typedPlate(control.form);
  return (
    <PhonePage
      bare
      title={w.title}
      act={
        <div class="stack stack--tight grow">
          <Button
            wide
            kind="secondary"
            onClick={() => navigate("/today", { replace: true })}
            testId="to-today"
          >
            {w.toToday}
          </Button>
          <Button
            wide
            big
            kind="primary"
            icon="plus"
            onClick={() => navigate(`/record/violation?again=${control.saved?.id}`, { replace: true })}
            testId="record-again"
          >
            {w.again}
          </Button>
        </div>
      }
    >
      <div class="saved" role="status" data-testid="saved">
        <span class="saved__mark">
          <Icon name="saved" />
        </span>
        <h2>{w.saved}</h2>
        {plate ? <PlateBadge text={plate} colour={plateColour(control.form.plateKind)} big /> : null}
        {code ? <p>{codeName(code)}</p> : null}
        <p class="soft">{w.savedText}</p>
      </div>
    </PhonePage>
  );
}
