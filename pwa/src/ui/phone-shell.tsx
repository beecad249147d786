import type { ComponentChildren } from "preact";
import { Button } from "./button";
import { Count } from "./display";
import { Icon, type IconName } from "./icon";
import { ToastRegion } from "./toast";
import { uiWords } from "./ui-words";

export interface StripMessage {
  tone: "amber" | "blue" | "red";
  text: string;
  icon?: IconName | undefined;
  act?: { label: string; run: () => void } | undefined;
}

/** The thin line on top: only what matters now, in one sentence. */
export function Strip({ message }: { message: StripMessage | null }) {
  return (
    <div aria-live="polite">
      {message ? (
        <div class={`strip strip--${message.tone}`} data-testid="strip">
          {message.icon ? <Icon name={message.icon} /> : null}
          <span>{message.text}</span>
          {message.act ? (
            <Button kind="quiet" onClick={message.act.run}>
              {message.act.label}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

export interface Place {
  href: string;
  label: string;
  icon: IconName;
  /** Something waits there. */
  count?: number | undefined;
  countLabel?: string | undefined;
  current: boolean;
  testId?: string | undefined;
}

interface PhoneShellProps {
  strip: StripMessage | null;
  /** Exactly four; the round button stands between the second and the third. */
  places: readonly Place[];
  record: { label: string; open: () => void } | null;
  children: ComponentChildren;
}

/** Around the four places of the phone: strip above, bar below. The screen between brings a `PhonePage`. */
export function PhoneShell({ strip, places, record, children }: PhoneShellProps) {
  const [first, second] = [places.slice(0, 2), places.slice(2)];
  return (
    <div class="phone">
      <a class="skip-link" href="#content">
        {uiWords().skip}
      </a>
      <Strip message={strip} />
      {children}
      <nav class="bar" aria-label={uiWords().places}>
        {first.map((place) => (
          <BarPlace key={place.href} place={place} />
        ))}
        {record ? (
          <button type="button" class="bar__record" onClick={record.open} data-testid="record">
            <span class="bar__round">
              <Icon name="plus" />
            </span>
            {record.label}
          </button>
        ) : (
          <span />
        )}
        {second.map((place) => (
          <BarPlace key={place.href} place={place} />
        ))}
      </nav>
      <ToastRegion />
    </div>
  );
}

function BarPlace({ place }: { place: Place }) {
  return (
    <a
      class="bar__place"
      href={place.href}
      aria-current={place.current ? "page" : undefined}
      data-testid={place.testId}
    >
      <Icon name={place.icon} />
      {place.label}
      <Count value={place.count ?? 0} label={place.countLabel ?? ""} />
    </a>
  );
}

interface PhonePageProps {
  title: string;
  /** Shows the arrow; for pages below a place. */
  onBack?: (() => void) | undefined;
  /** At the end of the head. */
  end?: ComponentChildren | undefined;
  /** The main act, in the lower third. */
  act?: ComponentChildren | undefined;
  /** No bottom bar on this page: the act sits at the bottom. */
  bare?: boolean | undefined;
  children: ComponentChildren;
}

/** One screen of the phone: head, content, main act. */
export function PhonePage({ title, onBack, end, act, bare, children }: PhonePageProps) {
  const page = (
    <>
      <header class={`phone__head on-dark${onBack ? " phone__head--back" : ""}`}>
        {onBack ? (
          <Button kind="quiet" icon="back" label={uiWords().back} onClick={onBack} testId="back" />
        ) : null}
        <h1>{title}</h1>
        {end}
      </header>
      <main class="phone__main" id="content">
        {children}
      </main>
      {act ? (
        <div class={`phone__act${bare ? " phone__act--bottom" : ""}`}>
          <div>{act}</div>
        </div>
      ) : null}
    </>
  );
  if (!bare) return page;
  return (
    <div class="phone">
      {page}
      <ToastRegion />
    </div>
  );
}
