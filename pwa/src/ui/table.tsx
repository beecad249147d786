import type { ComponentChildren } from "preact";
import { Button } from "./button";
import { uiWords } from "./ui-words";

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** Numbers stand at the end. */
  end?: boolean | undefined;
}

export interface Selection {
  keys: ReadonlySet<string>;
  onChange: (keys: ReadonlySet<string>) => void;
}

interface TableProps<Row> {
  /** Said to readers; not drawn. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen?: ((row: Row) => void) | undefined;
  /** The row that is open in the side panel. */
  openKey?: string | null | undefined;
  selection?: Selection | undefined;
  /** Present while there is more to read. */
  onMore?: (() => void) | undefined;
  busy?: boolean | undefined;
  testId?: string | undefined;
}

function moveFocus(from: HTMLElement, key: string): void {
  const rows = [...(from.parentElement?.querySelectorAll<HTMLElement>("tr[tabindex]") ?? [])];
  const at = rows.indexOf(from);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (to !== undefined) rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
}

/** Dense rows under a head that stays; ↑ ↓ Home End move, Enter opens, Space selects. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, onOpen, openKey = null, selection, onMore, busy, testId } = props;
  const w = uiWords();
  const toggle = (key: string) => {
    if (!selection) return;
    const next = new Set(selection.keys);
    if (!next.delete(key)) next.add(key);
    selection.onChange(next);
  };
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }, row: Row) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") onOpen?.(row);
    else if (event.key === " ") toggle(rowKey(row));
    else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key))
      moveFocus(event.currentTarget, event.key);
    else return;
    event.preventDefault();
  };
  const allSelected = rows.length > 0 && rows.every((row) => selection?.keys.has(rowKey(row)));
  const entry = rows.some((row) => rowKey(row) === openKey) ? openKey : rows[0] ? rowKey(rows[0]) : null;
  return (
    <section
      class="table-frame"
      aria-label={caption}
      aria-busy={busy ? "true" : undefined}
      tabIndex={onOpen ? undefined : 0}
    >
      <table class="table" data-testid={testId}>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {selection ? (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={w.selectAll}
                  checked={allSelected}
                  onChange={() => selection.onChange(new Set(allSelected ? [] : rows.map(rowKey)))}
                />
              </th>
            ) : null}
            {columns.map((column) => (
              <th key={column.key} scope="col" class={column.end ? "end" : undefined}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-key={key}
                tabIndex={onOpen ? (key === entry ? 0 : -1) : undefined}
                aria-current={key === openKey ? "true" : undefined}
                onClick={() => onOpen?.(row)}
                onKeyDown={(event) => onKey(event, row)}
              >
                {selection ? (
                  <td>
                    <input
                      type="checkbox"
                      aria-label={w.select}
                      checked={selection.keys.has(key)}
                      onClick={(event) => event.stopPropagation()}
                      onChange={() => toggle(key)}
                    />
                  </td>
                ) : null}
                {columns.map((column) => (
                  <td key={column.key} class={column.end ? "end" : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {onMore ? (
        <div class="table__foot">
          <Button onClick={onMore} busy={busy === true}>
            {w.more}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** What can be done with the selected rows; stands only while some are selected. */
export function ActsBar({ selection, children }: { selection: Selection; children: ComponentChildren }) {
  const w = uiWords();
  if (selection.keys.size === 0) return null;
  return (
    <section class="acts-bar" aria-live="polite" aria-label={w.selected(selection.keys.size)}>
      <span class="strong">{w.selected(selection.keys.size)}</span>
      {children}
      <Button kind="quiet" onClick={() => selection.onChange(new Set())}>
        {w.clearSelection}
      </Button>
    </section>
  );
}
