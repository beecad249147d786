import { type ComponentChildren, Fragment } from "preact";
import { useState } from "preact/hooks";
import { Count } from "./display";
import { Icon, type IconName } from "./icon";
import { Strip, type StripMessage } from "./phone-shell";
import { ToastRegion } from "./toast";
import { uiWords } from "./ui-words";

export interface DeskLink {
  href: string;
  label: string;
  icon: IconName;
  current: boolean;
  count?: number | undefined;
}

interface DeskShellProps {
  brand: string;
  /** Only what the person may open. */
  links: readonly DeskLink[];
  strip: StripMessage | null;
  /** Name, log out and the like, at the foot of the navigation. */
  foot?: ComponentChildren | undefined;
  children: ComponentChildren;
}

/** Left navigation by work; a menu on top of a narrow screen. The screen inside brings a `DeskPage`. */
export function DeskShell({ brand, links, strip, foot, children }: DeskShellProps) {
  const [open, setOpen] = useState(false);
  const w = uiWords();
  return (
    <div class="desk">
      <div class="desk__strip">
        <a class="skip-link" href="#content">
          {w.skip}
        </a>
        <Strip message={strip} />
      </div>
      <nav class={`desk__nav on-dark${open ? " desk__nav--open" : ""}`} aria-label={w.work}>
        <div class="desk__top">
          <span class="desk__brand">
            <Icon name="shield" />
            {brand}
          </span>
          <button
            type="button"
            class="btn btn--quiet desk__menu"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? "close" : "menu"} />
            {w.menu}
          </button>
        </div>
        <div class="desk__links">
          {links.map((link) => (
            <a
              key={link.href}
              class="desk__link"
              href={link.href}
              aria-current={link.current ? "page" : undefined}
              onClick={() => setOpen(false)}
            >
              <Icon name={link.icon} />
              {link.label}
              <Count value={link.count ?? 0} label="" />
            </a>
          ))}
        </div>
        {foot ? <div class="desk__foot">{foot}</div> : null}
      </nav>
      <main class="desk__main" id="content">
        {children}
      </main>
      <ToastRegion />
    </div>
  );
}

export interface Crumb {
  label: string;
  href?: string | undefined;
}

interface DeskPageProps {
  title: string;
  crumbs?: readonly Crumb[] | undefined;
  /** The one primary act. */
  act?: ComponentChildren | undefined;
  children: ComponentChildren;
}

/** One screen of the desk: where it lies, what it is called, its one primary act. */
export function DeskPage({ title, crumbs = [], act, children }: DeskPageProps) {
  return (
    <Fragment>
      {crumbs.length > 0 ? (
        <nav aria-label={uiWords().crumbs}>
          <ol class="crumbs">
            {crumbs.map((crumb) => (
              <li key={crumb.label}>{crumb.href ? <a href={crumb.href}>{crumb.label}</a> : crumb.label}</li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div class="desk__head">
        <h1>{title}</h1>
        {act ? <div class="row no-print">{act}</div> : null}
      </div>
      {children}
    </Fragment>
  );
}
