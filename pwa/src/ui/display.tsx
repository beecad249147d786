import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export type Tone = "plain" | "blue" | "amber" | "red" | "green";

interface BadgeProps {
  tone?: Tone | undefined;
  /** Words carry the meaning; the drawing repeats it for those who do not see the colour. */
  icon?: IconName | undefined;
  children: ComponentChildren;
  testId?: string | undefined;
}

/** A state in words, colour and drawing. */
export function Badge({ tone = "plain", icon, children, testId }: BadgeProps) {
  return (
    <span class={`badge badge--${tone}`} data-testid={testId}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </span>
  );
}

/** A number that waits for somebody; nothing is drawn at zero. */
export function Count({ value, label }: { value: number; label: string }) {
  if (value === 0) return null;
  return (
    <span class="count">
      {value > 99 ? "99+" : value}
      <span class="visually-hidden">{label}</span>
    </span>
  );
}

const BANNER_ICONS: Record<Tone, IconName> = {
  plain: "info",
  blue: "info",
  amber: "warn",
  red: "stop",
  green: "received",
};

interface BannerProps {
  tone?: Tone | undefined;
  title?: ComponentChildren | undefined;
  children?: ComponentChildren | undefined;
  act?: ComponentChildren | undefined;
  /** Read out at once: for what went wrong just now. */
  alert?: boolean | undefined;
  testId?: string | undefined;
}

/** What happened, what is safe, what to do. */
export function Banner({ tone = "blue", title, children, act, alert, testId }: BannerProps) {
  return (
    <div class={`banner banner--${tone}`} role={alert ? "alert" : undefined} data-testid={testId}>
      <Icon name={BANNER_ICONS[tone]} />
      <div class="banner__body stack stack--tight">
        {title ? <p class="banner__title">{title}</p> : null}
        {children ? <div>{children}</div> : null}
        {act ? <div class="row">{act}</div> : null}
      </div>
    </div>
  );
}

interface CardProps {
  title?: string | undefined;
  end?: ComponentChildren | undefined;
  children: ComponentChildren;
  testId?: string | undefined;
}

export function Card({ title, end, children, testId }: CardProps) {
  return (
    <section class="card" aria-label={title} data-testid={testId}>
      {title || end ? (
        <div class="card__head">
          {title ? <h2>{title}</h2> : <span />}
          {end}
        </div>
      ) : null}
      {children}
    </section>
  );
}

export function List({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <ul class="list" aria-label={label}>
      {children}
    </ul>
  );
}

interface ListRowProps {
  title: ComponentChildren;
  sub?: ComponentChildren | undefined;
  icon?: IconName | undefined;
  start?: ComponentChildren | undefined;
  end?: ComponentChildren | undefined;
  href?: string | undefined;
  onClick?: (() => void) | undefined;
  testId?: string | undefined;
}

/** One line of a list; a link or a button when it leads somewhere. */
export function ListRow({ title, sub, icon, start, end, href, onClick, testId }: ListRowProps) {
  const inside = (
    <>
      {start ?? (icon ? <Icon name={icon} /> : null)}
      <span class="list-row__text">
        <span class="list-row__title">{title}</span>
        {sub ? <span class="list-row__sub">{sub}</span> : null}
      </span>
      {end ? <span class="list-row__end">{end}</span> : null}
      {href || (onClick && !end) ? <Icon name="forward" /> : null}
    </>
  );
  return (
    <li>
      {href ? (
        <a class="list-row" href={href} data-testid={testId}>
          {inside}
        </a>
      ) : onClick ? (
        <button type="button" class="list-row" onClick={onClick} data-testid={testId}>
          {inside}
        </button>
      ) : (
        <div class="list-row" data-testid={testId}>
          {inside}
        </div>
      )}
    </li>
  );
}

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What will appear here. */
  children?: ComponentChildren | undefined;
  /** The first act. */
  act?: ComponentChildren | undefined;
}

export function EmptyState({ icon, title, children, act }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children ? <p class="soft">{children}</p> : null}
      {act}
    </div>
  );
}

/** Pairs of name and value; a value of null is left out. */
export function KeyValue({ pairs }: { pairs: readonly (readonly [string, ComponentChildren] | null)[] }) {
  return (
    <dl class="key-value">
      {pairs.map((pair) =>
        pair === null || pair[1] === null || pair[1] === undefined ? null : (
          <>
            <dt key={`${pair[0]}-name`}>{pair[0]}</dt>
            <dd key={pair[0]}>{pair[1]}</dd>
          </>
        ),
      )}
    </dl>
  );
}
