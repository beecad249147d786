import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ApiProblem } from "@/shared/problem";
import { asProblem } from "./use-resource";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

export interface Pages<T> {
  /** All pages read so far; null before the first answer. */
  readonly items: readonly T[] | null;
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  readonly more: () => void;
  readonly reload: () => void;
}

interface State<T> {
  readonly items: readonly T[] | null;
  readonly cursor: string | null;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
}

/** A keyset list: the first page of `key`, then more when asked. Another key starts again from its first page. */
export function usePages<T>(
  key: string | null,
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
): Pages<T> {
  const [state, setState] = useState<State<T>>({
    items: null,
    cursor: null,
    busy: key !== null,
    problem: null,
  });
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  const abort = useRef<AbortController | null>(null);

  const fetchPage = useCallback((cursor: string | null) => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    setState((old) => ({ ...old, busy: true }));
    loader.current(cursor, own.signal).then(
      (page) => {
        if (own.signal.aborted) return;
        setState((old) => ({
          items: cursor === null ? page.items : [...(old.items ?? []), ...page.items],
          cursor: page.next_cursor,
          busy: false,
          problem: null,
        }));
      },
      (fault: unknown) => {
        if (!own.signal.aborted) setState((old) => ({ ...old, busy: false, problem: asProblem(fault) }));
      },
    );
  }, []);

  // A new round asks for the same key again.
  useEffect(() => {
    if (key === null) return;
    fetchPage(null);
    return () => abort.current?.abort();
  }, [key, round, fetchPage]);

  const more = () => {
    if (state.cursor !== null && !state.busy) fetchPage(state.cursor);
  };
  const reload = useCallback(() => setRound((old) => old + 1), []);
  return { ...state, hasMore: state.cursor !== null, more, reload };
}
