import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "./button";
import { useModal } from "./modal";
import { uiWords } from "./ui-words";

interface SheetProps {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** The main act, always in reach. */
  act?: ComponentChildren;
  testId?: string | undefined;
}

/** Comes from below on a phone, stands in the middle of a desk. */
export function Sheet({ open, title, onClose, children, act, testId }: SheetProps) {
  const modal = useModal(open, onClose);
  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Esc, which arrives as `cancel`.
    <dialog
      class="sheet"
      ref={modal.dialog}
      aria-label={title}
      onCancel={modal.onCancel}
      onClick={modal.onClick}
      data-testid={testId}
    >
      <div class="sheet__head">
        <h2>{title}</h2>
        <Button kind="quiet" icon="close" onClick={onClose}>
          {uiWords().close}
        </Button>
      </div>
      <div class="sheet__body stack">
        {children}
        {act ? <div class="sheet__act">{act}</div> : null}
      </div>
    </dialog>
  );
}

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Buttons; the safe one first in the code, so that it has the focus. */
  acts: ComponentChildren;
  children: ComponentChildren;
}

/** A question that must be answered before going on. */
export function Dialog({ open, title, onClose, acts, children }: DialogProps) {
  const modal = useModal(open, onClose);
  if (!open) return null;
  return (
    <dialog class="dialog" ref={modal.dialog} aria-label={title} onCancel={modal.onCancel}>
      <div class="stack">
        <h2>{title}</h2>
        {children}
      </div>
      <div class="dialog__acts">{acts}</div>
    </dialog>
  );
}

interface SidePanelProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  testId?: string | undefined;
}

/** Stands beside a list without taking the keyboard from it; Esc closes. On a phone it covers the screen. */
export function SidePanel({ title, onClose, children, testId }: SidePanelProps) {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      onClose();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [onClose]);
  return (
    <aside class="side-panel" aria-label={title} data-testid={testId}>
      <div class="side-panel__head">
        <h2 class="break">{title}</h2>
        <Button kind="quiet" icon="close" onClick={onClose}>
          {uiWords().close}
        </Button>
      </div>
      <div class="side-panel__body stack">{children}</div>
    </aside>
  );
}
