import type { ComponentChildren } from "preact";

export interface Tab<Key extends string> {
  key: Key;
  label: string;
  count?: number | undefined;
}

interface TabsProps<Key extends string> {
  label: string;
  tabs: readonly Tab<Key>[];
  active: Key;
  onChange: (key: Key) => void;
  children: ComponentChildren;
}

/** Tabs with the panel of the active one below; arrow keys move between them. */
export function Tabs<Key extends string>({ label, tabs, active, onChange, children }: TabsProps<Key>) {
  const step = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.key === active);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.key);
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={label}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            class="tabs__tab"
            aria-selected={tab.key === active}
            tabIndex={tab.key === active ? 0 : -1}
            data-key={tab.key}
            onClick={() => onChange(tab.key)}
            onKeyDown={step}
          >
            {tab.label}
            {tab.count === undefined ? "" : ` ${tab.count}`}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={tabs.find((tab) => tab.key === active)?.label}>
        {children}
      </div>
    </div>
  );
}
