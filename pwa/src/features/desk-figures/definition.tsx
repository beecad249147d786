import type { Definition } from "@/domain/statistics/types";
import { KeyValue } from "@/ui";
import { words } from "./words";

/** What the figure counts, one tap away; always open on paper. */
export function DefinitionNote({ definition }: { readonly definition: Definition }) {
  return (
    <>
      <details class="definition no-print">
        <summary>{words().definition}</summary>
        <DefinitionText definition={definition} />
      </details>
      <div class="definition print-only" aria-hidden="true">
        <DefinitionText definition={definition} />
      </div>
    </>
  );
}

function DefinitionText({ definition }: { readonly definition: Definition }) {
  const w = words();
  return (
    <>
      <KeyValue
        pairs={[
          [w.unitOf, definition.unit],
          [w.numerator, definition.numerator],
          [w.denominator, definition.denominator ?? w.noDenominator],
          [w.source, definition.source],
        ]}
      />
      {definition.cautions.length === 0 ? null : (
        <>
          <p class="strong small">{w.cautions}</p>
          <ul class="definition__cautions">
            {definition.cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
