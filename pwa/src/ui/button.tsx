import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export type ButtonKind = "primary" | "secondary" | "danger" | "quiet";

interface ButtonProps {
  kind?: ButtonKind | undefined;
  /** Shows a spinner and takes no further taps; the words stay, so that the width does not jump. */
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  icon?: IconName | undefined;
  wide?: boolean | undefined;
  big?: boolean | undefined;
  submit?: boolean | undefined;
  /** Needed when there are no words inside. */
  label?: string | undefined;
  pressed?: boolean | undefined;
  expanded?: boolean | undefined;
  testId?: string | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
  children?: ComponentChildren | undefined;
}

export function Button(props: ButtonProps) {
  const { kind = "secondary", busy = false, disabled = false, icon, wide, big, submit, children } = props;
  const names = ["btn", `btn--${kind}`, wide ? "btn--wide" : "", big ? "btn--big" : ""];
  return (
    <button
      type={submit ? "submit" : "button"}
      class={names.filter(Boolean).join(" ")}
      disabled={disabled}
      aria-busy={busy ? "true" : undefined}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      data-testid={props.testId}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onClick?.(event);
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}

interface LinkButtonProps {
  href: string;
  kind?: ButtonKind | undefined;
  icon?: IconName | undefined;
  wide?: boolean | undefined;
  download?: string | undefined;
  testId?: string | undefined;
  children: ComponentChildren;
}

/** Looks like a button, is a link: for going somewhere, so that it can be opened in a new tab. */
export function LinkButton({
  href,
  kind = "secondary",
  icon,
  wide,
  download,
  testId,
  children,
}: LinkButtonProps) {
  return (
    <a
      class={`btn btn--${kind}${wide ? " btn--wide" : ""}`}
      href={href}
      download={download}
      data-testid={testId}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  );
}
