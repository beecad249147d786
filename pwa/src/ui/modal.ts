import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Modal {
  dialog: RefObject<HTMLDialogElement | null>;
  /** Esc and the phone's back gesture. */
  onCancel: (event: Event) => void;
  /** A tap beside it. */
  onClick: (event: MouseEvent) => void;
}

/**
 * A native modal dialog: the browser keeps the focus inside, makes the rest inert, closes on Esc and on the back gesture,
 * and gives the focus back to where it was.
 */
export function useModal(open: boolean, onClose: () => void): Modal {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    if (!element.open) element.showModal();
    return () => element.close();
  }, [open]);
  return {
    dialog,
    onCancel: (event) => {
      event.preventDefault();
      onClose();
    },
    onClick: (event) => {
      if (event.target === dialog.current) onClose();
    },
  };
}
